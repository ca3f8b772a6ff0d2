"""Decides whether an entry tells a known story. A false merge is worse than a missed one."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from bot.rules.news.story_terms import COMMON, CONCEPT, NAME, PHASE, PLACE, TITLE
from storage.records.stories import Told

LIFE_S = 96 * 3600
# Cosines, chosen on training/stories. What comes a day later is more often what came of it; a title
# that names only the region and one that names a district of it tell mostly two things; one outlet
# telling it twice, too.
SAME, A_DAY_LATER, ELSEWHERE, SAME_FEED = 0.50, 0.04, 0.10, 0.85
# so many terms must be shared that say more than «организация», «прошёл» or a region's name
SHARED = 3
TITLE_WEIGHT = 1.5
# A word in more tellings than this says too little to look each of them up; of those that share
# rarer ones the closest are compared in full.
MOST_LOOKED_UP, MOST_COMPARED = 1_000, 25
# So many unseen texts are imagined behind the recent ones, and so many of them with a term of each
# sort: a young index would otherwise take every word for a rare one.
IMAGINED = 200
HAVING = {COMMON: 100, CONCEPT: 12, PLACE: 60, NAME: 2}
HAVING_DISTRICT, HAVING_DIGIT, HAVING_NUMBER, HAVING_WORD = 12, 20, 4, 6
MARKS = frozenset((COMMON, CONCEPT, PLACE, NAME, PHASE))

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
    return Telling(told.story, told.feed_id, told.language, told.at, terms, frozenset(title))


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
        best, story = 0.0, None
        for position in self._candidates(new):
            known = self._tellings[position]
            score = self.score(new, known)
            if score > best:
                best, story = score, known.story
        return story

    def score(self, new: Telling, known: Telling) -> float:
        """Agreement above the threshold that applies, 0 when it is below."""
        if abs(new.at - known.at) > LIFE_S or disagree(new, known):
            return 0.0
        if _shared(new, known) < SHARED:
            return 0.0
        agreement = self.agreement(new, known)
        return agreement if agreement >= _threshold(new, known) else 0.0

    def agreement(self, new: Telling, known: Telling) -> float:
        """Cosine of the two over the words that can agree at all."""
        across = new.language != known.language
        some, others = self._weighted(new, across), self._weighted(known, across)
        return _cosine(some, others)

    def _candidates(self, new: Telling) -> set[int]:
        """Tellings that share most words with it, or most names and numbers."""
        telling_much = [term for term in new.terms if term[0] not in (COMMON, PHASE)]
        rare = [term for term in telling_much if term[0] not in (CONCEPT, PLACE)]
        return {
            position
            for terms in (telling_much, rare)
            for position, _ in self._sharing(terms).most_common(MOST_COMPARED)
        }

    def _sharing(self, terms: Iterable[str]) -> Counter[int]:
        """How many of the terms each telling shares; too frequent ones are not looked up."""
        places = (self._by_term.get(term, []) for term in terms)
        return Counter(chain.from_iterable(p for p in places if len(p) <= MOST_LOOKED_UP))

    def _weighted(self, one: Telling, across: bool) -> Weights:
        return {
            term: weight * self._rarity(term)
            for term, weight in one.terms.items()
            if term[0] != PHASE and not (across and is_plain(term))
        }

    def _rarity(self, term: str) -> float:
        having = len(self._by_term.get(term, ())) + _imagined(term)
        return max(0.0, math.log((len(self._tellings) + IMAGINED) / having))


def is_plain(term: str) -> bool:
    """Whether the term is a word of one language only."""
    return term[0] not in MARKS and not term.isdigit()


def disagree(some: Telling, others: Telling) -> bool:
    """Whether place, number or phase say that these are two events."""
    return (
        _numbers_disagree(some, others)
        or _places_disagree(some, others)
        or _phases_disagree(some, others)
    )


def _numbers_disagree(some: Telling, others: Telling) -> bool:
    """«Курс на 5 мая» and «курс на 6 мая»: what each title counts the other does not know."""
    ours, theirs = (frozenset(filter(str.isdigit, one.title)) for one in (some, others))
    return bool(ours and theirs and ours.isdisjoint(others.terms) and theirs.isdisjoint(some.terms))


def _places_disagree(some: Telling, others: Telling) -> bool:
    """Districts that differ, or else regions."""
    ours, theirs = _places(some), _places(others)
    for level in (1, 0):
        one = {place for place in ours if place.count("/") == level}
        two = {place for place in theirs if place.count("/") == level}
        if one and two and one.isdisjoint(two):
            return True
    return False


def _places(one: Telling) -> frozenset[str]:
    return frozenset(filter(_is_place, one.terms))


def _phases_disagree(some: Telling, others: Telling) -> bool:
    """One is only at its beginning, the other has ended."""
    ours, theirs = (frozenset(t for t in one.terms if t[0] == PHASE) for one in (some, others))
    return bool(ours and theirs and ours.isdisjoint(theirs))


def _shared(some: Telling, others: Telling) -> int:
    return sum(
        1
        for term in some.terms
        if term in others.terms
        and term[0] not in (COMMON, PHASE)
        and not (term[0] == PLACE and "/" not in term)
    )


def _threshold(new: Telling, known: Telling) -> float:
    if new.feed_id == known.feed_id and new.language == known.language:
        return SAME_FEED
    later = abs(new.at - known.at) / 86_400
    return SAME + A_DAY_LATER * later + ELSEWHERE * _elsewhere(new, known)


def _elsewhere(some: Telling, others: Telling) -> bool:
    """Whether one title names a district and the other only its region."""
    ours, theirs = (frozenset(filter(_is_place, one.title)) for one in (some, others))
    return bool(ours and theirs) and _in_district(ours) != _in_district(theirs)


def _is_place(term: str) -> bool:
    return term[0] == PLACE


def _in_district(places: frozenset[str]) -> bool:
    return any("/" in place for place in places)


def _imagined(term: str) -> int:
    if term.isdigit():
        return HAVING_NUMBER if len(term) > 1 else HAVING_DIGIT
    if term[0] == PLACE and "/" in term:
        return HAVING_DISTRICT
    return HAVING.get(term[0], HAVING_WORD)


def _cosine(some: Weights, others: Weights) -> float:
    shared = sum(weight * others[term] for term, weight in some.items() if term in others)
    return shared / (_length(some) * _length(others)) if shared else 0.0


def _length(weights: Weights) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values()))
