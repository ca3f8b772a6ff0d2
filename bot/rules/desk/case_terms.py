"""Turns what people write in cases into stems that a search compares; knows no case."""

import re
from collections import Counter
from functools import cache

from bot.rules.news.story_terms import folded
from bot.rules.text.stems import stems

_WORD = re.compile(r"[^\W_]+")
SHORTEST = 2


@cache
def common() -> frozenset[str]:
    """What every question says, in folded letters."""
    words = (
        "жане мен бул сол осы бар жок ушин туралы калай кандай маган мени сиз биз ол не ма ме ба "
        "бе па пе болып болды керек еди деп салеметсиз рахмет и в на с по для что как это мне "
        "меня я мы вы он она они у из от до за о об к но или же ли бы был была есть нет при так "
        "если когда где кто все здравствуйте спасибо пожалуйста можно надо"
    )
    return frozenset(words.split())


def terms(text: str) -> Counter[str]:
    """How often each possible stem stands in a text."""
    return Counter(one for word in _words(text) for one in stems(word))


def asked(text: str) -> list[tuple[str, ...]]:
    """The words of a search, each by its possible stems; a word counts once."""
    return list(dict.fromkeys(stems(word) for word in _words(text)))


def _words(text: str) -> list[str]:
    found = (match[0] for match in _WORD.finditer(text))
    return [one for one in found if len(one) >= SHORTEST and folded(one) not in common()]
