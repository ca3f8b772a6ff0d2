"""Cases that take too long: who is told, when, and that nothing is said twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.desk.staff.escalation import Escalation
from handlers.desk.staff.late_cases import LateCases
from tests.desk.at_work import MONDAY, plan
from tests.desk.two_offices import card, press
from tests.sim_driver import ADMIN, AIGUL, BAKYT, GROUP, IRINA, SVETLANA

if TYPE_CHECKING:
    from tests.desk.at_work import Desk

HOUR, DAY = 3600, 24 * 3600


async def look(desk: Desk, moment: int) -> int:
    """One round at that moment; the number of messages it makes."""
    desk.now = moment
    known = plan()
    view = LateCases(known.texts, known.knowledge)
    rounds = Escalation(
        desk.database, known.knowledge, view, (ADMIN,), lambda: desk.now, desk.sender.wake
    )
    said = await rounds.run()
    await desk.quiet()
    return said


async def steps(desk: Desk) -> list[tuple[int, str, int]]:
    rows = await desk.rows("SELECT case_id, data FROM case_events WHERE kind = 'step' ORDER BY id")
    found = [(row["case_id"], json.loads(row["data"])) for row in rows]
    return [(case_id, data["kind"], data["percent"]) for case_id, data in found]


async def last(desk: Desk, chat_id: int) -> str:
    return (await desk.texts(chat_id))[-1]


async def test_at_half_of_the_time_the_staff_is_reminded_and_nobody_else(desk: Desk) -> None:
    case = await desk.ask()
    citizens, admins = len(await desk.said(AIGUL)), len(await desk.said(ADMIN))
    assert await look(desk, MONDAY + 4 * HOUR - 60) == 0
    assert await look(desk, MONDAY + 4 * HOUR + 60) == 1
    assert f"№{case}" in await last(desk, GROUP)
    assert "17:00" in await last(desk, GROUP)
    assert "Әлі ешкім алған жоқ" in await last(desk, GROUP)
    assert (len(await desk.said(AIGUL)), len(await desk.said(ADMIN))) == (citizens, admins)


async def test_the_reminder_names_who_took_the_case_and_leads_to_its_card(desk: Desk) -> None:
    case = await desk.ask()
    await desk.sim.press(BAKYT, (await desk.staff_sees(case))[0], "Өзіме алу")
    await desk.quiet()
    await look(desk, MONDAY + 4 * HOUR + 60)
    [sent] = [
        call
        for call in await desk.sim.calls("sendMessage")
        if call["params"]["chat_id"] == GROUP and "🟡" in call["params"]["text"]
    ]
    assert f"tg://user?id={BAKYT}" in sent["params"]["text"]
    assert f"https://t.me/c/1000000001/{await desk.thread(case)}/" in sent["params"]["text"]


async def test_where_nobody_took_it_the_one_on_duty_is_named(desk: Desk) -> None:
    await desk.ask()
    async with desk.database.transaction() as transaction:
        await transaction.run("UPDATE staff SET on_duty = 1")
    await look(desk, MONDAY + 4 * HOUR + 60)
    assert "Бақыт" in await last(desk, GROUP)


async def test_at_the_end_of_the_time_the_citizen_is_told_honestly_with_a_new_date(
    desk: Desk,
) -> None:
    case = await desk.ask()
    await look(desk, MONDAY + 8 * HOUR)
    told = await last(desk, AIGUL)
    assert f"№{case}" in told
    assert "24 қараша, 16:00" in told
    [row] = await desk.cases()
    assert row["answer_due_at"] == MONDAY + DAY + 7 * HOUR
    assert "Үйлестіруші" in await last(desk, GROUP)


async def test_later_steps_reach_the_administrator(desk: Desk) -> None:
    case = await desk.ask()
    before = await last(desk, ADMIN)
    await look(desk, MONDAY + 8 * HOUR)
    assert await last(desk, ADMIN) == before
    await look(desk, MONDAY + DAY + 4 * HOUR)
    assert f"№{case}" in await last(desk, ADMIN)


async def test_each_step_is_said_once(desk: Desk) -> None:
    case = await desk.ask()
    for hour in range(0, 24 * 9, 3):
        await look(desk, MONDAY + hour * HOUR)
        assert await look(desk, MONDAY + hour * HOUR) == 0
    kinds = [(case, kind, step) for kind in ("answer", "solution") for step in (50, 100, 150, 200)]
    assert sorted(await steps(desk)) == sorted(kinds)


async def test_after_an_outage_only_the_highest_missed_step_is_said(desk: Desk) -> None:
    case = await desk.ask()
    await look(desk, MONDAY + DAY + 4 * HOUR)
    assert await steps(desk) == [(case, "answer", 150)]
    assert "№1" in await last(desk, AIGUL)


async def test_nothing_is_said_outside_of_working_hours(desk: Desk) -> None:
    await desk.ask()
    assert await look(desk, MONDAY + 14 * HOUR) == 0
    assert await look(desk, MONDAY + DAY - 60) == 0
    assert await look(desk, MONDAY + DAY) > 0


async def test_a_chat_gets_one_message_for_all_its_cases(desk: Desk) -> None:
    first = await desk.ask()
    second = await desk.ask(text="Демалысымды бермей жатыр")
    third = await desk.ask(IRINA, "Меня уволили", "Работа")
    before = len(await desk.said(GROUP)), len(await desk.said(AIGUL))
    await look(desk, MONDAY + 8 * HOUR)
    assert (len(await desk.said(GROUP)), len(await desk.said(AIGUL))) == (
        before[0] + 1,
        before[1] + 1,
    )
    told = await last(desk, GROUP)
    assert all(f"№{case}" in told for case in (first, second, third))
    assert "Простите" in await last(desk, IRINA)
    assert f"№{third}" not in await last(desk, AIGUL)


async def test_an_answered_case_only_waits_for_its_solution(desk: Desk) -> None:
    case = await desk.ask()
    await desk.answer(case, "Еңбек инспекциясына барыңыз")
    await look(desk, MONDAY + DAY)
    assert await steps(desk) == []
    told = await last(desk, AIGUL)
    await look(desk, MONDAY + 3 * DAY)
    assert await steps(desk) == [(case, "solution", 100)]
    assert await last(desk, AIGUL) == told  # no date of a solution was promised to her


async def test_the_administrator_hears_of_cases_that_no_office_sees(unbound: Desk) -> None:
    await unbound.sim.send(ADMIN, "/start")
    case = await unbound.ask()
    await look(unbound, MONDAY + 4 * HOUR)
    assert f"№{case}" in await last(unbound, ADMIN)


async def test_cases_of_a_version_without_clocks_are_counted_too(desk: Desk) -> None:
    case = await desk.ask()
    async with desk.database.transaction() as transaction:
        await transaction.run("DELETE FROM case_clocks")
    await look(desk, MONDAY + 4 * HOUR)
    assert await steps(desk) == [(case, "answer", 50)]


async def test_who_must_not_work_on_a_case_is_not_called_to_it(desk: Desk) -> None:
    number = await desk.ask()
    await desk.sim.send(SVETLANA, "/duty", chat_id=GROUP)
    await desk.quiet()
    await press(desk, SVETLANA, await card(desk, number), "Тағы", "Мүдделер қайшылығы")
    await look(desk, MONDAY + 4 * HOUR + 60)
    assert "Светлана" not in await last(desk, GROUP)
