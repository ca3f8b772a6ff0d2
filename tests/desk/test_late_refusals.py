"""A refusal settled after its chat has spoken again says nothing: nobody is taken for gone."""

from __future__ import annotations

import asyncio

from tests.desk.at_work import Desk
from tests.sim_driver import ADMIN, AIGUL, BAKYT, GROUP

REFUSED = {"kind": "403", "method": "copyMessage", "held": True}
WORDS = "Кешіккен жауап"


async def refused_late(desk: Desk, chat_id: int, **more: object) -> None:
    """The next copy into the chat is refused; the refusal is on its way until `lands`."""
    desk.now += 60  # whatever was said before was said before it leaves
    await desk.sim.post("faults", rules=[{**REFUSED, "chat_id": chat_id, **more}])


async def flying(desk: Desk) -> None:
    """Wait until the call has left."""
    async with asyncio.timeout(8):
        while desk.sim.world.faults.left():  # noqa: ASYNC110 - no bell rings in the sandbox
            await asyncio.sleep(0.01)
    await desk.heard()


async def lands(desk: Desk, *again: object) -> None:
    """What came meanwhile is acted upon; now the refusal is there, and all that follows from it."""
    await desk.heard()
    await desk.sim.post("faults", rules=list(again))
    await desk.quiet()


async def answered_late(desk: Desk) -> int:
    """An answer leaves; what refuses it is still on its way."""
    number = await desk.ask()
    await refused_late(desk, AIGUL)
    card = (await desk.staff_sees(number))[0]
    where = {"thread_id": await desk.thread(number), "reply_to": card["message_id"]}
    await desk.sim.send(BAKYT, WORDS, chat_id=GROUP, **where)
    await flying(desk)
    return number


async def held(desk: Desk) -> int:
    """How many answers are kept until she is back."""
    return len(await desk.rows("SELECT id FROM case_messages WHERE way = 'held'"))


async def test_an_answer_that_is_refused_after_she_has_written_again_is_sent_again(
    desk: Desk,
) -> None:
    await answered_late(desk)
    await desk.sim.send(AIGUL, "Қайта келдім")
    await lands(desk)
    assert (await desk.texts(AIGUL)).count(WORDS) == 1
    assert await held(desk) == 0
    assert not await desk.rows("SELECT * FROM chats WHERE blocked_at IS NOT NULL")


async def test_a_refusal_is_believed_if_her_last_word_was_said_before_the_answer_left(
    desk: Desk,
) -> None:
    await answered_late(desk)
    await lands(desk)
    assert await held(desk) == 1


async def test_a_refusal_is_believed_if_she_left_after_her_last_word(desk: Desk) -> None:
    await answered_late(desk)
    await desk.sim.send(AIGUL, "Соңғы сөз")
    await desk.sim.post("block", user_id=AIGUL, blocked=True)
    await lands(desk)
    tries = await desk.rows("SELECT attempts FROM outbox WHERE effect = 'case_answered'")
    assert [row["attempts"] for row in tries] == [1]
    assert await held(desk) == 1
    await desk.sim.post("block", user_id=AIGUL, blocked=False)
    await desk.quiet()
    assert (await desk.texts(AIGUL)).count(WORDS) == 1


async def test_letting_the_bot_in_again_is_a_word_too(desk: Desk) -> None:
    await answered_late(desk)
    await desk.sim.post("block", user_id=AIGUL, blocked=True)
    await desk.sim.post("block", user_id=AIGUL, blocked=False)
    await lands(desk)
    assert (await desk.texts(AIGUL)).count(WORDS) == 1
    assert await held(desk) == 0


async def test_a_second_refusal_is_believed_if_nothing_was_said_since(desk: Desk) -> None:
    await answered_late(desk)
    await desk.sim.send(AIGUL, "Қайта келдім")
    await desk.heard()
    desk.now += 1
    await lands(desk, {**REFUSED, "held": False, "chat_id": AIGUL})
    assert await held(desk) == 1


async def test_a_refusal_of_before_closes_no_group_that_has_let_the_bot_in_again(
    desk: Desk,
) -> None:
    await desk.sim.send(ADMIN, "/start")
    number = await desk.ask(text="Бірінші")
    gone = "Forbidden: bot was kicked from the supergroup chat"
    await refused_late(desk, GROUP, description=gone)
    await desk.sim.send(AIGUL, "Жолдағы сөз")
    await flying(desk)
    for status in ("kicked", "administrator"):
        await desk.sim.post("membership", chat_id=GROUP, user_id="bot", status=status)
    await lands(desk)
    assert not await desk.rows("SELECT * FROM chats WHERE blocked_at IS NOT NULL")
    await desk.bind()
    assert (await desk.texts(GROUP, await desk.thread(number))).count("Жолдағы сөз") == 1
    assert not await desk.rows("SELECT * FROM case_messages WHERE way <> 'delivered'")
