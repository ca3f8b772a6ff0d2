"""Markup and sentences made to be slow to read are read in no time."""

import time
from datetime import date

import pytest

from bot.rules.news.facts import facts_of
from bot.rules.text.plaintext import plain_text
from tests.pace import within

PUBLISHED = date(2026, 11, 22)


@pytest.mark.parametrize(
    "html", ["<a" * 400_000, "<div>" * 200_000, "<b>" * 200_000, "&lt;" * 200_000, "<!--" * 99_999]
)
def test_hostile_markup_costs_less_than_a_second(html: str) -> None:
    start = time.process_time()
    assert len(plain_text(html)) <= 4_000
    assert within(time.process_time() - start, 1)


@pytest.mark.parametrize("again", ["1 ", "12 марта по ", "(", "20.12.", "12-15 наурыз аралығында "])
def test_dates_in_a_hostile_text_are_looked_for_in_less_than_half_a_second(again: str) -> None:
    text = (again * 4_000)[:4_000]
    start = time.process_time()
    facts_of("", text, PUBLISHED)
    assert within(time.process_time() - start, 0.5)
