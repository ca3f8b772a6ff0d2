"""Says how likely two tellings tell one event, by what they share and what one lacks."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.rules.news.story_telling import MONTHS, Telling, Terms, Weights
from bot.rules.news.story_terms import NAME

# Log odds, learnt on training/stories by `python -m training.stories.fit`, which prints them.
WEIGHTS = {
    "cosine": 3.13, "contained": 3.61, "counts": 2.11, "other counts": -1.56,
    "one in a district": -0.81, "concepts": 4.28, "a day between": -3.03, "same phase": -1.85,
    "names and concepts": 1.31, "count and concepts": 2.88, "village": 2.42,
}  # fmt: skip
BIAS = -3.58
# so many terms must be shared that say more than «организация», «прошёл» or a region's name
SHARED = 3
# what two short texts share by chance must not be all that they say
SMOOTH = 5.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two tellings may be one: numbers by the names of WEIGHTS."""

    signs: Mapping[str, float]

    @property
    def log_odds(self) -> float:
        """Above nought: rather one event than two."""
        return BIAS + sum(WEIGHTS[name] * value for name, value in self.signs.items())


def may_be_one(some: Telling, others: Telling) -> bool:
    """Whether enough is shared, and neither place, number nor phase contradicts."""
    return (
        len(some.telling & others.telling) >= SHARED
        and _shared(some, others) >= SHARED
        and not disagree(some, others)
    )


def disagree(some: Telling, others: Telling) -> bool:
    """Whether place, number or phase say that these are two events."""
    return (
        _numbers_disagree(some, others)
        or _apart(some.districts, others.districts)
        or _apart(some.regions, others.regions)
        or _apart(some.phases, others.phases)
    )


def likeness(some: Telling, others: Telling, rarity: Mapping[str, float]) -> Likeness:
    """Compare the two; `rarity` knows every term of both."""
    left_out: Terms = frozenset()
    if some.language != others.language:
        # a word that stands in both is borrowed: «кооператив», «фестиваль»
        left_out = some.plain ^ others.plain
    ours, theirs = _weighed(some, rarity, left_out), _weighed(others, rarity, left_out)
    concepts = _overlap(ours, theirs, some.concepts, others.concepts, SMOOTH)
    names = _overlap(ours, theirs, some.names, others.names, 0.0)
    counts = len(some.counts & others.counts)
    return Likeness(
        {
            "cosine": _cosine(ours, theirs),
            "contained": _overlap(ours, theirs, ours.keys(), theirs.keys(), SMOOTH),
            "counts": min(counts, 2),
            "other counts": _apart(some.counts, others.counts),
            "one in a district": bool(some.districts) != bool(others.districts),
            "concepts": concepts,
            "a day between": min(abs(some.at - others.at) / 86_400, 1.0),
            "same phase": bool(some.phases & others.phases),
            "names and concepts": names * concepts,
            "count and concepts": concepts if counts else 0.0,
            "village": _same_village(some, others),
        }
    )


def _apart(ours: Terms, theirs: Terms) -> bool:
    """Whether both say something, and not the same."""
    return bool(ours and theirs and ours.isdisjoint(theirs))


def _numbers_disagree(some: Telling, others: Telling) -> bool:
    """«Курс на 5 мая» and «курс на 6 мая»: what each title counts the other does not know."""
    ours, theirs = some.title_numbers, others.title_numbers
    return bool(ours and theirs and ours.isdisjoint(others.terms) and theirs.isdisjoint(some.terms))


def _shared(some: Telling, others: Telling) -> int:
    shared = some.telling & others.telling
    if MONTHS.isdisjoint(shared):
        return len(shared)
    # a date: much happens on one day
    return sum(term not in MONTHS and not (term.isdigit() and int(term) <= 31) for term in shared)


def _same_village(some: Telling, others: Telling) -> bool:
    """A village that one names as such, the other perhaps by its name alone."""
    return any(
        village in far.terms or NAME + village[1:] in far.terms
        for near, far in ((some, others), (others, some))
        for village in near.villages
    )


def _weighed(one: Telling, rarity: Mapping[str, float], left_out: Terms) -> Weights:
    return {
        term: weight * rarity[term] for term, weight in one.terms.items() if term not in left_out
    }


def _overlap(
    ours: Weights, theirs: Weights, some: Iterable[str], others: Iterable[str], smooth: float
) -> float:
    """The share of the lesser of the two that is in both; 0 where one has none."""
    least = min(sum(ours[term] for term in some), sum(theirs[term] for term in others))
    if not least:
        return 0.0
    shared = sum(min(ours[term], theirs[term]) for term in some if term in theirs)
    return shared / (least + smooth)


def _cosine(some: Weights, others: Weights) -> float:
    shared = sum(weight * others[term] for term, weight in some.items() if term in others)
    return shared / (_length(some) * _length(others)) if shared else 0.0


def _length(weights: Weights) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values()))
