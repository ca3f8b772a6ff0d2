"""Danger told at an odd moment: after a false alarm, in a case that rests or is closed."""

from __future__ import annotations

from tests.desk.at_work import Desk
from tests.desk.test_danger_goes_along import case_of
from tests.desk.test_my_cases import closes
from tests.desk.two_offices import card, press
from tests.sim_driver import AIGUL, BAKYT, text_of

PAST, NOW = "Күйеуім мені ұрды", "Күйеуім мені ұрып жатыр"
DAY = 86_400


async def writes(desk: Desk, text: str) -> None:
    await desk.sim.send(AIGUL, text)
    await desk.quiet()


async def presses(desk: Desk, label: str) -> None:
    block = [one for one in await desk.said(AIGUL) if "112" in text_of(one)][-1]
    await desk.sim.press(AIGUL, block, label)
    await desk.quiet()


async def test_a_threat_to_life_is_heard_after_a_false_alarm(desk: Desk) -> None:
    await writes(desk, PAST)
    await presses(desk, "Қауіп жоқ")
    await writes(desk, NOW)
    assert any("112" in text for text in await desk.texts(AIGUL))
    await desk.later(5)
    await desk.tap(AIGUL, "Алға", "Басқа / білмеймін", "Жіберу")
    [case] = await desk.cases()
    assert (case["sensitive"], case["urgent"]) == (1, 1)


async def test_in_danger_pressed_beside_a_closed_case_opens_it_again(desk: Desk) -> None:
    number = await desk.ask()
    await writes(desk, PAST)
    await closes(desk, number)
    await presses(desk, "қауіп төніп тұр")
    case = await case_of(desk, number)
    assert (case["state"], case["urgent"]) == ("working", 1)
    assert int(str(case["answer_due_at"])) - desk.now <= 15 * 60


async def test_in_danger_pressed_while_the_case_waits_for_her_ends_the_wait(desk: Desk) -> None:
    number = await desk.ask()
    await writes(desk, PAST)
    await desk.answer(number, "Қазір қайдасыз?")
    await press(desk, BAKYT, await card(desk, number), "Тағы", "күту")
    assert (await case_of(desk, number))["state"] == "waiting"
    await presses(desk, "қауіп төніп тұр")
    assert (await case_of(desk, number))["state"] == "working"
    assert not await desk.rows("SELECT * FROM case_waits")


async def test_in_danger_beside_the_numbers_of_a_question_whose_case_is_closed_reopens_it(
    desk: Desk,
) -> None:
    await writes(desk, PAST)
    await desk.tap(AIGUL, "Алға", "Басқа / білмеймін", "Жіберу")
    [case] = await desk.cases()
    await closes(desk, int(case["id"]))
    await presses(desk, "қауіп төніп тұр")
    [case] = await desk.cases()
    assert (case["state"], case["urgent"]) == ("working", 1)


async def test_a_case_that_grows_into_a_threat_is_said_aloud_to_both_sides(desk: Desk) -> None:
    number = await desk.ask()
    await writes(desk, PAST)
    await writes(desk, NOW)
    assert sum("112" in text for text in await desk.texts(AIGUL)) == 2
    alarms = [one for one in await desk.staff_sees(number) if "қауіп туралы" in text_of(one)]
    assert len(alarms) == 2
    await writes(desk, NOW)
    assert sum("112" in text for text in await desk.texts(AIGUL)) == 2


async def test_in_danger_pressed_over_a_question_for_mediation_asks_for_another_subject(
    desk: Desk,
) -> None:
    await desk.sim.send(AIGUL, "/ask")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Медиация")
    await writes(desk, "Көршіммен дауым бар")
    await desk.later(5)
    await desk.tap(AIGUL, "Шұғыл көмек")
    await presses(desk, "қауіп төніп тұр")
    [draft] = await desk.rows("SELECT category, urgent FROM drafts")
    assert (draft["category"], draft["urgent"]) == (None, 1)


async def test_staff_are_offered_no_words_of_mediation_once_there_is_danger(desk: Desk) -> None:
    number = await desk.ask(text="Көршіммен жер дауы", about="Медиация")
    await press(desk, BAKYT, await card(desk, number), "Үлгі")
    assert "Медиация туралы" in str((await card(desk, number))["reply_markup"])
    await writes(desk, NOW)
    before = len(await desk.staff_sees(number))
    await press(desk, BAKYT, await card(desk, number), "Үлгі")
    assert "Медиация туралы" not in str((await card(desk, number))["reply_markup"])
    assert len(await desk.staff_sees(number)) == before


async def test_danger_put_into_a_closed_case_by_an_edit_opens_it_again(desk: Desk) -> None:
    number = await desk.ask()
    sent = await desk.sim.send(AIGUL, "Тағы бір құжат бар")
    await desk.quiet()
    await closes(desk, number)
    await desk.sim.edit(AIGUL, sent, NOW)
    await desk.quiet()
    case = await case_of(desk, number)
    assert (case["state"], case["urgent"]) == ("working", 1)
    assert any(text_of(one) == NOW for one in await desk.staff_sees(number))
