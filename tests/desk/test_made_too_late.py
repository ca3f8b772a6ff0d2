"""A thread that is made while its case leaves the group, and a card that was lost on its way."""

from __future__ import annotations

from bot.desk.case_threads import CaseThreads
from storage.stores import stores
from tests.desk.at_work import Desk
from tests.desk.two_offices import TO_CENTRE, ZARINA, card, press, reply_in, second_group
from tests.sim_driver import AIGUL, BAKYT, GROUP, text_of


async def test_a_thread_of_the_former_group_is_not_sought_in_the_new_one(desk: Desk) -> None:
    group = await second_group(desk)
    number = await desk.ask()
    await press(desk, BAKYT, await card(desk, number), *TO_CENTRE)
    [before] = await desk.cases()
    threads = CaseThreads(desk.words(), lambda: desk.now)
    async with desk.database.transaction() as transaction:
        await threads.record(stores(transaction), number, GROUP, 77)
    [after] = await desk.cases()
    assert (after["thread_chat_id"], after["thread_id"]) == (group, before["thread_id"])
    await reply_in(desk, ZARINA, await card(desk, number, group), "Жауап осында")
    assert (await desk.texts(AIGUL))[-1] == "Жауап осында"


async def test_a_case_whose_card_was_lost_with_its_group_comes_back_with_one(desk: Desk) -> None:
    number = await desk.ask(text="Карточкасыз қалды")
    async with desk.database.transaction() as transaction:  # the group was lost before it came
        await transaction.run("DELETE FROM case_posts")
        await transaction.run("UPDATE case_messages SET way = 'waiting'")
    await desk.sim.post("membership", chat_id=GROUP, user_id="bot", status="kicked")
    await desk.quiet()
    await desk.sim.post("membership", chat_id=GROUP, user_id="bot", status="administrator")
    await desk.bind()
    shown = await card(desk, number)
    assert f"№{number}" in text_of(shown)
    await reply_in(desk, BAKYT, shown, "Енді көрдік")
    assert (await desk.texts(AIGUL))[-1] == "Енді көрдік"
