"""A conflict of interest keeps people away from a case; two sides of a dispute meet two people."""

from __future__ import annotations

import pytest

from bot.desk.staff.conflicts import Barred, Conflicts
from storage.records.consultation import StaffPerson
from storage.stores import stores
from tests.desk.at_work import Desk
from tests.desk.two_offices import alerts, card, press
from tests.sim_driver import AIGUL, BAKYT, GROUP, IRINA, SVETLANA, text_of

FLAG = ("Тағы", "Мүдделер қайшылығы")


async def test_whoever_has_a_conflict_cannot_answer_and_the_coordinator_is_told(
    desk: Desk,
) -> None:
    number = await desk.ask()
    await press(desk, SVETLANA, await card(desk, number), "Өзіме алу")
    await press(desk, SVETLANA, await card(desk, number), *FLAG)
    [case] = await desk.cases()
    assert case["taken_by"] is None
    told = [text_of(one) for one in await desk.staff_sees(number)]
    assert any("Светлана" in text and "Бақыт" in text for text in told)
    before = await desk.texts(AIGUL)
    await desk.answer(number, "Мен жауап берейін", who=SVETLANA)
    assert await desk.texts(AIGUL) == before
    assert any("мүдделер қайшылығы бар" in one for one in await desk.texts(GROUP))
    await press(desk, SVETLANA, await card(desk, number), "Өзіме алу")
    assert "мүдделер қайшылығы" in (await alerts(desk))[-1]
    await desk.answer(number, "Мен жауап беремін", who=BAKYT)
    assert (await desk.texts(AIGUL))[-1] == "Мен жауап беремін"


async def test_a_flag_pressed_by_mistake_is_taken_back_by_another_press(desk: Desk) -> None:
    number = await desk.ask()
    await press(desk, SVETLANA, await card(desk, number), *FLAG)
    await press(desk, SVETLANA, await card(desk, number), *FLAG)
    await desk.answer(number, "Жауап", who=SVETLANA)
    assert (await desk.texts(AIGUL))[-1] == "Жауап"


async def test_a_case_with_a_conflict_is_not_in_her_lists(desk: Desk) -> None:
    number = await desk.ask()
    await press(desk, SVETLANA, await card(desk, number), *FLAG)
    await desk.sim.send(SVETLANA, "/queue", chat_id=GROUP)
    await desk.quiet()
    assert f"№{number}" not in (await desk.texts(GROUP))[-1]
    await desk.sim.send(BAKYT, "/queue", chat_id=GROUP)
    await desk.quiet()
    assert f"№{number}" in (await desk.texts(GROUP))[-1]


async def test_two_sides_of_a_dispute_never_reach_one_person(desk: Desk) -> None:
    first = await desk.ask()
    second = await desk.ask(IRINA, "Спор с соседкой", "Жильё")
    await press(desk, SVETLANA, await card(desk, first), "Өзіме алу")
    thread = await desk.thread(second)
    await desk.sim.send(BAKYT, f"/dispute {first}", chat_id=GROUP, thread_id=thread)
    await desk.quiet()
    before = await desk.texts(IRINA)
    await desk.answer(second, "Я отвечу и вам", who=SVETLANA)
    assert await desk.texts(IRINA) == before
    await desk.answer(second, "Отвечает другой", who=BAKYT)
    assert (await desk.texts(IRINA))[-1] == "Отвечает другой"
    before = await desk.texts(AIGUL)
    await desk.answer(first, "Екі жаққа да", who=BAKYT)
    assert await desk.texts(AIGUL) == before


async def test_whoever_worked_on_both_sides_keeps_the_older(desk: Desk) -> None:
    first = await desk.ask()
    second = await desk.ask(IRINA, "Спор", "Жильё")
    for number in (first, second):
        await press(desk, SVETLANA, await card(desk, number), "Өзіме алу")
    thread = await desk.thread(first)
    await desk.sim.send(BAKYT, f"/dispute {second}", chat_id=GROUP, thread_id=thread)
    await desk.quiet()
    taken = {row["id"]: row["taken_by"] for row in await desk.cases()}
    assert taken == {first: SVETLANA, second: None}
    await desk.answer(first, "Бірінші менде", who=SVETLANA)
    assert (await desk.texts(AIGUL))[-1] == "Бірінші менде"


async def test_an_anonymous_administrator_is_asked_to_show_herself_where_there_is_a_conflict(
    desk: Desk,
) -> None:
    number = await desk.ask()
    await press(desk, SVETLANA, await card(desk, number), *FLAG)
    [case] = await desk.rows("SELECT id FROM cases")
    async with desk.database.transaction() as transaction:
        opened = stores(transaction)
        found = await opened.cases.get(case["id"])
        assert found is not None
        with pytest.raises(Barred):
            await Conflicts(opened, desk.now).check(found, StaffPerson(0, "Ақтөбе · кеңес"))


async def test_two_who_press_take_at_once_do_not_both_get_it(desk: Desk) -> None:
    number = await desk.ask()
    shown = await card(desk, number)
    await desk.sim.press(BAKYT, shown, "Өзіме алу")
    await desk.sim.press(SVETLANA, shown, "Өзіме алу")
    await desk.quiet()
    assert (await desk.cases())[0]["taken_by"] == BAKYT
    assert "Бақыт" in (await alerts(desk))[-1]
    await press(desk, SVETLANA, await card(desk, number), "Тағы", "Өзіме ауыстыру")
    assert (await desk.cases())[0]["taken_by"] == SVETLANA
