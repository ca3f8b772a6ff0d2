"""Decides whether an entry tells a known story. A false merge is worse than a missed one."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.rules.news.story_terms import COMMON, CONCEPT, NAME, PHASE, PLACE, TITLE
from storage.records.stories import Told

LIFE_S = 96 * 3600
# Cosines, chosen on training/stories. What comes a day later is more often what came of it; a title
# that names only the region and one that names a district of it tell mostly two things; one outlet
# telling it twice, too.
SAME, A_DAY_LATER, ELSEWHERE, SAME_FEED = 0.53, 0.08, 0.10, 0.85
# Two that share a count and also a place or a name are one event at less agreement: on
# training/stories no pair of two events shares both.
ANCHORED = 0.13
# so many terms must be shared that say more than «организация», «прошёл» or a region's name
SHARED = 3
TITLE_WEIGHT = 1.5
# Tellings are looked up by the rarest words first, until so many were met; those that share most of
# these words are compared in full.
MOST_LOOKED_UP, MOST_COMPARED = 4_000, 30
# So many unseen texts are imagined behind the recent ones, and so many of them with a term of each
# sort: a young index would otherwise take every word for a rare one.
IMAGINED = 200
HAVING = {COMMON: 100, CONCEPT: 12, PLACE: 60, NAME: 2}
HAVING_DISTRICT, HAVING_DIGIT, HAVING_NUMBER, HAVING_WORD = 12, 20, 4, 6
MONTHS = frozenset(
    CONCEPT + month
    for month in (
        "январ", "феврал", "март", "апрел", "мая", "июн", "июл", "август", "сентябр", "октябр",
        "ноябр", "декабр",
    )
)  # fmt: skip
MARKS = frozenset((COMMON, CONCEPT, PLACE, NAME, PHASE))

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Telling:
    """An entry as the matching sees it: term to 1 or, in the title, TITLE_WEIGHT.

    `plain` are words of its language only, `telling` those that say more than that something was.
    """

    story: int
    feed_id: str
    language: str
    at: int
    terms: Weights
    title: frozenset[str]
    plain: frozenset[str]
    telling: frozenset[str]
    places: frozenset[str]
    entry: int = 0


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
    return Telling(
        told.story,
        told.feed_id,
        told.language,
        told.at,
        terms,
        frozenset(title),
        frozenset(filter(is_plain, terms)),
        frozenset(filter(_tells, terms)),
        frozenset(filter(_is_place, terms)),
        told.entry,
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
        known = self.nearest(new)
        return known.story if known else None

    def nearest(self, new: Telling) -> Telling | None:
        """Return the telling of the same event that agrees most, or None."""
        best, nearest = 0.0, None
        rarity: dict[str, float] = {}
        for position in self._candidates(new):
            known = self._tellings[position]
            score = self.score(new, known, rarity)
            if score > best:
                best, nearest = score, known
        return nearest

    def score(self, new: Telling, known: Telling, rarity: dict[str, float]) -> float:
        """Agreement above the threshold that applies, 0 when it is below; `rarity` is filled."""
        if abs(new.at - known.at) > LIFE_S or _shared(new, known) < SHARED or disagree(new, known):
            return 0.0
        agreement = self.agreement(new, known, rarity)
        return agreement if agreement >= _threshold(new, known) else 0.0

    def agreement(self, new: Telling, known: Telling, rarity: dict[str, float]) -> float:
        """Cosine of the two over the words that can agree at all."""
        left_out: frozenset[str] = frozenset()
        if new.language != known.language:
            # a word that stands in both is borrowed: «кооператив», «фестиваль»
            left_out = new.plain ^ known.plain
        some = self._weighted(new, rarity, left_out)
        return _cosine(some, self._weighted(known, rarity, left_out))

    def _candidates(self, new: Telling) -> list[int]:
        """Tellings that share most of its rarest words."""
        found = (self._by_term.get(term, []) for term in new.terms)
        sharing: Counter[int] = Counter()
        looked_up = 0
        for places in sorted(found, key=len):
            looked_up += len(places)
            if looked_up > MOST_LOOKED_UP and sharing:
                break
            sharing.update(places)
        return [position for position, _ in sharing.most_common(MOST_COMPARED)]

    def _weighted(
        self, one: Telling, rarity: dict[str, float], left_out: frozenset[str]
    ) -> Weights:
        for term in one.terms:
            if term not in rarity:
                rarity[term] = self._rarity(term)
        return {
            term: weight * rarity[term]
            for term, weight in one.terms.items()
            if term not in left_out
        }

    def _rarity(self, term: str) -> float:
        if term[0] == PHASE:
            return 0.0
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
    ours, theirs = some.places, others.places
    if not (ours and theirs):
        return False
    for level in (1, 0):
        one = {place for place in ours if place.count("/") == level}
        two = {place for place in theirs if place.count("/") == level}
        if one and two and one.isdisjoint(two):
            return True
    return False


def _phases_disagree(some: Telling, others: Telling) -> bool:
    """One is only at its beginning, the other has ended."""
    ours, theirs = (frozenset(t for t in one.terms if t[0] == PHASE) for one in (some, others))
    return bool(ours and theirs and ours.isdisjoint(theirs))


def _shared(some: Telling, others: Telling) -> int:
    shared = some.telling & others.telling
    if MONTHS.isdisjoint(shared):
        return len(shared)
    # a date: much happens on one day
    return sum(term not in MONTHS and not (term.isdigit() and int(term) <= 31) for term in shared)


def _tells(term: str) -> bool:
    return term[0] not in (COMMON, PHASE) and not (term[0] == PLACE and "/" not in term)


def _threshold(new: Telling, known: Telling) -> float:
    if new.feed_id == known.feed_id and new.language == known.language:
        return SAME_FEED
    later = abs(new.at - known.at) / 86_400
    anchored = ANCHORED * _anchored(new, known)
    return SAME - anchored + A_DAY_LATER * later + ELSEWHERE * _elsewhere(new, known)


def _anchored(some: Telling, others: Telling) -> bool:
    """Whether both count the same, and name the same place or name beside it."""
    shared = some.terms.keys() & others.terms.keys()
    dated = not MONTHS.isdisjoint(shared)
    counted = any(term.isdigit() and _counts(int(term), dated) for term in shared)
    return counted and any(term[0] in (PLACE, NAME) for term in shared)


def _counts(number: int, dated: bool) -> bool:
    """No year, no day of a month that is named; one and two are everywhere."""
    return number > (31 if dated else 2) and not 1900 < number < 2100


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
