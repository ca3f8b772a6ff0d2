"""Cases that wait for their citizen or for another body: the clock rests, nobody is forgotten."""

from __future__ import annotations

from bot.desk.staff.waiting import WaitingRounds
from handlers.desk.case_view import CaseWords
from tests.desk.at_work import MONDAY, Desk, plan
from tests.desk.two_offices import alerts, card, press, reply_in
from tests.sim_driver import AIGUL, BAKYT, IRINA, text_of

HOUR, DAY = 3600, 24 * 3600
WAIT = ("Тағы", "Азаматты күту")


async def rounds(desk: Desk, after: int) -> None:
    """Let time pass; the tick looks at what is due."""
    desk.now += after
    words = CaseWords(plan().texts, plan().knowledge, ())
    await WaitingRounds(desk.database, plan().knowledge, words, lambda: desk.now).run()
    desk.sender.wake()
    await desk.quiet()


async def test_waiting_rests_the_clock_and_her_word_resumes_it(desk: Desk) -> None:
    number = await desk.ask()
    await desk.answer(number, "Қай күні болды?")
    await press(desk, BAKYT, await card(desk, number), *WAIT)
    assert "нақтылау" in (await desk.texts(AIGUL))[-1]
    resting = await desk.rows("SELECT running_since FROM case_clocks WHERE kind = 'solution'")
    assert resting[0]["running_since"] is None
    await desk.sim.send(AIGUL, "Сәрсенбіде")
    await desk.quiet()
    running = await desk.rows("SELECT running_since FROM case_clocks WHERE kind = 'solution'")
    assert running[0]["running_since"] is not None
    [case] = await desk.cases()
    assert case["state"] == "working"
    assert not await desk.rows("SELECT * FROM case_waits")
    kinds = [row["kind"] for row in await desk.rows("SELECT kind FROM case_events ORDER BY id")]
    assert kinds[-1] == "resumed"


async def test_she_is_reminded_after_three_working_days_once(desk: Desk) -> None:
    desk.now += HOUR
    number = await desk.ask()
    await desk.answer(number, "Қай күні болды?")
    await press(desk, BAKYT, await card(desk, number), *WAIT)
    before = len(await desk.texts(AIGUL))
    await rounds(desk, 3 * DAY - 60)
    assert len(await desk.texts(AIGUL)) == before
    await rounds(desk, 120)
    await rounds(desk, 120)
    reminders = [text for text in await desk.texts(AIGUL) if "әлі күтіп" in text]
    assert len(reminders) == 1


async def test_after_ten_working_days_the_case_is_closed_and_her_word_reopens_it(
    desk: Desk,
) -> None:
    desk.now += HOUR
    number = await desk.ask()
    await desk.answer(number, "Қай күні болды?")
    await press(desk, BAKYT, await card(desk, number), *WAIT)
    # ten working days from Monday, 23 November: Monday, 7 December
    await rounds(desk, 14 * DAY - 60)
    assert (await desk.cases())[0]["state"] == "waiting"
    await rounds(desk, 120)
    [case] = await desk.cases()
    assert (case["state"], case["outcome"]) == ("closed", "no_need")
    events = await desk.rows("SELECT data FROM case_events WHERE kind = 'closed'")
    assert '"by_timer": 1' in events[0]["data"]
    assert "әзірге жаптық" in (await desk.texts(AIGUL))[-1]
    await desk.sim.send(AIGUL, "Кешіріңіз, енді жазып отырмын")
    await desk.quiet()
    await desk.tap(AIGUL, f"№{number}")
    assert (await desk.cases())[0]["state"] == "working"


async def test_a_question_that_nobody_answered_is_never_closed_by_a_timer(desk: Desk) -> None:
    number = await desk.ask()
    await press(desk, BAKYT, await card(desk, number), *WAIT)
    for _ in range(12):
        await rounds(desk, 2 * DAY)
    [case] = await desk.cases()
    assert case["state"] == "working"
    said = [text_of(one) for one in await desk.staff_sees(number)]
    assert any("өтініш жабылмады" in text for text in said)
    assert desk.now > MONDAY + 20 * DAY


