"""Guesses what a message is about and whether it speaks of danger; either model or list may fire.

A false alarm costs one calm message, a miss can cost a life: the cut-off leans to the first.
"""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass

from bot.rules.desk.triage_features import Meanings, features, words_of
from bot.rules.desk.triage_reasons import loudest
from bot.rules.text.linear import LinearModel, chance
from bot.rules.text.normalise import Letters, tokens
from bot.rules.text.patterns import PatternIndex
from bot.rules.text.units import Units

REASONS = 5
ALARM_FROM = 0.5  # chance of danger that raises an alarm: docs/models/triage.md
# the feature by which the categories hear the chance of danger: a calm word of a family is about
# a divorce or a school, seldom about violence
HEARD = "!danger"
# Few words say little: only what is plain alarms («ұрады»), not a caption («сурет») or «су жоқ».
# At most so many words: the chance from which they alarm; by whole sittings not seen.
SURER = ((2, 0.85), (4, 0.75), (6, 0.6))
# longer ones say enough that a little less than ALARM_FROM will do
ENOUGH_SAID_FROM = 0.45


@dataclass(frozen=True, slots=True)
class TriageModel:
    """The weights (labels: units of danger, categories) and the words of one meaning they know."""

    linear: LinearModel
    danger: Units
    meanings: Meanings


@dataclass(frozen=True, slots=True)
class UrgentWords:
    """The phrases of hotlines.yaml, and the letters they are compared in.

    `index` are words of danger, `threats` those of a threat to life at this moment; what `mask`
    covers, a figure of speech, is invisible to both.
    """

    index: PatternIndex
    threats: PatternIndex
    letters: Letters
    mask: PatternIndex

    def phrase(self, text: str) -> str | None:
        """The words of the first phrase found, as typed."""
        return self._first(self.index, text)

    def threat(self, text: str) -> str | None:
        """The words of the first phrase that tells of a threat to life now."""
        return self._first(self.threats, text)

    def _first(self, index: PatternIndex, text: str) -> str | None:
        found = tokens(text, self.letters)
        matches = index.find(found)
        hidden = {at for one in self.mask.find(found) for at in one.positions} if matches else set()
        plain = (match for match in matches if hidden.isdisjoint(match.positions))
        return next((match.words(found) for match in plain), None)


@dataclass(frozen=True, slots=True)
class Triage:
    """A guess about one message.

    `categories` are ids with their shares, which sum to 1, the likeliest first. `sensitive` shows
    the emergency block; `urgent` is a phrase of a threat to life now. `phrase` are the
    words that fired, None when nothing did; `reasons` are what weighed most in the model.
    """

    categories: tuple[tuple[str, float], ...]
    sensitive: bool
    urgent: bool
    phrase: str | None
    reasons: tuple[str, ...]


def triage(text: str, model: TriageModel, patterns: UrgentWords) -> Triage:
    """Judge one message; an empty one is about nothing in particular."""
    words = words_of(text)
    values = features(words, model.meanings)
    scores = model.linear.scores(values)
    danger = model.danger.chance(scores)
    threat = patterns.threat(text)
    listed = patterns.phrase(text) or threat
    fired = bool(words) and danger >= alarm_from(len(words))
    shares = model.danger.shares(values, model.linear, scores) if fired else {}
    return Triage(
        categories=_ranked(
            model.linear.told(scores, HEARD, danger), frozenset(model.danger.labels)
        ),
        sensitive=fired or listed is not None,
        urgent=threat is not None,
        phrase=listed or (loudest(words, shares, model.meanings) if fired else None),
        reasons=tuple(heapq.nlargest(REASONS, shares, key=shares.__getitem__)),
    )


def alarm_from(words: int) -> float:
    """The chance of danger from which a message of so many words raises an alarm."""
    return next((chance for most, chance in SURER if words <= most), ENOUGH_SAID_FROM)


def _ranked(scores: Mapping[str, float], units: frozenset[str]) -> tuple[tuple[str, float], ...]:
    chances = {name: chance(score) for name, score in scores.items() if name not in units}
    whole = sum(chances.values()) or 1.0
    shares = {name: one / whole for name, one in chances.items()}
    return tuple(sorted(shares.items(), key=lambda pair: (-pair[1], pair[0])))
