"""Decides what an answer of Telegram means for the call that was owed.

Every description of the Bot API server that is known has its own line; an unknown one is decided by
its code. The order of lines matters only where one pattern is part of another.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from storage.records.delivery import Answer, Priority, Reached


class Kind(StrEnum):
    """What to do next."""

    SENT = "sent"
    RETRY = "retry"
    PAUSE_CHAT = "pause_chat"
    MOVE_CHAT = "move_chat"
    MAKE_THREAD = "make_thread"
    PLAIN_TEXT = "plain_text"
    GIVE_UP = "give_up"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` is one word for effects and the administrator; `drop` what PLAIN_TEXT leaves out.

    `everywhere`: the trouble is not this chat's, all sending rests.
    """

    kind: Kind
    reason: str | None = None
    drop: str | None = None
    everywhere: bool = False


SENT = Verdict(Kind.SENT)
UNKNOWN = Verdict(Kind.UNKNOWN, "unknown")
NO_SERVER = Verdict(Kind.RETRY, "no_connection", everywhere=True)
SERVER = Verdict(Kind.RETRY, "server_error")
FLOOD = Verdict(Kind.RETRY, "flood")
REFUSED_BOT = Verdict(Kind.RETRY, "bot_refused", everywhere=True)
# The gateway gave up waiting: what it passed on may have been done.
GATEWAY_TIMEOUT = 504
TOO_BIG = Verdict(Kind.GIVE_UP, "too_big")
BY_CODE = {
    **dict.fromkeys((401, 404, 409, 421), REFUSED_BOT),
    413: TOO_BIG,
    429: FLOOD,
}
# Who says something can be written to, whatever was refused before.
DISPROVED_BY_A_WORD = frozenset(
    ("blocked", "deactivated", "never_started", "kicked", "chat_gone", "forbidden")
)
THREAD_METHODS = frozenset(
    ("editForumTopic", "closeForumTopic", "reopenForumTopic", "deleteForumTopic")
) | {"unpinAllForumTopicMessages"}
# Doing them twice is doing them once.
REPEATABLE = ("edit", "delete", "set", "answer", "pin", "unpin", "close", "reopen", "get", "leave")


def _gone(reason: str) -> Verdict:
    return Verdict(Kind.PAUSE_CHAT, reason)


def _give_up(reason: str) -> Verdict:
    return Verdict(Kind.GIVE_UP, reason)


def _simpler(drop: str, reason: str) -> Verdict:
    return Verdict(Kind.PLAIN_TEXT, reason, drop)


def _thread(reason: str) -> Verdict:
    return Verdict(Kind.MAKE_THREAD, reason)


