"""What the triage model reads in a message: pieces of words, in one spelling for every script.

Kazakh with or without its own letters, Kazakh and Russian in Latin letters come out alike, so that
what was learnt from one is known of all. Training and use both come here.
"""

import re
from collections.abc import Iterator, Sequence

READ_WORDS = 300  # the beginning of a long message
SHORTEST, LONGEST = 2, 5  # letters of a piece
PAIR = 4  # letters of each word of a pair

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
_AGAIN = re.compile(r"(.)\1+")
_NUMBER = re.compile(r"\d+")
_LATIN = re.compile(r"[a-z]")
_TWO_FOR_ONE = {
    "shch": "ш", "sch": "ш", "zh": "ж", "kh": "х", "gh": "г", "ch": "ч", "sh": "ш", "ts": "ц",
    "ck": "к",
}  # fmt: skip
_SPELT = str.maketrans(
    {
        **dict(zip("әғқңөұүһіёйыщэӊ", "агкноуухиеиишен", strict=True)),
        **dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхижклмнопкрстуввхиз", strict=True)),
        **dict.fromkeys("äáàâãå", "а"),
        **dict.fromkeys("öóòôõ", "о"),
        **dict.fromkeys("üúùû", "у"),
        **dict.fromkeys("ıíìîïý", "и"),
        **dict.fromkeys("éèêë", "е"),
        **dict(zip("ğǵñńşšçž", "ггнншшчж", strict=True)),
        **dict.fromkeys("ъь'’ʼ`´", ""),
        "я": "иа",
        "ю": "иу",
    }
)
_TOGETHER = re.compile("|".join(_TWO_FOR_ONE))


def words_of(text: str) -> list[str]:
    """The words of a message as typed, at most READ_WORDS."""
    return _WORD.findall(text)[:READ_WORDS]


def spelt(word: str) -> str:
    """The word in the one spelling: small Cyrillic letters that Russian keeps, none twice."""
    small = word.casefold()
    if _LATIN.search(small):
        small = _TOGETHER.sub(lambda found: _TWO_FOR_ONE[found[0]], small)
    return _NUMBER.sub("0", _AGAIN.sub(r"\1", small.translate(_SPELT)))


def features(words: Sequence[str]) -> dict[str, float]:
    """Values by name for words as typed: all share one length, so that long texts do not shout."""
    found: dict[str, float] = {}
    plain = [spelt(word) for word in words]
    for word in plain:
        for piece in pieces(word):
            found[piece] = 1.0
    for pair in pairs(plain):
        found[pair] = 1.0
    share = 3.0 / max(1.0, len(found) ** 0.5)
    return dict.fromkeys(found, share)


def pieces(word: str) -> Iterator[str]:
    """Runs of letters of a word; a space marks its ends."""
    marked = f" {word} "
    for length in range(SHORTEST, LONGEST + 1):
        for start in range(len(marked) - length + 1):
            yield marked[start : start + length]


def pairs(plain: Sequence[str]) -> Iterator[str]:
    """Beginnings of neighbouring words, and of those with one word between."""
    short = [word[:PAIR] for word in plain]
    for distance in (1, 2):
        for first, second in zip(short, short[distance:], strict=False):
            yield f"{first}+{second}"