async def test_the_staff_go_on_without_her_word(desk: Desk) -> None:
    number = await desk.ask()
    await press(desk, BAKYT, await card(desk, number), *WAIT)
    await press(desk, BAKYT, await card(desk, number), "Тағы", "жалғастыру")
    assert (await desk.cases())[0]["state"] == "working"
    assert not await desk.rows("SELECT * FROM case_waits")


async def test_a_case_forwarded_to_a_body_says_where_and_when_on_both_sides(desk: Desk) -> None:
    number = await desk.ask()
    await press(
        desk, BAKYT, await card(desk, number), "Тағы", "Органға жолданды", "Еңбек инспекциясы"
    )
    told = (await desk.texts(AIGUL))[-1]
    assert "Еңбек инспекциясы" in told
    assert "23 қараша" in told
    assert "Еңбек инспекциясы, 23 қараша" in text_of(await card(desk, number))
    [case] = await desk.cases()
    assert (case["state"], case["forwarded_to"]) == ("forwarded", "labour_inspection")


async def test_any_other_body_is_named_by_a_reply(desk: Desk) -> None:
    number = await desk.ask(IRINA, "Не платят зарплату", "Работа")
    await press(desk, BAKYT, await card(desk, number), "Тағы", "Органға жолданды", "Басқа орган")
    line = (await desk.staff_sees(number))[-1]
    await reply_in(desk, BAKYT, line, "ЖШС «Сенім» кәсіподағы")
    assert "«Сенім» кәсіподағы" in (await desk.texts(IRINA))[-1]
    events = await desk.rows("SELECT data FROM case_events WHERE kind = 'forwarded'")
    assert "Сенім" not in events[0]["data"]


async def test_pressing_twice_tells_her_once(desk: Desk) -> None:
    number = await desk.ask()
    await press(desk, BAKYT, await card(desk, number), "Тағы")
    shown = await card(desk, number)
    await desk.sim.press(BAKYT, shown, "Азаматты күту")
    await desk.sim.press(BAKYT, shown, "Азаматты күту")
    await desk.quiet()
    told = [text for text in await desk.texts(AIGUL) if "нақтылау" in text]
    assert len(told) == 1
    assert len(await alerts(desk)) >= 3


async def test_what_she_was_asked_for_may_come_as_an_edit(desk: Desk) -> None:
    number = await desk.ask(text="Айлығымды бермейді")
    more = await desk.sim.send(AIGUL, "Шартым бар")
    await desk.quiet()
    await desk.answer(number, "Шарт қай күнгі?")
    await press(desk, BAKYT, await card(desk, number), "Тағы", "күту")
    assert (await desk.cases())[0]["state"] == "waiting"
    await desk.sim.edit(AIGUL, more, "Шартым бар, 5 наурыздан")
    await desk.quiet()
    assert (await desk.cases())[0]["state"] == "working"
    assert not await desk.rows("SELECT * FROM case_waits")


async def test_an_answer_in_a_forwarded_case_lets_its_clock_rest_again(desk: Desk) -> None:
    number = await desk.ask()
    await desk.answer(number, "Инспекцияға жіберейік пе?")
    await press(desk, BAKYT, await card(desk, number), "Тағы", "жолданды", "Еңбек инспекциясы")
    await desk.sim.send(AIGUL, "Қашан жауап береді?")
    await desk.quiet()
    await desk.answer(number, "Он бес күнде")
    clocks = await desk.rows("SELECT kind, running_since, met_at FROM case_clocks ORDER BY kind")
    [answer, solution] = [dict(one) for one in clocks]
    assert (await desk.cases())[0]["state"] == "forwarded"
    assert answer["met_at"] is not None
    assert (solution["running_since"], solution["met_at"]) == (None, None)
