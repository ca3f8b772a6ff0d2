"""The grammar of topics.yaml, promise by promise."""

import pytest

from bot.rules.text.normalise import letters, tokens
from bot.rules.text.patterns import BadPattern, PatternIndex, parse

TABLE = letters({}, {"ё": "е"}, [])


def found(pattern: str, text: str) -> list[str]:
    words = tokens(text, TABLE)
    return [match.words(words) for match in PatternIndex([parse(pattern, TABLE)]).find(words)]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("бірлесті", "қоғамдық бірлестігінің", ["бірлестігінің"]),
        ("волонтёр", "ВОЛОНТЕРЫ и волонтёров", ["ВОЛОНТЕРЫ", "волонтёров"]),
        ("=нпо", "НПО и НПОшник", ["НПО"]),
        ("@ОО", "ОО и оо и Оо", ["ОО"]),
        ("қоғамдық re:қор(ы|лар.*)?", "қоғамдық қорлардың қоғамдық қорғау", ["қоғамдық қорлардың"]),
        ("мүмкіндігі ~1 шектеул", "мүмкіндігі сәл шектеулі", ["мүмкіндігі сәл шектеулі"]),
        ("мүмкіндігі ~1 шектеул", "мүмкіндігі шектеулі", ["мүмкіндігі шектеулі"]),
        ("мүмкіндігі ~1 шектеул", "мүмкіндігі бар екі шектеулі", []),
        ("әлеуметтік тапсырыс", "мемлекеттік-әлеуметтік тапсырысы", ["әлеуметтік тапсырысы"]),
        ("re:[0-9]{3}", "150 нөмірі", ["150"]),
        ("а ~2 б ~2 в", "а а б б в", ["а а б б в", "а б б в"]),
    ],
)
def test_a_pattern_finds_what_its_grammar_says(
    pattern: str, text: str, expected: list[str]
) -> None:
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    "pattern", ["", "~1", "~2 сөз", "сөз ~2", "сөз ~0 сөз", "=", "@", "re:(", "а-б"]
)
def test_a_pattern_that_says_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern):
        parse(pattern, TABLE)


def test_one_walk_finds_what_a_thousand_patterns_look_for() -> None:
    many = PatternIndex([parse(f"=сөз{number} жұп", TABLE) for number in range(1000)])
    words = tokens("сөз1 жұп сөз999 жұптық басқа", TABLE)
    assert [match.pattern for match in many.find(words)] == ["=сөз1 жұп", "=сөз999 жұп"]
