"""Tells which Kazakh and Russian words are forms of one another, by their endings; lists no word.

A word has several possible stems, for nobody here knows its language: «гранты» may be «грант» or
«гран» with an accusative. Two words are one when they share a stem.
"""

import re
from functools import lru_cache

from bot.rules.news.story_terms import folded

# A stem has at least so many letters, and so large a share of its word.
SHORTEST, LEAST_SHARE = 3, 0.4
# Before the endings that make other words (волонтёр, волонтёрство) stands more.
SHORTEST_DERIVED = 5
KEPT_WORDS = 65_536
# Written in the letters of folded(): қ ғ ң ө ұ ү ә һ і are к г н о у у а х и there.
_KAZAKH = re.compile(
    r"(?:[лдт][ае]р)?(?:[ыи]м[ыи]з|[ыи]н[ыи]з|с[ыи]н?|[ыи]н?|[ыи]?м)?"
    r"(?:[ндт][ыи]н|н?[дт][ае](?:г[ыи]|н)?|н[ае]н|[гк][ае]|н[ае]|[ае]|[ндт][ыи]|[мбп]ен)?"
)
_KAZAKH_DERIVED = re.compile(
    r"(?:[лдт][ыи][кг]|ш[ыи]|с[ыи]з|[гк][ыи]|[гк][ае]н|[дт][ыи]|[ае]д[ыи]|[ыи]п|м[ае]к|[ыи]?л[ыи]?|у"
    r"|[ае]т[ыи]н)" + _KAZAKH.pattern
)
_RUSSIAN = re.compile(
    r"иями|ями|ами|иях|ях|ах|иям|ям|ам|ием|ией|ем|ей|ом|ой|ию|ью|ии|ие|ье|ия|ья|ов|ев|ый|ий|ая|яя|ое|ее"
    r"|ые|ых|их|ого|его|ому|ему|ым|им|ыми|ими|ую|юю|[аяоеуюыийь]"
)
_RUSSIAN_DERIVED = re.compile(
    r"(?:ств|еств|ск|ческ|н|енн|ост)(?:" + _RUSSIAN.pattern + r")?"
    r"|[аеиы]?(?:ть|л[аои]?)(?:с[ья])?|[еиуюая]ть?(?:ся)?"
)
# What a Kazakh stem ends in changes before a vowel: кітап, кітабы.
_SOFTENED = str.maketrans("бг", "пк")


@lru_cache(KEPT_WORDS)
def stems(word: str) -> tuple[str, ...]:
    """Return the possible stems of a word in folded letters, the longest first.

    Words of digits or of Latin letters have one.
    """
    whole = folded(word)
    if not whole.isalpha() or whole.isascii():
        return (whole,)
    least = max(SHORTEST, round(len(whole) * LEAST_SHARE))
    cuts = (length for length in range(len(whole) - 1, least - 1, -1) if _ends(whole, length))
    found = (whole, *(whole[:length] for length in cuts if _stands(whole[:length])))
    return tuple(dict.fromkeys(one[:-1] + one[-1].translate(_SOFTENED) for one in found))


def one_word(some: str, other: str) -> bool:
    """Whether two words are forms of one."""
    return not set(stems(some)).isdisjoint(stems(other))


def _ends(word: str, length: int) -> bool:
    derived = (_KAZAKH_DERIVED, _RUSSIAN_DERIVED) if length >= SHORTEST_DERIVED else ()
    endings = (_KAZAKH, _RUSSIAN, *derived)
    return any(ending.fullmatch(word, length) for ending in endings)


def _stands(rest: str) -> bool:
    return any(letter in "аоуыиеэюя" for letter in rest)
