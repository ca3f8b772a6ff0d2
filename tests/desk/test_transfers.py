"""A transfer takes two taps and the whole history; it can be undone; nobody is left guessing."""

from __future__ import annotations

from tests.desk.at_work import Desk
from tests.desk.two_offices import (
    TO_CENTRE,
    ZARINA,
    alerts,
    card,
    press,
    reply_in,
    second_group,
    seen_in,
    words,
)
from tests.sim_driver import AIGUL, BAKYT, GROUP, SVETLANA, text_of


async def test_two_taps_bring_card_and_history_in_order_to_the_other_office(desk: Desk) -> None:
    group = await second_group(desk)
    number = await desk.ask(text="Бірінші сұрақ")
    await desk.answer(number, "Бірінші жауап", to=1)
    old = await desk.thread(number)
    await desk.sim.send(BAKYT, "/note Қызу адам", chat_id=GROUP, thread_id=old)
    await desk.later(60)
    await desk.sim.send(AIGUL, "Екінші сұрақ")
    await desk.quiet()
    await press(desk, BAKYT, await card(desk, number), *TO_CENTRE)
    said = words(await seen_in(desk, group, number))
    assert f"№{number}" in said[0]
    assert said[1] == "Бірінші сұрақ"
    assert said[2].endswith("Бірінші жауап")
    assert "Қызу адам" in said[3]
    assert said[4] == "Екінші сұрақ"
    [case] = await desk.cases()
    assert (case["office_id"], case["state"], case["taken_by"]) == (
        "aqtobe_centre",
        "accepted",
        None,
    )


async def test_the_citizen_is_told_who_answers_now_and_by_when(desk: Desk) -> None:
    await second_group(desk)
    number = await desk.ask()
    await press(desk, BAKYT, await card(desk, number), *TO_CENTRE)
    told = (await desk.texts(AIGUL))[-1]
    assert "азаматтық орталығы" in told
    assert "дс, 23 қараша, 17:00" in told
    assert "Бақыт" not in told


async def test_the_old_thread_says_where_the_case_went_and_is_closed(desk: Desk) -> None:
    group = await second_group(desk)
    number = await desk.ask()
    old = await desk.thread(number)
    await press(desk, BAKYT, await card(desk, number), *TO_CENTRE)
    shown = await desk.said(GROUP, old)
    assert "азаматтық орталығы" in text_of(shown[-1])
    await reply_in(desk, BAKYT, shown[-1], "Өйткені бұл еріктілер туралы")
    assert "Өйткені бұл еріктілер туралы" in words(await seen_in(desk, group, number))[-1]
    assert all("еріктілер туралы" not in text for text in await desk.texts(AIGUL))
    await desk.later(601)
    closed = await desk.sim.calls("closeForumTopic")
    assert [one["params"]["message_thread_id"] for one in closed] == [old]


async def test_an_answer_in_the_old_thread_is_refused_and_says_why(desk: Desk) -> None:
    await second_group(desk)
    number = await desk.ask()
    question = (await desk.staff_sees(number))[1]
    await press(desk, BAKYT, await card(desk, number), *TO_CENTRE)
    before = await desk.texts(AIGUL)
    await reply_in(desk, BAKYT, question, "Кешіккен жауап")
    assert await desk.texts(AIGUL) == before
    assert any("басқа ұйым жауап береді" in one for one in await desk.texts(GROUP))


async def test_a_transfer_is_taken_back_into_its_old_thread(desk: Desk) -> None:
    await second_group(desk)
    number = await desk.ask(text="Сұрақ")
    old = await desk.thread(number)
    await press(desk, BAKYT, await card(desk, number), *TO_CENTRE)
    await desk.sim.send(AIGUL, "Арада жазылған")
    await desk.later(601)
    line = [one for one in await desk.said(GROUP, old) if one.get("reply_markup")][-1]
    await press(desk, BAKYT, line, "Қайтарып алу")
    [case] = await desk.cases()
    assert (case["office_id"], case["thread_id"]) == ("aqtobe_association", old)
    said = words(await desk.said(GROUP, old))
    assert said.count("Сұрақ") == 1
    assert said[-1] == "Арада жазылған"
    await desk.answer(number, "Қайта жауап береміз", to=len(said) - 1)
    assert (await desk.texts(AIGUL))[-1] == "Қайта жауап береміз"


