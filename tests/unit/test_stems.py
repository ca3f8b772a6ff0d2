"""Forms of one Kazakh or Russian word are told from other words."""

import pytest

from bot.rules.news.search_words import misspelt, spelling_keys
from bot.rules.text.stems import one_word


@pytest.mark.parametrize(
    "forms",
    [
        "грант гранты грантов гранттарға грантқа",
        "волонтёр волонтеры волонтёрам волонтерство волонтёрского",
        "ерікті еріктілер еріктілердің еріктілерге",
        "мүгедектігі мүгедектерге мүгедектік",
        "кітап кітабы кітаптарды",
        "организация организации организациям",
        "Шалқар Шалқарда Шалкаре Шалқардың",
    ],
)
def test_every_form_is_the_same_word(forms: str) -> None:
    first, *others = forms.split()
    assert [form for form in others if not one_word(first, form)] == []


@pytest.mark.parametrize(
    "pair", ["қор қорытынды", "заң заңгер", "закон законопроект", "бала балық", "дом домбра"]
)
def test_other_words_are_others(pair: str) -> None:
    assert not one_word(*pair.split())


@pytest.mark.parametrize(
    ("typed", "meant"), [("валонтер", "волонтеров"), ("гратны", "грант"), ("субсиди", "субсидия")]
)
def test_a_slip_of_the_finger_is_known_by_a_shared_spelling(typed: str, meant: str) -> None:
    assert misspelt(typed, meant)
    assert set(spelling_keys(typed)) & set(spelling_keys(meant))


def test_short_words_and_numbers_are_never_misspelt() -> None:
    assert not misspelt("қор", "қар")
    assert not misspelt("2025", "2026")
