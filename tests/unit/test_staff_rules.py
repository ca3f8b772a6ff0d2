"""What the staff's desk decides without a database: days, languages, ready texts, ranking."""

from __future__ import annotations

from datetime import date

import pytest

from bot.rules.desk.answer_language import other_language
from bot.rules.desk.case_terms import asked, terms
from bot.rules.desk.days_named import named_day
from bot.rules.desk.finding import hidden, lead, ranked
from bot.rules.desk.ready_answers import Body, Template, filled, fitting, offered
from bot.rules.news.news_catalog import Names
from storage.records.staff_desk import WordUse

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05.12", date(2026, 12, 5)),
        ("5.1", date(2027, 1, 5)),
        ("05.12.2026", date(2026, 12, 5)),
        ("2026-12-05", date(2026, 12, 5)),
        ("23/11", TODAY),
        ("31.02", None),
        ("01.11.2026", None),
        ("ертең", None),
    ],
)
def test_a_day_is_read_as_the_staff_type_it(text: str, day: date | None) -> None:
    assert named_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("Вам нужно обратиться в инспекцию труда", "kk", "ru"),
        ("Еңбек инспекциясына өтініш беруіңіз керек", "ru", "kk"),
        ("Еңбек инспекциясына өтініш беріңіз\nВам нужно обратиться в инспекцию", "ru", None),
        ("Иванов Иван", "kk", None),
        ("Вам нужно обратиться в инспекцию труда", "en", None),
        ("", "kk", None),
    ],
)
def test_another_language_is_noticed_only_where_it_is_sure(
    text: str, wanted: str, found: str | None
) -> None:
    assert other_language(text, wanted) == found


def test_words_are_found_in_any_form_and_without_kazakh_letters() -> None:
    for text, search in (
        ("Зейнетақымды бермейді", "зейнетақы"),
        ("Зейнетакымды бермейди", "зейнетақы"),
        ("Соседи затопили квартиру", "квартира"),
        ("Алиментті төлемейді", "алимент"),
    ):
        [words] = asked(search)
        assert set(words) & set(terms(text)), text


def test_a_case_with_more_of_the_words_goes_first() -> None:
    uses = [WordUse("квартир", 1, 1, "citizen", 9), WordUse("квартир", 2, 2, "citizen", 1),
            WordUse("сосед", 2, 2, "citizen", 1)]  # fmt: skip
    found = ranked(uses, [("квартир",), ("сосед",)], 10)
    assert [case_id for case_id, _ in found] == [2, 1]


def test_numbers_addresses_and_links_are_hidden_from_other_offices() -> None:
    said = hidden("ЖСН 880101300123, +7 701 123 45 67, a@b.kz, @aigul_k, https://x.kz/1, 3 ай")
    for part in ("8801", "701", "a@b.kz", "aigul", "https"):
        assert part not in said
    assert "3 ай" in said
    assert lead("бір екі үш төрт", 9) == "бір екі…"


def test_texts_and_bodies_of_the_category_come_first() -> None:
    names = Names("а", "б", "c")
    own = Template("own", names, Names("№{number} <", "", ""), frozenset({"labour"}))
    every = Template("every", names, names, frozenset())
    other = Template("other", names, names, frozenset({"housing"}))
    assert fitting([every, other, own], "labour") == [own, every]
    assert filled(own, "kk", {"number": "7"}) == "№7 &lt;"
    bodies = {one: Body(one, names, frozenset({two} if two else ()))
              for one, two in (("x", "housing"), ("y", ""), ("z", "labour"))}  # fmt: skip
    assert [one.id for one in offered(bodies, "labour")] == ["z", "y", "x"]
