"""Walks the list of Telegram's refusals: each is provoked word for word, or says why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.sandbox import error_scenes, error_scenes_messages
from tests.sim_driver import AIGUL, Json, running_sandbox

LIST = Path(__file__).parents[3] / "shared" / "data" / "bot_api_errors.json"
SCENES = {**error_scenes.SCENES, **error_scenes_messages.SCENES}
BUSINESS = "needs a business connection, which is not emulated; sent as a fault"
RICH = "rich messages are not emulated (sendRichMessage says so); sent as a fault"
CANNOT = {
    "Misdirected Request: unallowed token specified": "a filter of a shared local server; a fault",
    "Conflict: terminated by other setWebhook": "setting a webhook takes no time here; a fault",
    "(html) Bad Gateway": "comes from a proxy, not from the Bot API; fault kind 502",
    "Bad Request: private chat not found": "an inconsistency of the server's own cache; a fault",
    "Bad Request: not enough rights to send checklists to the chat": BUSINESS,
    "Bad Request: not enough rights to send the rich message to the chat": RICH,
    "Bad Request: rich message must be non-empty": RICH,
}
PARSE = "Bad Request: can't parse entities: "
# where the list has placeholders: the exact text that the scene must bring
EXACT = {
    "Too Many Requests: retry after N": "Too Many Requests: retry after 1",
    PARSE + 'Unsupported start tag "TAG" at byte offset N': PARSE
    + 'Unsupported start tag "br" at byte offset 2',
    PARSE + "Unclosed start tag at byte offset N": PARSE + "Unclosed start tag at byte offset 2",
    PARSE + 'Unclosed start tag "TAG" at byte offset N': PARSE
    + 'Unclosed start tag "a" at byte offset 0',
    PARSE + "Unexpected end tag at byte offset N": PARSE + "Unexpected end tag at byte offset 2",
    PARSE + "Unclosed end tag at byte offset N": PARSE + "Unclosed end tag at byte offset 5",
    PARSE + 'Unmatched end tag at byte offset N, expected "</A>", found "</B>"': PARSE
    + 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"',
    PARSE + 'Can\'t find end tag corresponding to start tag "TAG"': PARSE
    + 'Can\'t find end tag corresponding to start tag "b"',
    PARSE + 'Empty attribute name in the tag "TAG" at byte offset N': PARSE
    + 'Empty attribute name in the tag "a" at byte offset 0',
    PARSE + "Unexpected end of name token at byte offset N": PARSE
    + "Unexpected end of name token at byte offset 8",
    PARSE + 'Tag "span" must have class "tg-spoiler" at byte offset N': PARSE
    + 'Tag "span" must have class "tg-spoiler" at byte offset 0',
    PARSE + "Character 'X' is reserved and must be escaped with the preceding '\\'": PARSE
    + "Character '.' is reserved and must be escaped with the preceding '\\'",
    PARSE + "Can't find end of the entity starting at byte offset N": PARSE
    + "Can't find end of the entity starting at byte offset 3",
    "Bad Request: ENTITY_BOUNDS_INVALID / ENTITIES_TOO_LONG": "Bad Request: ENTITY_BOUNDS_INVALID",
    'Bad Request: failed to send message #N with the error message "…"': "Bad Request: failed to "
    'send message #1 with the error message "wrong file identifier/HTTP URL specified"',
    'Bad Request: parameter "X" is required': 'Bad Request: parameter "phone_number" is required',
}  # fmt: skip


def rows() -> list[Json]:
    return list(json.loads(LIST.read_text())) if LIST.exists() else []


def test_every_refusal_of_the_list_has_a_scene_or_a_reason() -> None:
    if not LIST.exists():
        pytest.skip("../shared/data/bot_api_errors.json is not here")
    listed = {row["description"] for row in rows()}
    assert listed == set(SCENES) | set(CANNOT)
    assert not set(SCENES) & set(CANNOT)


@pytest.mark.parametrize("description", sorted(SCENES))
async def test_a_refusal_is_provoked_word_for_word(description: str) -> None:
    async with running_sandbox(upload_bytes=1000, download_bytes=500) as sim:
        answer = await SCENES[description](sim)
        assert answer["ok"] is False
        assert answer["description"] == EXACT.get(description, description)
        wanted = {row["description"]: row["code"] for row in rows()}
        assert answer["error_code"] == wanted.get(description, answer["error_code"])


async def test_every_refusal_of_the_list_can_be_sent_as_a_fault() -> None:
    if not LIST.exists():
        pytest.skip("../shared/data/bot_api_errors.json is not here")
    async with running_sandbox() as sim:
        await sim.send(AIGUL, "/start")
        for row in rows():
            if row["description"].startswith("(html)"):
                continue
            rule = {"method": "sendMessage", "kind": "400", "code": row["code"]}
            await sim.post("faults", rules=[{**rule, "description": row["description"]}])
            answer = await sim.api("sendMessage", chat_id=AIGUL, text="x")
            assert (answer["error_code"], answer["description"]) == (
                row["code"],
                row["description"],
            )