async def test_what_the_other_office_has_begun_is_not_taken_back(desk: Desk) -> None:
    group = await second_group(desk)
    number = await desk.ask()
    old = await desk.thread(number)
    await press(desk, BAKYT, await card(desk, number), *TO_CENTRE)
    await press(desk, ZARINA, await card(desk, number, group), "Өзіме алу")
    await press(desk, BAKYT, (await desk.said(GROUP, old))[-1], "Қайтарып алу")
    assert (await desk.cases())[0]["office_id"] == "aqtobe_centre"
    assert "басталып кетті" in (await alerts(desk))[-1]


async def test_two_presses_of_one_transfer_move_the_case_once(desk: Desk) -> None:
    group = await second_group(desk)
    number = await desk.ask()
    shown = await press(desk, BAKYT, await card(desk, number), "Басқаға беру")
    shown = await card(desk, number)
    await desk.sim.press(BAKYT, shown, "азаматтық орталығы")
    await desk.sim.press(SVETLANA, shown, "азаматтық орталығы")
    await desk.quiet()
    events = await desk.rows("SELECT kind FROM case_events WHERE kind = 'transferred'")
    assert len(events) == 1
    cards = [one for one in await seen_in(desk, group, number) if f"№{number}" in text_of(one)]
    assert len(cards) == 1


async def test_another_subject_goes_to_the_office_that_answers_it(desk: Desk) -> None:
    await second_group(desk)
    number = await desk.ask()
    await press(desk, BAKYT, await card(desk, number), "Басқаға беру", "Тақырыбы басқа", "Ерікті")
    [case] = await desk.cases()
    assert (case["office_id"], case["category"]) == ("aqtobe_centre", "volunteering")
    other = await desk.ask(text="Үй туралы")
    await press(desk, BAKYT, await card(desk, other), "Басқаға беру", "Тақырыбы басқа", "Тұрғын үй")
    second = (await desk.cases())[-1]
    assert (second["office_id"], second["category"]) == ("aqtobe_association", "housing")


async def test_a_plain_group_gets_the_history_too(desk: Desk) -> None:
    group = await second_group(desk, is_forum=False)
    number = await desk.ask(text="Жай топқа")
    await press(desk, BAKYT, await card(desk, number), *TO_CENTRE)
    shown = await desk.said(group)
    question = next(one for one in shown if text_of(one) == "Жай топқа")
    await reply_in(desk, ZARINA, question, "Жай топтан жауап")
    assert (await desk.texts(AIGUL))[-1] == "Жай топтан жауап"


async def test_in_a_plain_group_all_of_a_case_stands_below_its_card(desk: Desk) -> None:
    group = await second_group(desk, is_forum=False)
    first, second = await desk.ask(text="Бірінші сұрақ"), await desk.ask(text="Екінші сұрақ")
    for number in (first, second):
        await press(desk, BAKYT, await card(desk, number), *TO_CENTRE)
    await desk.sim.send(AIGUL, "Біріншіге қосымша")
    await desk.quiet()
    await desk.tap(AIGUL, f"№{first}")
    shown = await desk.said(group)
    for text, number in (("Екінші сұрақ", second), ("Біріншіге қосымша", first)):
        [copy] = [one for one in shown if text_of(one) == text]
        below = copy["reply_to_message"]["message_id"]
        assert below == (await card(desk, number, group))["message_id"]


async def test_a_case_that_leaves_a_plain_group_speaks_of_no_thread(desk: Desk) -> None:
    group = await second_group(desk, is_forum=False)
    number = await desk.ask()
    await press(desk, BAKYT, await card(desk, number), *TO_CENTRE)
    await press(desk, ZARINA, await card(desk, number, group), "Басқаға беру", "ҮЕҰ қауымдастығы")
    left = [text for text in words(await desk.said(group)) if "басқа ұйымға берілді" in text]
    assert left
    assert "Тақырып" not in left[-1]
