"""Knowledge cards: offered above Send, listed, made of good answers, read by a colleague first."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.desk.catalog_knowledge_cards import load_cards
from bot.problems import Problem
from bot.rules.desk.fitting_cards import card_of, fresh, offered, written
from storage.stores import stores
from tests.desk.at_work import Desk, plan
from tests.desk.two_offices import card, press, reply_in
from tests.sim_driver import AIGUL, BAKYT, IRINA, SVETLANA, text_of

WAGES = "Айлығымды үш айдан бері бермей жатыр"
ANSWER = (
    "Бақыт айтады: шартыңызды, үзінді көшірмені жинап, еңбек инспекциясына жазыңыз. "
    "Нөмірім 8 701 123 45 67, поштам bakyt@mail.kz."
)


def labels(message: dict[str, object]) -> list[str]:
    markup = message["reply_markup"]
    assert isinstance(markup, dict)
    return [one["text"] for row in markup["inline_keyboard"] for one in row]


async def preview(desk: Desk, who: int, text: str, category: str) -> dict[str, object]:
    """The preview of a question, as her last message shows it."""
    await desk.sim.send(who, text)
    await desk.quiet()
    while True:
        shown = (await desk.said(who))[-1]
        names = labels(shown)
        wanted = next((one for one in names if category in one), None)
        district = next((one for one in names if one in ("Ақтөбе қаласы", "город Актобе")), None)
        press_next = district or wanted
        if press_next is None or any("Жіберу" in one or "Отправить" in one for one in names):
            return shown
        await desk.sim.press(who, shown, press_next)
        await desk.quiet()


def test_a_question_is_offered_cards_of_its_category_by_its_words_in_any_form() -> None:
    cards = plan().knowledge.cards
    assert [one.id for one in offered(cards, "labour", WAGES)][:1] == ["wages_not_paid"]
    found = offered(cards, "labour", "Меня увольняют без приказа")
    assert [one.id for one in found][:1] == ["dismissed"]
    assert offered(cards, "volunteering", WAGES) == []
    assert len(offered(cards, "labour", "")) == 2, "a voice message has no words"
    assert offered(cards, "housing", "Как получить участок") == []


def test_a_card_that_nobody_read_for_a_year_is_shown_no_more() -> None:
    cards = plan().knowledge.cards
    read_on = cards[0].reviewed_on
    assert fresh(cards[:1], read_on + timedelta(days=360), 12)
    assert not fresh(cards[:1], read_on + timedelta(days=361), 12)


def test_every_card_speaks_both_languages_and_fits_a_screen() -> None:
    for one in plan().knowledge.cards:
        assert {"kk", "ru"} == set(one.texts)
        assert all(text.title and 0 < len(text.body) <= 800 for text in one.texts.values())


def test_a_card_keeps_no_number_no_address_and_no_known_name() -> None:
    kept = card_of(ANSWER, ["Бақыт Серік", "Айгүл"])
    assert not re.search(r"\d{3}|@|Бақыт", kept.title + kept.body)
    assert "еңбек инспекциясына" in kept.body


def test_a_short_first_line_is_the_title() -> None:
    assert written("Жалақы\nШартты жинаңыз").title == "Жалақы"
    assert written("Шартты жинаңыз").title == "Шартты жинаңыз"


async def test_cards_stand_above_send_and_never_instead_of_it(desk: Desk) -> None:
    shown = await preview(desk, AIGUL, WAGES, "Еңбек")
    names = labels(shown)
    cards = [place for place, name in enumerate(names) if name.startswith("📘")]
    [send] = [place for place, name in enumerate(names) if "Жіберу" in name]
    assert cards
    assert len(cards) <= 3
    assert max(cards) < send
    opened = await press(desk, AIGUL, shown, names[cards[0]])
    [opened] = [one for one in await desk.said(AIGUL) if one["message_id"] == opened["message_id"]]
    assert "еңбек инспекциясына" in text_of(opened)
    assert "Тексерген" in text_of(opened)
    await press(desk, AIGUL, opened, "↩️ Сұрағыма оралу", names[send])
    [case] = await desk.cases()
    assert case["category"] == "labour"


async def test_cards_are_listed_by_subject_in_her_language(desk: Desk) -> None:
    await desk.sim.send(IRINA, "/cards")
    await desk.quiet()
    shelf = (await desk.said(IRINA))[-1]
    about = next(name for name in labels(shelf) if "Труд" in name)
    shown = await press(desk, IRINA, shelf, about, "📘 Если увольняют")
    [shown] = [one for one in await desk.said(IRINA) if one["message_id"] == shown["message_id"]]
    assert "Попросите копию приказа" in text_of(shown)


async def test_a_good_answer_becomes_a_card_by_one_tap_and_a_colleagues_review(desk: Desk) -> None:
    number = await desk.ask()
    await reply_in(desk, SVETLANA, await card(desk, number), "Қарап жатырмыз")
    await reply_in(desk, BAKYT, await card(desk, number), ANSWER)
    await press(desk, BAKYT, await card(desk, number), "Тағы", "Жауаптан кеңес жасау")
    draft = (await desk.staff_sees(number))[-1]
    assert "Кеңестің нобайы" in text_of(draft)
    assert "8 701" not in text_of(draft)
    await press(desk, BAKYT, draft, "Оқыдым, жариялаймын")
    assert await states(desk) == ["draft"], "whoever made it does not read it herself"
    await reply_in(desk, SVETLANA, draft, "Жалақы төленбесе\nШартты жинап, инспекцияға жазыңыз")
    await press(desk, SVETLANA, draft, "Оқыдым, жариялаймын")
    assert await states(desk) == ["published"]
    [row] = await desk.rows("SELECT case_id, title, body FROM knowledge_cards")
    assert row["case_id"] is None
    assert (row["title"], row["body"]) == (
        "Жалақы төленбесе",
        "Шартты жинап, инспекцияға жазыңыз",
    )
    texts = await desk.texts(AIGUL)
    assert not any("нобай" in text or "Шартты жинап" in text for text in texts)


async def test_a_second_tap_makes_no_second_card_and_no_answer_makes_none(desk: Desk) -> None:
    number = await desk.ask()
    await press(desk, BAKYT, await card(desk, number), "Тағы", "Жауаптан кеңес жасау")
    assert await states(desk) == []
    await reply_in(desk, BAKYT, await card(desk, number), ANSWER)
    for _ in range(2):
        await press(desk, BAKYT, await card(desk, number), "Тағы", "Жауаптан кеңес жасау")
    assert await states(desk) == ["draft"]
    draft = (await desk.staff_sees(number))[-1]
    await press(desk, SVETLANA, draft, "Керек емес")
    assert await states(desk) == ["dropped"]


async def test_a_draft_goes_with_the_case_that_its_citizen_takes_away(desk: Desk) -> None:
    number = await desk.ask()
    await reply_in(desk, BAKYT, await card(desk, number), ANSWER)
    await press(desk, BAKYT, await card(desk, number), "Тағы", "Жауаптан кеңес жасау")
    assert await states(desk) == ["draft"]
    async with desk.database.transaction() as transaction:
        await stores(transaction).erasing.case(number, desk.now)
    assert await states(desk) == []


async def states(desk: Desk) -> list[str]:
    rows = await desk.rows("SELECT state FROM knowledge_cards ORDER BY id")
    return [str(row["state"]) for row in rows]


def test_every_mistake_in_the_cards_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "knowledge_cards.yaml"
    path.write_text(
        "version: 1\nreviewed_for_months: 0\ncards:\n"
        "- {id: a, owner: nobody, reviewed_on: soon, categories: [x], words: [],"
        " kk: {title: t, text: t}, ru: {title: t, text: t}}\n",
        encoding="utf-8",
    )
    problems: list[Problem] = []
    load_cards(path, frozenset({"here"}), frozenset({"labour"}), problems)
    assert len(problems) == 4
    assert all(one.line for one in problems)


@pytest.mark.parametrize("owner", ["aqtobe_association"])
def test_the_shipped_cards_have_an_owner_and_were_read(owner: str) -> None:
    assert {one.owner for one in plan().knowledge.cards} == {owner}
    assert min(one.reviewed_on for one in plan().knowledge.cards) >= date(2026, 11, 1)