RULES: tuple[tuple[str, Verdict], ...] = (
    # the server, the token, the pace
    (r"Too Many Requests", FLOOD),
    (r"Internal Server Error|Bad Gateway|restart", SERVER),
    (r"^Conflict:|^Unauthorized|^Misdirected", REFUSED_BOT),
    (r"^Not Found$", REFUSED_BOT),
    # these quote others' words, so they come before whatever they might quote
    (r"can't parse entities|unsupported parse_mode", _simpler("formatting", "bad_formatting")),
    (r"failed to send message #", _give_up("bad_file")),
    # nothing is left to do
    (r"message is not modified|TOPIC_NOT_MODIFIED", SENT),
    (r"query is too old", SENT),
    (r"message to (delete|unpin) not found", SENT),
    # another place, or none
    (r"group chat was upgraded to a supergroup", Verdict(Kind.MOVE_CHAT, "migrated")),
    (r"message thread not found|TOPIC_DELETED|TOPIC_ID_INVALID", _thread("thread_gone")),
    (r"invalid forum topic identifier", _thread("thread_gone")),
    (r"TOPIC_CLOSED", _thread("thread_closed")),
    (r"the chat is not a forum|chat doesn't have topics", _thread("not_a_forum")),
    (r"not enough rights to create a topic", _thread("no_topic_rights")),
    # the door is shut
    (r"bot was blocked by the user", _gone("blocked")),
    (r"user is deactivated", _gone("deactivated")),
    (r"bot can't initiate conversation", _gone("never_started")),
    (r"can't send messages to (the )?bot", _gone("is_a_bot")),
    (r"the group chat was deleted", _gone("chat_gone")),
    (r"bot was kicked from|bot is not a member of", _gone("kicked")),
    (r"(private )?chat not found", _gone("chat_gone")),
    (r"CHAT_RESTRICTED", _gone("restricted")),
    (r"CHAT_WRITE_FORBIDDEN|have no write access", _gone("no_rights")),
    (r"not enough rights to send text messages", _gone("no_rights")),
    (r"not enough rights to \w+|CHAT_ADMIN_REQUIRED", _give_up("no_rights")),
    # as much of it as will go
    (r"ENTITY_BOUNDS_INVALID|ENTITIES_TOO_LONG", _simpler("formatting", "bad_formatting")),
    (r"BUTTON_\w+", _simpler("markup", "bad_markup")),
    (r"reply markup|keyboard (markup|button)", _simpler("markup", "bad_markup")),
    (r"message to be replied not found|reply parameters", _simpler("reply", "no_original")),
    # nothing that another try would mend
    (r"message to \w+ not found|with poll to stop not found", _give_up("not_found")),
    (r"user not found", _give_up("not_found")),
    (r"message can't be edited|there is no (text|caption) in the", _give_up("not_editable")),
    (r"message can't be deleted", _give_up("not_deletable")),
    (r"message has protected content", _give_up("protected")),
    (r"message text is empty|text must be non-empty|rich message must be", _give_up("empty")),
    (r"text is too long|message is too long|caption is too long", _give_up("too_long")),
    (r"MESSAGE_TOO_LONG", _give_up("too_long")),
    (r"REACTION_INVALID", _give_up("bad_reaction")),
    (r"file is too big|Request Entity Too Large", TOO_BIG),
    (r"temporarily unavailable|failed to get HTTP URL", Verdict(Kind.RETRY, "bad_file")),
    (r"wrong file identifier|invalid file_id|wrong HTTP URL", _give_up("bad_file")),
    (r"there is no \w+ in the request", _give_up("bad_file")),
    (r"message identifiers|messages to send|chat_id is empty", _give_up("bad_call")),
    (r"name must be non-empty|invalid icon color", _give_up("bad_call")),
    (r'wrong parameter|parameter ".*" is required', _give_up("bad_call")),
    (r"method not found", _give_up("bad_call")),
    (r"webhook|secret token", _give_up("bad_call")),
)
PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), verdict) for pattern, verdict in RULES)


def verdict(method: str, answer: Answer) -> Verdict:
    """Decide from the answer to a call of that method."""
    if answer.reached is Reached.UNSENT:
        return NO_SERVER
    if answer.reached is Reached.LOST:
        return UNKNOWN
    if answer.ok:
        return SENT
    if answer.migrate_to is not None:
        return Verdict(Kind.MOVE_CHAT, "migrated")
    found = known(answer.code, answer.description)
    if method in THREAD_METHODS and found is not None and found.kind is Kind.MAKE_THREAD:
        return _give_up(found.reason or "thread_gone")
    return found or _by_code(answer.code)


def known(code: int, description: str) -> Verdict | None:
    """Return the line of the table for a description, None where the table has none."""
    if code == GATEWAY_TIMEOUT:
        return UNKNOWN
    if code >= 500:
        return SERVER
    for pattern, found in PATTERNS:
        if pattern.search(description):
            return found
    return None


def _by_code(code: int) -> Verdict:
    if code in BY_CODE:
        return BY_CODE[code]
    return _gone("forbidden") if code == 403 else _give_up("refused")


def may_repeat(method: str, priority: int) -> bool:
    """Tell whether a call of unknown outcome is made again.

    People's words are: a second copy is better than none. A mailing is not, the next one offers it.
    """
    return method.startswith(REPEATABLE) or priority not in (Priority.ALERT, Priority.DIGEST)
