"""The pattern language of topics.yaml: parsed once, then every pattern is looked for at once.

A pattern is a list of token matchers that must match neighbouring tokens:
`stem` a word's beginning · `=word` the whole word · `@ABC` the whole word, upper case kept ·
`re:…` a regular expression for the whole word · `~N` up to N other tokens may stand here.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.rules.text.normalise import KEPT_WORDS, Letters, Token, fold

Kind = Literal["stem", "word", "exact", "regex"]


class BadPattern(ValueError):  # noqa: N818 - says what is bad, as a problem in a file
    """A pattern that the grammar refuses; the message names the reason."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """One token's condition; up to `gap` tokens may stand before it."""

    kind: Kind
    value: str
    gap: int
    accepts: Callable[[Token], bool]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern; `text` is how the file spells it."""

    text: str
    matchers: tuple[Matcher, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern was found: the positions of the tokens it covers, ascending."""

    pattern: str
    positions: tuple[int, ...]

    def words(self, tokens: Sequence[Token]) -> str:
        """The tokens from the first to the last covered one, as published."""
        return " ".join(token.raw for token in tokens[self.positions[0] : self.positions[-1] + 1])


def parse(text: str, table: Letters) -> Pattern:
    """Reads a pattern; raises BadPattern."""
    matchers: list[Matcher] = []
    gap = 0
    for part in text.split():
        if part.startswith("~"):
            gap = _gap(part, bool(matchers))
            continue
        matchers.append(_matcher(part, gap, table))
        gap = 0
    if not matchers or gap:
        raise BadPattern(f"{text!r}: a pattern needs a word at its beginning and at its end")
    return Pattern(text, tuple(matchers))


def _gap(part: str, may_stand_here: bool) -> int:
    if not may_stand_here or not part[1:].isdigit() or not 1 <= int(part[1:]) <= 9:
        raise BadPattern(f"{part!r}: a gap is ~1 to ~9 and stands between two words")
    return int(part[1:])


def _matcher(part: str, gap: int, table: Letters) -> Matcher:
    if part.startswith("re:"):
        return Matcher("regex", part[3:], gap, _regex(part[3:]))
    if part.startswith("@"):
        exact = _one_word(part[1:])
        return Matcher("exact", exact, gap, lambda token: token.raw == exact)
    if part.startswith("="):
        word = fold(_one_word(part[1:]), table)
        return Matcher("word", word, gap, lambda token: token.folded == word)
    stem = fold(_one_word(part), table)
    return Matcher("stem", stem, gap, lambda token: token.folded.startswith(stem))


def _one_word(part: str) -> str:
    if not part or not all(character.isalnum() for character in part):
        raise BadPattern(f"{part!r}: only letters and digits; a hyphen is written as a space")
    return part


def _regex(expression: str) -> Callable[[Token], bool]:
    try:
        compiled = re.compile(expression)
    except re.error as error:
        raise BadPattern(f"re:{expression}: {error}") from error
    return lambda token: compiled.fullmatch(token.folded) is not None


class PatternIndex:
    """Finds all patterns in one walk over the tokens, by the first word of each."""

    __slots__ = ("_by_exact", "_by_stem", "_by_word", "_kept", "_lengths", "_loose")

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._by_stem: dict[str, list[Pattern]] = {}
        self._by_word: dict[str, list[Pattern]] = {}
        self._by_exact: dict[str, list[Pattern]] = {}
        self._loose: list[Pattern] = []  # begin with a regular expression: tried at every token
        for pattern in {pattern.text: pattern for pattern in patterns}.values():
            self._add(pattern)
        self._lengths = sorted({len(stem) for stem in self._by_stem})
        # most of every text are words that its language always says
        self._kept = lru_cache(KEPT_WORDS)(lambda token: tuple(self._beginning_with(token)))

    def _add(self, pattern: Pattern) -> None:
        first = pattern.matchers[0]
        shelves = {"stem": self._by_stem, "word": self._by_word, "exact": self._by_exact}
        if first.kind == "regex":
            self._loose.append(pattern)
        else:
            shelves[first.kind].setdefault(first.value, []).append(pattern)

    def find(self, tokens: Sequence[Token]) -> tuple[Match, ...]:
        """Every match of every pattern, in the order of the text."""
        found = []
        for position, token in enumerate(tokens):
            for pattern in self._kept(token):
                covered = _follow(pattern.matchers, tokens, position)
                if covered:
                    found.append(Match(pattern.text, covered))
        return tuple(found)

    def _beginning_with(self, token: Token) -> Iterable[Pattern]:
        word = token.folded
        for length in self._lengths:
            if length > len(word):
                break
            yield from self._by_stem.get(word[:length], ())
        yield from self._by_word.get(word, ())
        yield from self._by_exact.get(token.raw, ())
        for pattern in self._loose:
            if pattern.matchers[0].accepts(token):
                yield pattern


def _follow(
    matchers: tuple[Matcher, ...], tokens: Sequence[Token], start: int
) -> tuple[int, ...] | None:
    """Positions of a match whose first matcher is known to accept tokens[start]."""
    if len(matchers) == 1:
        return (start,)
    following = matchers[1]
    for position in range(start + 1, min(start + 2 + following.gap, len(tokens))):
        if following.accepts(tokens[position]):
            rest = _follow(matchers[1:], tokens, position)
            if rest:
                return (start, *rest)
    return None
