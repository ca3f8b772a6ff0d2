"""What another office gets with a case: every word, the names of its team, the right hurry."""

from __future__ import annotations

from tests.desk.at_work import Desk
from tests.desk.test_danger_goes_along import case_of
from tests.desk.two_offices import TO_CENTRE, card, press, second_group, seen_in, words
from tests.sim_driver import BAKYT, GROUP

LONG = "Сөз " * 1023 + "соңы"  # 4,096 letters: as much as one message holds


async def test_an_answer_of_4096_letters_moves_with_its_case(desk: Desk) -> None:
    group = await second_group(desk)
    number = await desk.ask()
    await desk.answer(number, LONG)
    await press(desk, BAKYT, await card(desk, number), *TO_CENTRE)
    assert LONG in words(await seen_in(desk, group, number))


async def test_a_note_of_4000_letters_moves_with_its_case(desk: Desk) -> None:
    group = await second_group(desk)
    number = await desk.ask()
    thread = await desk.thread(number)
    await desk.sim.send(BAKYT, f"/note {LONG[6:]}", chat_id=GROUP, thread_id=thread)
    await desk.quiet()
    await press(desk, BAKYT, await card(desk, number), *TO_CENTRE)
    assert LONG[6:].strip() in [one.strip() for one in words(await seen_in(desk, group, number))]


async def test_the_team_of_the_other_office_is_named_beside_a_sensitive_case(desk: Desk) -> None:
    group = await second_group(desk)
    number = await desk.ask(about="Отбасы", text="Алимент төлемейді")
    await press(desk, BAKYT, await card(desk, number), *TO_CENTRE)
    said = words(await seen_in(desk, group, number))
    assert sum("құпия өтініш" in text and "Зарина" in text for text in said) == 1


async def test_the_team_is_named_where_another_subject_hides_the_case(desk: Desk) -> None:
    number = await desk.ask(text="Көршім туралы сұрақ", about="Тұрғын үй")
    labels = ("Басқаға беру", "Тақырыбы басқа", "Тұрмыстық")
    await press(desk, BAKYT, await card(desk, number), *labels)
    said = words(await desk.staff_sees(number))
    assert any("құпия өтініш" in text and "Бақыт" in text for text in said)


async def test_the_team_is_named_once_a_group_is_bound(unbound: Desk) -> None:
    number = await unbound.ask(about="Отбасы", text="Алимент төлемейді")
    await unbound.bind()
    said = words(await unbound.staff_sees(number))
    assert sum("құпия өтініш" in text and "Бақыт" in text for text in said) == 1


async def test_an_urgent_subject_hurries_the_answer_in_the_same_office(desk: Desk) -> None:
    number = await desk.ask(text="Көршім туралы сұрақ", about="Тұрғын үй")
    labels = ("Басқаға беру", "Тақырыбы басқа", "Тұрмыстық")
    await press(desk, BAKYT, await card(desk, number), *labels)
    assert int(str((await case_of(desk, number))["answer_due_at"])) - desk.now <= 15 * 60


async def test_an_answer_given_is_not_due_again_for_an_urgent_subject(desk: Desk) -> None:
    number = await desk.ask(text="Көршім туралы сұрақ", about="Тұрғын үй")
    await desk.answer(number, "Полицияға хабарласыңыз")
    labels = ("Басқаға беру", "Тақырыбы басқа", "Тұрмыстық")
    await press(desk, BAKYT, await card(desk, number), *labels)
    assert (await case_of(desk, number))["state"] == "answered"
    clocks = await desk.rows("SELECT * FROM case_clocks WHERE kind = 'answer'")
    assert clocks[0]["met_at"] is not None


async def test_an_urgent_subject_hurries_an_answer_that_rests_too(desk: Desk) -> None:
    number = await desk.ask(text="Көршім туралы сұрақ", about="Тұрғын үй")
    await press(desk, BAKYT, await card(desk, number), "Тағы", "Азаматты күту")
    labels = ("Басқаға беру", "Тақырыбы басқа", "Тұрмыстық")
    await press(desk, BAKYT, await card(desk, number), *labels)
    [clock] = await desk.rows("SELECT * FROM case_clocks WHERE kind = 'answer'")
    assert clock["running_since"] is None
    await press(desk, BAKYT, await card(desk, number), "Тағы", "жалғастыру")
    assert int(str((await case_of(desk, number))["answer_due_at"])) - desk.now <= 15 * 60
