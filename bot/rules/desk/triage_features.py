"""What the triage model reads in a message: pieces of words, in one spelling for every script.

Kazakh with or without its own letters, Kazakh and Russian in Latin letters come out alike, so that
what was learnt from one is known of all. Training and use both come here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.rules.text.normalise import Letters, Token
from bot.rules.text.patterns import Pattern, PatternIndex, parse

READ_WORDS = 300  # the beginning of a long message
SHORTEST, LONGEST = 2, 5  # letters of a piece
PAIR = 4  # letters of each word of a pair
PIECES_WEIGH, PAIRS_WEIGH, MEANINGS_WEIGH = 3.0, 1.5, 2.0  # length of each kind together

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
_NO_REPAIRS = Letters({}, {}, {})
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


@dataclass(frozen=True, slots=True)
class Meanings:
    """Words of one meaning: `of` names the meanings of each pattern that `index` finds."""

    index: PatternIndex
    of: Mapping[str, tuple[str, ...]]

    def names(self, words: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """The meanings in a message, each with the positions of the words that first gave it."""
        found: dict[str, tuple[int, ...]] = {}
        for match in self.index.find(one_spelling(words)):
            for name in self.of[match.pattern]:
                found.setdefault(name, match.positions)
        return found


def one_spelling(words: Sequence[str]) -> tuple[Token, ...]:
    """The words as patterns of parse_spelt compare them."""
    return tuple(Token(spelt(word), word) for word in words)


def parse_spelt(text: str) -> Pattern:
    """Reads a pattern whose letters are compared in the one spelling; raises BadPattern."""
    parts = [part if part.startswith(("~", "re:", "@")) else _sign(part) for part in text.split()]
    pattern = parse(" ".join(parts), _NO_REPAIRS)
    return Pattern(text, pattern.matchers)


def _sign(part: str) -> str:
    return "=" + spelt(part[1:]) if part.startswith("=") else spelt(part)


def features(words: Sequence[str], meanings: Meanings) -> dict[str, float]:
    """Values by name for words as typed: all share one length, so that long texts do not shout."""
    plain = [spelt(word) for word in words]
    told = [f"@{name}" for name in sorted(meanings.names(words))]
    kinds = (
        ({piece for word in plain for piece in pieces(word)}, PIECES_WEIGH),
        (set(pairs(plain)), PAIRS_WEIGH),
        (set(told), MEANINGS_WEIGH),
        ({one + two for one, two in combinations(told, 2)}, MEANINGS_WEIGH),
    )
    return {name: weigh / len(kind) ** 0.5 for kind, weigh in kinds for name in kind}


def pieces(word: str) -> list[str]:
    """Runs of letters of a word; a space marks its ends."""
    marked = f" {word} "
    return [
        marked[start : start + length]
        for length in range(SHORTEST, LONGEST + 1)
        for start in range(len(marked) - length + 1)
    ]


def pairs(plain: Sequence[str]) -> Iterator[str]:
    """Beginnings of neighbouring words, and of those with one word between."""
    short = [word[:PAIR] for word in plain]
    for distance in (1, 2):
        for first, second in zip(short, short[distance:], strict=False):
            yield f"{first}+{second}"
