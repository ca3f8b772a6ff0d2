"""A citizen looks after her own cases: history, adding, taking back, opening again, a rating."""

from __future__ import annotations

import pytest

from bot.desk.citizen.aftercare import Aftercare
from bot.rules.desk.thanks import is_thanks
from tests.desk.at_work import Desk, plan
from tests.sim_driver import AIGUL, BAKYT, IRINA, text_of

DAY = 86_400


async def opens(desk: Desk, number: int) -> str:
    await desk.sim.send(AIGUL, "/cases")
    await desk.quiet()
    await desk.tap(AIGUL, f"№{number}")
    return text_of(await desk.screen(AIGUL))


async def closes(desk: Desk, number: int, outcome: str = "Кеңес берілді") -> None:
    for label in ("Жабу", outcome):
        await desk.sim.press(BAKYT, (await desk.staff_sees(number))[0], label)
        await desk.quiet()


async def test_three_taps_the_first_time_and_two_later(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "Жалақымды төлемейді, не істейін?")
    await desk.quiet()
    first = ("Алға", "Еңбек", "Жіберу")
    await desk.tap(AIGUL, *first)
    await desk.sim.send(AIGUL, "/ask")
    await desk.quiet()
    await desk.tap(AIGUL, "Тұрғын үй")
    await desk.sim.send(AIGUL, "Көршім шу шығарады")
    await desk.quiet()
    await desk.tap(AIGUL, "Жіберу")
    assert [row["category"] for row in await desk.cases()] == ["labour", "housing"]


async def test_a_case_opens_with_all_that_was_said_and_done(desk: Desk) -> None:
    number = await desk.ask(text="Жалақымды <b>үш</b> ай төлемейді")
    await desk.answer(number, "Инспекцияға барыңыз")
    shown = await opens(desk, number)
    assert "Жауап берілді" in shown
    assert "Жалақымды <b>үш</b> ай төлемейді" in shown
    assert "Инспекцияға барыңыз" in shown
    assert "өтініш қабылданды" in shown


async def test_what_she_adds_by_the_button_joins_that_case(desk: Desk) -> None:
    first = await desk.ask(text="Бірінші")
    await desk.ask(text="Екінші")
    await opens(desk, first)
    await desk.tap(AIGUL, "Толықтыру")
    await desk.sim.send(AIGUL, "Біріншіге тағы")
    await desk.quiet()
    assert text_of((await desk.staff_sees(first))[-1]) == "Біріншіге тағы"


async def test_a_question_is_taken_back_after_one_more_word(desk: Desk) -> None:
    number = await desk.ask()
    await opens(desk, number)
    await desk.tap(AIGUL, "Қайтарып алу")
    assert (await desk.cases())[0]["state"] == "accepted"
    await desk.tap(AIGUL, "Иә, қайтарып алу")
    assert (await desk.cases())[0]["state"] == "closed"
    assert any("қайтарып алды" in text_of(one) for one in await desk.staff_sees(number))


async def test_a_closed_case_is_opened_again_within_fourteen_days_only(desk: Desk) -> None:
    number = await desk.ask()
    await closes(desk, number)
    await opens(desk, number)
    await desk.tap(AIGUL, "Қайта ашу")
    assert (await desk.cases())[0]["state"] == "working"
    await closes(desk, number)
    desk.now += 15 * DAY
    await opens(desk, number)
    assert "Қайта ашу" not in str((await desk.screen(AIGUL))["reply_markup"])


async def test_later_a_new_question_is_linked_to_the_old_case(desk: Desk) -> None:
    number = await desk.ask()
    await closes(desk, number)
    desk.now += 15 * DAY
    await opens(desk, number)
    await desk.tap(AIGUL, "Осы бойынша жаңа сұрақ")
    await desk.sim.send(AIGUL, "Ол қайтадан төлемей жатыр")
    await desk.quiet()
    await desk.tap(AIGUL, "Жіберу")
    case = (await desk.cases())[-1]
    assert case["linked_to"] == number
    assert f"№{number}" in text_of((await desk.staff_sees(case["id"]))[0])


