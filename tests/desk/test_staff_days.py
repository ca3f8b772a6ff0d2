"""Duty, vacation, and the list of the morning: the right person is asked, and nobody in vain."""

from __future__ import annotations

from bot.desk.staff.days import MorningRounds
from handlers.desk.case_view import CaseWords
from tests.desk.at_work import MONDAY, Desk, plan
from tests.desk.two_offices import card, press
from tests.sim_driver import BAKYT, GROUP, IRINA, SVETLANA, text_of

HOUR, DAY = 3600, 24 * 3600


async def say(desk: Desk, who: int, text: str, **more: int) -> str:
    await desk.sim.send(who, text, chat_id=GROUP, **more)
    await desk.quiet()
    return (await desk.texts(GROUP))[-1]


async def morning(desk: Desk, at: int) -> list[str]:
    """What the list of that moment says, nothing when it says nothing."""
    desk.now = at
    before = len(await desk.said(GROUP))
    words = CaseWords(plan().texts, plan().knowledge, ())
    await MorningRounds(desk.database, plan().knowledge, words, lambda: desk.now).run()
    desk.sender.wake()
    await desk.quiet()
    return (await desk.texts(GROUP))[before:]


async def test_the_card_names_who_is_on_duty_until_somebody_takes_it(desk: Desk) -> None:
    assert "Светлана" in await say(desk, SVETLANA, "/duty")
    number = await desk.ask()
    assert "Кезекші: Светлана" in text_of(await card(desk, number))
    await press(desk, BAKYT, await card(desk, number), "Өзіме алу")
    assert "Кезекші" not in text_of(await card(desk, number))
    assert "аяқталды" in await say(desk, SVETLANA, "/duty")
    other = await desk.ask(IRINA, "Не платят", "Работа")
    assert "Кезекші" not in text_of(await card(desk, other))
    await say(desk, BAKYT, "/duty")
    assert "Кезекші: Бақыт" in text_of(await card(desk, other))


async def test_cases_of_somebody_on_vacation_are_offered_to_others(desk: Desk) -> None:
    number = await desk.ask()
    await press(desk, SVETLANA, await card(desk, number), "Өзіме алу")
    said = await say(desk, SVETLANA, "/vacation 04.12")
    assert f"№{number}" in said
    assert "4 желтоқсан" in said
    assert "демалыста" in text_of(await card(desk, number))
    assert f"№{number}" in await say(desk, BAKYT, "/queue")
    await press(desk, BAKYT, await card(desk, number), "Өзіме алу")
    assert (await desk.cases())[0]["taken_by"] == BAKYT


async def test_back_from_vacation_she_has_her_cases_again(desk: Desk) -> None:
    number = await desk.ask()
    await press(desk, SVETLANA, await card(desk, number), "Өзіме алу")
    await say(desk, SVETLANA, "/vacation 04.12")
    assert "оралды" in await say(desk, SVETLANA, "/vacation")
    assert "демалыста" not in text_of(await card(desk, number))
    assert f"№{number}" not in await say(desk, BAKYT, "/queue")


async def test_a_day_that_is_no_day_is_asked_for_again(desk: Desk) -> None:
    for words in ("/vacation ертең", "/vacation 31.02", "/vacation 01.11.2026"):
        assert "/vacation 05.12" in await say(desk, SVETLANA, words)
    assert not await desk.rows("SELECT * FROM staff WHERE away_until IS NOT NULL")


async def test_only_a_coordinator_sets_the_days_of_a_colleague(desk: Desk) -> None:
    await say(desk, SVETLANA, "/duty")
    hers = await desk.sim.send(SVETLANA, "Мен келдім", chat_id=GROUP)
    assert "басталды" not in await say(desk, BAKYT, "/duty", reply_to=hers["message_id"])
    rows = await desk.rows("SELECT user_id FROM staff WHERE on_duty = 1")
    assert not rows
    his = await desk.sim.send(BAKYT, "Мен де", chat_id=GROUP)
    assert "үйлестіруші" in await say(desk, SVETLANA, "/duty", reply_to=his["message_id"])


async def test_the_morning_list_has_only_what_is_due_and_comes_once(desk: Desk) -> None:
    desk.now = MONDAY + 5 * HOUR  # 14:00: eight working hours end on Tuesday at 13:00
    number = await desk.ask()
    tuesday = MONDAY + DAY
    assert await morning(desk, tuesday - 60) == []
    [said] = await morning(desk, tuesday + 30)
    assert f"№{number}" in said
    assert "13:00" in said
    assert await morning(desk, tuesday + 90) == []


async def test_nothing_due_is_silence_and_a_weekend_is_free(desk: Desk) -> None:
    assert await morning(desk, MONDAY + DAY) == []
    desk.now = MONDAY + 3 * DAY
    await desk.ask()
    saturday = MONDAY + 5 * DAY
    assert await morning(desk, saturday) == []


async def test_vacation_alone_says_how_and_help_says_what_the_staff_can_do(desk: Desk) -> None:
    assert "/vacation 05.12" in await say(desk, BAKYT, "/vacation")
    await say(desk, BAKYT, "/vacation 05.12")
    assert "оралды" in await say(desk, BAKYT, "/vacation")
    assert "/queue" in await say(desk, BAKYT, "/help")


async def test_a_command_of_the_staff_in_a_chat_of_ones_own_says_where_it_works(desk: Desk) -> None:
    await desk.sim.send(BAKYT, "/mine")
    await desk.quiet()
    assert "жұмыс тобында" in (await desk.texts(BAKYT))[-1]
