"""Typing faults are repaired before anything is compared."""

from bot.rules.text.normalise import letters, tokens

TABLE = letters(
    {"o": "о", "e": "е", "c": "с", "h": "һ"}, {"ӊ": "ң", "ё": "е"}, ["\u00ad", "\u0301"]
)


def folded(text: str) -> list[str]:
    return [token.folded for token in tokens(text, TABLE)]


def test_latin_lookalikes_inside_cyrillic_words_become_cyrillic() -> None:
    assert folded("қoлдay Сoвeт") == ["қолдay", "совет"]


def test_a_latin_word_stays_latin() -> None:
    assert folded("Zhas Project echo") == ["zhas", "project", "echo"]


def test_a_capital_h_in_a_cyrillic_word_is_en() -> None:
    assert folded("HПО") == ["нпо"]


def test_letters_of_other_alphabets_and_invisible_characters_are_repaired() -> None:
    assert folded("маӊызды бла\u00adготво\u00adрительный зна\u0301чение ёлка") == [
        "маңызды",
        "благотворительный",
        "значение",
        "елка",
    ]


def test_hyphens_and_quotes_cut_and_the_raw_form_keeps_its_case() -> None:
    assert [token.raw for token in tokens("ОО «Үміт-Ақтөбе» ҮЕҰ-лар", TABLE)] == [
        "ОО",
        "Үміт",
        "Ақтөбе",
        "ҮЕҰ",
        "лар",
    ]


def test_decomposed_letters_are_composed() -> None:
    assert folded("й") == ["й"]