async def test_words_typed_already_go_along_into_a_question_that_goes_on_from_a_case(
    desk: Desk,
) -> None:
    number = await desk.ask()
    await closes(desk, number)
    desk.now += 15 * DAY
    written = await desk.sim.send(AIGUL, "Мұны бұрын жазып қойғанмын")
    await desk.quiet()
    await opens(desk, number)
    await desk.tap(AIGUL, "Осы бойынша жаңа сұрақ", "Жіберу")
    case = (await desk.cases())[-1]
    assert case["linked_to"] == number
    [kept] = await desk.rows(
        "SELECT message_id FROM case_messages WHERE case_id = :id", id=case["id"]
    )
    assert kept["message_id"] == written["message_id"]


@pytest.mark.parametrize(
    "words",
    ["Рахмет", "рақмет сізге!", "Көп рахмет 🙏", "спасибо", "Спасибооо большое", "спс", "ок", "👍"],
)
def test_these_are_words_of_thanks(words: str) -> None:
    assert is_thanks(words)


@pytest.mark.parametrize(
    "words",
    ["Рахмет, бірақ ақша түскен жоқ", "спасибо, а когда?", "ок 15000", "жоқ", "", "Спасите"],
)
def test_these_are_not(words: str) -> None:
    assert not is_thanks(words)


async def test_thanks_after_an_answer_reach_the_staff_and_open_nothing(desk: Desk) -> None:
    number = await desk.ask()
    await desk.answer(number, "Міне, жауап")
    thanks = await desk.sim.send(AIGUL, "Рахмет сізге!")
    await desk.quiet()
    assert (await desk.cases())[0]["state"] == "answered"
    assert text_of((await desk.staff_sees(number))[-1]) == "Рахмет сізге!"
    assert await desk.reactions(AIGUL, thanks) == ["❤"]
    assert not await desk.rows("SELECT * FROM drafts")


async def test_thanks_without_a_case_begin_no_question(desk: Desk) -> None:
    await desk.sim.send(IRINA, "Спасибо")
    await desk.quiet()
    assert not await desk.rows("SELECT * FROM drafts")


async def test_two_thumbs_and_words_follow_a_closing(desk: Desk) -> None:
    number = await desk.ask()
    await desk.answer(number, "Міне, жауап")
    await closes(desk, number)
    await desk.tap(AIGUL, "Пайдалы", "Бір-екі сөз")
    await desk.sim.send(AIGUL, "Тез жауап бердіңіздер")
    await desk.quiet()
    [rating] = await desk.rows("SELECT * FROM case_ratings")
    assert rating["good"] == 1
    assert any("Тез жауап" in text_of(one) for one in await desk.staff_sees(number))


async def test_a_sensitive_case_is_not_rated(desk: Desk) -> None:
    number = await desk.ask(about="Отбасы")
    await closes(desk, number)
    assert "Пайдалы" not in str((await desk.said(AIGUL))[-1].get("reply_markup"))


async def aftercare(desk: Desk) -> None:
    words = desk.words()
    await Aftercare(
        desk.database, plan().knowledge, words, lambda: desk.now, desk.sender.wake
    ).run()
    await desk.quiet()


async def test_two_weeks_later_she_is_asked_once_if_it_helped_and_no_opens_it(desk: Desk) -> None:
    number = await desk.ask()
    await desk.answer(number, "Міне, жауап")
    await closes(desk, number)
    desk.now += 14 * DAY + 4 * 3600
    await aftercare(desk)
    await aftercare(desk)
    asked = [text for text in await desk.texts(AIGUL) if "көмектесті" in text]
    assert len(asked) == 1
    await desk.tap(AIGUL, "Жоқ", "Қайта ашу")
    assert (await desk.cases())[0]["state"] == "working"
    [event] = await desk.rows("SELECT data FROM case_events WHERE kind = 'helped'")
    assert '"yes": 0' in event["data"]


async def test_nobody_is_rung_at_night_or_about_a_sensitive_case(desk: Desk) -> None:
    number = await desk.ask(about="Отбасы")
    await closes(desk, number)
    desk.now += 14 * DAY + 4 * 3600
    await aftercare(desk)
    assert not any("көмектесті" in text for text in await desk.texts(AIGUL))


async def test_a_language_chosen_later_is_the_one_she_is_told_in(desk: Desk) -> None:
    number = await desk.ask()
    await desk.sim.send(AIGUL, "/language")
    await desk.quiet()
    await desk.tap(AIGUL, "Русский")
    await closes(desk, number)
    assert any(f"Обращение №{number} закрыто" in text for text in await desk.texts(AIGUL))
