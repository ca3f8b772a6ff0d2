"""Decides whether an entry tells a known story. A false merge is worse than a missed one."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from bot.rules.story_terms import COMMON, TITLE
from storage.records.stories import Told

LIFE_S = 96 * 3600
# Cosines. One outlet telling it twice is mostly a new event of the same kind; across languages only
# names and listed words can agree, so less agreement is asked but more of it must be names.
SAME_LANGUAGE, SAME_FEED, OTHER_LANGUAGE = 0.62, 0.85, 0.42
SHARED_NAMES = 2
# Without names: titles that agree nearly word for word, told within a day and a half.
TITLE_AGREEMENT, TITLE_TERMS, TITLE_HOURS_S = 0.7, 5, 36 * 3600
# A word in more tellings than this says too little to look each of them up; of those that share
# rarer ones the closest are compared in full.
MOST_LOOKED_UP, MOST_COMPARED = 300, 40
TITLE_WEIGHT = 2.0
# So many unseen texts are imagined behind the recent ones, a tenth of which have each listed word:
# a young index would otherwise take every word for a rare one.
IMAGINED, COMMON_IN = 200, 20

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Telling:
    """An entry as the matching sees it: term to 1 or, in the title, TITLE_WEIGHT."""

    story: int
    feed_id: str
    language: str
    at: int
    terms: Weights
    title: frozenset[str]
    numbers: frozenset[str]


def telling(told: Told) -> Telling:
    """Read the stored form of an entry."""
    terms: dict[str, float] = {}
    title = set()
    for marked in told.terms.split():
        mark, term = marked[:2], marked[2:]
        weight = TITLE_WEIGHT if mark == TITLE else 1.0
        terms[term] = max(weight, terms.get(term, 0.0))
        if mark == TITLE:
            title.add(term)
    numbers = frozenset(term for term in title if term.isdigit())
    return Telling(
        told.story, told.feed_id, told.language, told.at, terms, frozenset(title), numbers
    )


class Recent:
    """The recent tellings, found by their terms."""

    def __init__(self, tellings: Iterable[Telling] = ()) -> None:
        self._tellings: list[Telling] = []
        self._by_term: dict[str, list[int]] = {}
        for one in tellings:
            self.add(one)

    def add(self, one: Telling) -> None:
        """Remember a telling whose story is known."""
        position = len(self._tellings)
        self._tellings.append(one)
        for term in one.terms:
            self._by_term.setdefault(term, []).append(position)

    def story_of(self, new: Telling) -> int | None:
        """Return the story that this entry tells, or None when it is a new one."""
        weights = self._weighted(new)
        best, story = 0.0, None
        for position in self._candidates(new):
            known = self._tellings[position]
            score = self._score(new, weights, known)
            if score > best:
                best, story = score, known.story
        return story

    def _candidates(self, new: Telling) -> set[int]:
        """Tellings that share most of the unlisted words, or many words of the title."""
        names = self._sharing(term for term in new.terms if not term.startswith(COMMON))
        titles = self._sharing(new.title)
        return {position for position, _ in names.most_common(MOST_COMPARED)} | {
            position
            for position, count in titles.most_common(MOST_COMPARED)
            if count >= TITLE_TERMS
        }

    def _sharing(self, terms: Iterable[str]) -> Counter[int]:
        """How many of the terms each telling shares; too frequent ones are not looked up."""
        places = (self._by_term.get(term, []) for term in terms)
        return Counter(chain.from_iterable(p for p in places if len(p) <= MOST_LOOKED_UP))

    def _score(self, new: Telling, weights: Weights, known: Telling) -> float:
        """Agreement above the threshold that applies, 0 when it is below."""
        if abs(new.at - known.at) > LIFE_S or _numbers_disagree(new, known):
            return 0.0
        score = _cosine(weights, self._weighted(known))
        return score if score >= self._threshold(new, known) else 0.0

    def _threshold(self, new: Telling, known: Telling) -> float:
        if new.language != known.language:
            names = [t for t in new.terms if t in known.terms and not t.startswith(COMMON)]
            enough = len(names) >= SHARED_NAMES or _titles_agree(new, known)
            return OTHER_LANGUAGE if enough else math.inf
        return SAME_FEED if new.feed_id == known.feed_id else SAME_LANGUAGE

    def _weighted(self, one: Telling) -> Weights:
        return {term: weight * self._rarity(term) for term, weight in one.terms.items()}

    def _rarity(self, term: str) -> float:
        having = len(self._by_term.get(term, ())) + (COMMON_IN if term.startswith(COMMON) else 0)
        return math.log((len(self._tellings) + IMAGINED) / (having + 1))


def _numbers_disagree(some: Telling, others: Telling) -> bool:
    """«Курс на 5 мая» and «курс на 6 мая» are two stories."""
    return bool(some.numbers and others.numbers and some.numbers.isdisjoint(others.numbers))


def _titles_agree(some: Telling, others: Telling) -> bool:
    shared = len(some.title & others.title)
    shorter = min(len(some.title), len(others.title))
    near = abs(some.at - others.at) <= TITLE_HOURS_S
    return near and shared >= TITLE_TERMS and shared >= TITLE_AGREEMENT * shorter


def _cosine(some: Weights, others: Weights) -> float:
    shared = sum(weight * others[term] for term, weight in some.items() if term in others)
    return shared / (_length(some) * _length(others)) if shared else 0.0


def _length(weights: Weights) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values()))
