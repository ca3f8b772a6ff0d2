"""What cannot be carried is said to be so: a story, a reply in the name of a channel."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk.at_work import Desk
from tests.sim_driver import AIGUL, BAKYT, GROUP

STORY = {"story": {"chat": {"id": 5, "type": "private", "first_name": "x"}, "id": 4}}
AS_CHANNEL = {
    "text": "Арнадан жауап",
    "sender_chat": {"id": -100555, "type": "channel", "title": "Арна"},
    "from": {"id": 136817688, "is_bot": True, "first_name": "Channel"},
}


async def shares(desk: Desk, who: int, content: dict[str, Any], **where: Any) -> None:
    await desk.sim.post("send", **{"as": who, "chat_id": who, "content": content, **where})
    await desk.quiet()


async def test_a_story_of_the_citizen_is_answered_with_what_she_may_send(desk: Desk) -> None:
    number = await desk.ask()
    before = len(await desk.staff_sees(number))
    await shares(desk, AIGUL, STORY)
    assert "жеткізе алмаймыз" in (await desk.texts(AIGUL))[-1]
    assert len(await desk.staff_sees(number)) == before


@pytest.mark.parametrize(
    ("content", "why"), [(STORY, "Telegram көшіртпейді"), (AS_CHANNEL, "арна атынан")]
)
async def test_staff_hear_that_such_a_reply_went_nowhere(
    desk: Desk, content: dict[str, Any], why: str
) -> None:
    number = await desk.ask()
    card = (await desk.staff_sees(number))[0]
    before = await desk.texts(AIGUL)
    thread = await desk.thread(number)
    await shares(desk, BAKYT, content, chat_id=GROUP, thread_id=thread, reply_to=card["message_id"])
    assert why in (await desk.texts(GROUP))[-1]
    assert await desk.texts(AIGUL) == before


@pytest.mark.parametrize("content", [STORY, AS_CHANNEL])
async def test_among_colleagues_it_is_nobodys_business(desk: Desk, content: dict[str, Any]) -> None:
    number = await desk.ask()
    before = await desk.texts(GROUP)
    await shares(desk, BAKYT, content, chat_id=GROUP, thread_id=await desk.thread(number))
    assert await desk.texts(GROUP) == before


async def test_a_reply_that_begins_with_a_slash_is_an_answer(desk: Desk) -> None:
    number = await desk.ask()
    await desk.answer(number, "/ өтінішіңіз инспекцияға жіберілді")
    assert (await desk.texts(AIGUL))[-1] == "/ өтінішіңіз инспекцияға жіберілді"
