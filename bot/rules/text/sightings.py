"""What the patterns saw in one text, with the false friends already hidden."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.news.news_catalog import Gate, NewsCatalog
from bot.rules.text.normalise import Token, tokens
from bot.rules.text.patterns import Match
from storage.records.news import EntryText, Reason, ReasonKind

NOWHERE: frozenset[int] = frozenset()
LEAST = 3  # letters of a word that tells anything
LEAD_TOKENS = 90  # a title and the lead that feeds publish; further on, articles wander off


@dataclass(frozen=True, slots=True)
class Sightings:
    """All matches of one text by pattern; `hidden` are positions that the gate's masks cover."""

    tokens: tuple[Token, ...]
    title_length: int  # tokens of the title come first
    by_pattern: dict[str, tuple[Match, ...]]
    hidden: frozenset[int]
    silenced: frozenset[str]  # patterns that the text's context makes meaningless
    telling: tuple[int, ...]  # positions of the words that the model reads

    def covered(self, masks: Sequence[str]) -> frozenset[int]:
        """Positions that any of these patterns cover."""
        if self.by_pattern.keys().isdisjoint(masks):
            return NOWHERE
        return frozenset(
            position
            for mask in masks
            for match in self.by_pattern.get(mask, ())
            for position in match.positions
        )

    def all_seen(
        self, patterns: Sequence[str], also_hidden: frozenset[int] = NOWHERE
    ) -> list[Match]:
        """Matches that no mask touches, in the order of `patterns`."""
        if self.by_pattern.keys().isdisjoint(patterns):
            return []
        hidden = self.hidden | also_hidden
        return [
            match
            for pattern in patterns
            if pattern in self.by_pattern and pattern not in self.silenced
            for match in self.by_pattern[pattern]
            if hidden.isdisjoint(match.positions)
        ]

    def reason(self, kind: ReasonKind, match: Match, about: str = "") -> Reason:
        """The match as something to show to a person."""
        return Reason(kind, match.pattern, match.words(self.tokens), about)


def look(text: EntryText, catalog: NewsCatalog) -> Sightings:
    """Reads a text once with all patterns of the catalog."""
    title = tokens(text.title, catalog.letters)
    words = title + tokens(text.summary, catalog.letters)
    by_pattern: dict[str, list[Match]] = {}
    for match in catalog.index.find(words):
        by_pattern.setdefault(match.pattern, []).append(match)
    frozen = {pattern: tuple(matches) for pattern, matches in by_pattern.items()}
    unmasked = Sightings(words, len(title), frozen, NOWHERE, frozenset(), ())
    hidden = unmasked.covered(catalog.gate.mask)
    silenced = _silenced(catalog.gate, unmasked)
    return Sightings(words, len(title), frozen, hidden, silenced, _telling(words, hidden))


def _telling(words: Sequence[Token], hidden: frozenset[int]) -> tuple[int, ...]:
    return tuple(
        position
        for position, token in enumerate(words[:LEAD_TOKENS])
        if len(token.folded) >= LEAST and position not in hidden and not token.folded.isdigit()
    )


def _silenced(gate: Gate, seen: Sightings) -> frozenset[str]:
    return frozenset(
        context.pattern
        for context in gate.context_masks
        if any(cue in seen.by_pattern for cue in context.cues)
    )
