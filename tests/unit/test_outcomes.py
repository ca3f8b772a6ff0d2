"""Every known error of the Bot API server is mapped, on purpose."""

import json
from pathlib import Path

import pytest

from bot.rules.delivery.outcomes import Kind, known, may_repeat, verdict
from storage.records.delivery import Answer, Priority, Reached

TABLE = Path(__file__).parents[3] / "shared/data/bot_api_errors.json"

# What each row must become, by the row's own words; a row has to fit exactly one group.
EXPECTED = {
    Kind.SENT: (
        "query is too old",
        "message is not modified",
        "TOPIC_NOT_MODIFIED",
        "message to delete not found",
        "message to unpin not found",
    ),
    Kind.RETRY: (
        "Not Found",
        "Unauthorized",
        "Misdirected",
        "Conflict",
        "Too Many Requests",
        "Internal Server Error",
        "(html) Bad Gateway",
        "wrong file_id or the file is temporarily unavailable",
        "failed to get HTTP URL content",
    ),
    Kind.PAUSE_CHAT: (
        "chat not found",
        "private chat not found",
        "user is deactivated",
        "bot was blocked",
        "bot can't initiate",
        "the bot can't send messages to the bot",
        "the group chat was deleted",
        "bot was kicked",
        "bot is not a member",
        "CHAT_RESTRICTED",
        "CHAT_WRITE_FORBIDDEN",
        "have no write access",
        "not enough rights to send text messages",
    ),
    Kind.MOVE_CHAT: ("group chat was upgraded",),
    Kind.MAKE_THREAD: (
        "message thread not found",
        "TOPIC_DELETED",
        "TOPIC_CLOSED",
        "TOPIC_ID_INVALID",
        "the chat is not a forum",
        "not enough rights to create a topic",
        "invalid forum topic identifier",
        "chat doesn't have topics",
    ),
    Kind.PLAIN_TEXT: (
        "unsupported parse_mode",
        "can't parse entities",
        "ENTITY_BOUNDS_INVALID",
        "BUTTON_",
        "reply markup is too long",
        "inline keyboard button text",
        "can't parse inline keyboard button",
        "can't parse reply keyboard markup",
        "object expected as reply markup",
        "message to be replied not found",
        "can't parse reply parameters",
    ),
    Kind.GIVE_UP: (
        *("Not Found: method not found", "Request Entity Too Large", "chat_id is empty"),
        *(
            f"not enough rights to send {what}"
            for what in (
                *("photos", "documents", "videos", "voice notes", "video notes", "stickers"),
                *("polls", "animations", "music", "contacts", "locations", "venues"),
                *("checklists", "the rich message"),
            )
        ),
        *(f"not enough rights to {what}" for what in ("edit", "close or", "delete", "manage")),
        *("name must be non-empty", "invalid icon color", "message text is empty"),
        *("text must be non-empty", "text is too long", "message is too long"),
        *("message caption is too long", "rich message must be", "message to edit not found"),
        *("message to copy not found", "message to forward not found"),
        *("message to react not found", "message to pin not found", "message with poll"),
        *("message can't be edited", "there is no text in", "there is no caption in"),
        *("message can't be deleted", "message identifiers are", "too many message identifiers"),
        *("message has protected", "REACTION_INVALID", "MESSAGE_TOO_LONG", "there are no messages"),
        *("too many messages to send", "failed to send message #N", "file is too big"),
        *("invalid file_id", "wrong file identifier", "there is no document in"),
        *("wrong HTTP URL", "user not found", "CHAT_ADMIN_REQUIRED", "wrong parameter action"),
        *('parameter "X" is required', "invalid webhook", "secret token", "bad webhook"),
    ),
}


def expected(description: str) -> Kind:
    words = description.removeprefix("Bad Request: ").removeprefix("Forbidden: ")
    fits = [
        (len(start), kind)
        for kind, starts in EXPECTED.items()
        for start in starts
        if words.startswith(start)
    ]
    assert fits, f"the test has no row for {description}"
    return max(fits)[1]


@pytest.mark.skipif(not TABLE.exists(), reason="the table of known errors is not beside the repo")
def test_every_row_of_the_table_of_errors_is_mapped_as_reasoned() -> None:
    rows = json.loads(TABLE.read_text(encoding="utf-8"))
    assert len(rows) == 132
    wrong = []
    for row in rows:
        found = known(row["code"], row["description"])
        if found is None or found.kind is not expected(row["description"]):
            wrong.append((row["description"], found))
    assert wrong == []


@pytest.mark.skipif(not TABLE.exists(), reason="the table of known errors is not beside the repo")
def test_whatever_is_given_up_or_paused_has_a_reason() -> None:
    for row in json.loads(TABLE.read_text(encoding="utf-8")):
        found = known(row["code"], row["description"])
        assert found is not None
        assert found.kind is Kind.SENT or found.reason, row["description"]


def test_an_unknown_error_is_decided_by_its_code() -> None:
    def of(code: int) -> Kind:
        return verdict("sendMessage", Answer(Reached.ANSWERED, code=code, description="New")).kind

    assert [of(code) for code in (400, 401, 403, 404, 409, 429, 500, 502, 504)] == [
        *(Kind.GIVE_UP, Kind.RETRY, Kind.PAUSE_CHAT, Kind.RETRY, Kind.RETRY, Kind.RETRY),
        *(Kind.RETRY, Kind.RETRY, Kind.UNKNOWN),
    ]


def test_a_quoted_word_does_not_decide() -> None:
    tag = 'Bad Request: can\'t parse entities: Unsupported start tag "TOPIC_DELETED" at byte'
    found = known(400, tag)
    assert found is not None
    assert found.kind is Kind.PLAIN_TEXT


def test_what_was_not_sent_is_tried_again_and_what_is_unknown_is_not_called_sent() -> None:
    assert verdict("sendMessage", Answer(Reached.UNSENT)).kind is Kind.RETRY
    assert verdict("sendMessage", Answer(Reached.LOST)).kind is Kind.UNKNOWN


def test_closing_a_thread_that_is_gone_makes_no_new_one() -> None:
    gone = Answer(Reached.ANSWERED, code=400, description="Bad Request: TOPIC_ID_INVALID")
    assert verdict("closeForumTopic", gone).kind is Kind.GIVE_UP
    assert verdict("copyMessage", gone).kind is Kind.MAKE_THREAD


def test_people_are_told_twice_rather_than_not_and_mailings_are_not() -> None:
    assert may_repeat("sendMessage", Priority.REPLY)
    assert may_repeat("copyMessage", Priority.CASE)
    assert not may_repeat("sendMessage", Priority.DIGEST)
    assert not may_repeat("sendMessage", Priority.ALERT)
    assert may_repeat("editMessageText", Priority.ALERT)
