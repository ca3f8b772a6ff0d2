"""Decides whether an entry tells a known story. A false merge is worse than a missed one."""

import math
from array import array
from collections import Counter
from collections.abc import Iterable

from bot.rules.news.story_likeness import likeness, may_be_one
from bot.rules.news.story_telling import Telling
from bot.rules.news.story_terms import COMMON, CONCEPT, NAME, PHASE, PLACE, VILLAGE

# Seconds from the first telling of a story to its last, and between any two of them.
LIFE_S = 96 * 3600
# Log odds (19 to 1) above which two are one, chosen on training/stories; one outlet that tells it
# twice must repeat itself to this cosine.
LIKELY, SAME_FEED = 2.6, 0.85
# Tellings are looked up by the rarest words first, until so many were met; those that share most of
# these words are compared in full.
MOST_LOOKED_UP, MOST_COMPARED = 1_500, 15
# So many unseen texts are imagined behind the recent ones, and so many of them with a term of each
# sort: a young index would otherwise take every word for a rare one.
IMAGINED = 200
HAVING = {COMMON: 100, CONCEPT: 12, PLACE: 60, NAME: 2, VILLAGE: 2}
HAVING_DISTRICT, HAVING_DIGIT, HAVING_NUMBER, HAVING_WORD = 12, 20, 4, 6


class Recent:
    """The recent tellings, found by their terms."""

    def __init__(self, tellings: Iterable[Telling] = ()) -> None:
        self._tellings: list[Telling] = []
        # arrays, because a list would look up an object for each of 1,500 places
        self._by_term: dict[str, array[int]] = {}
        self._begun: dict[int, int] = {}
        for one in tellings:
            self.add(one)

    def add(self, one: Telling) -> None:
        """Remember a telling whose story is known."""
        position = len(self._tellings)
        self._tellings.append(one)
        self._begun[one.story] = min(one.at, self._begun.get(one.story, one.at))
        for term in one.terms:
            if term not in self._by_term:
                self._by_term[term] = array("I")
            self._by_term[term].append(position)

    def story_of(self, new: Telling) -> int | None:
        """Return the story that this entry tells, or None when it is a new one."""
        known = self.nearest(new)
        return known.story if known else None

    def nearest(self, new: Telling) -> Telling | None:
        """Return the telling of the same event that agrees most, or None."""
        best, nearest = 0.0, None
        rarity = self.rarity(new)
        for position in self._candidates(new):
            known = self._tellings[position]
            if self._is_over(new, known) or not may_be_one(new, known):
                continue
            score = self._score(new, known, rarity)
            if score > best:
                best, nearest = score, known
        return nearest

    def _is_over(self, new: Telling, known: Telling) -> bool:
        """A story lives from its first telling: what is told every day begins one now and then."""
        begun = self._begun[known.story] if known.story else known.at
        return abs(new.at - known.at) > LIFE_S or new.at - begun > LIFE_S

    def rarity(self, *some: Telling) -> dict[str, float]:
        """How much each term of these tells, by how seldom it was met."""
        return {term: self._rarity(term) for one in some for term in one.terms}

    def _score(self, new: Telling, known: Telling, rarity: dict[str, float]) -> float:
        """How likely they are one, 0 when too little."""
        for term in known.terms:
            if term not in rarity:
                rarity[term] = self._rarity(term)
        found = likeness(new, known, rarity)
        if new.feed_id == known.feed_id and new.language == known.language:
            return max(found.log_odds, LIKELY) if found.signs["cosine"] >= SAME_FEED else 0.0
        return found.log_odds if found.log_odds >= LIKELY else 0.0

    def _candidates(self, new: Telling) -> list[int]:
        """Tellings that share most of its rarest words."""
        found = (
            self._by_term.get(term, ()) for term in new.terms if term[0] not in (COMMON, PHASE)
        )
        sharing: Counter[int] = Counter()
        looked_up = 0
        for places in sorted(found, key=len):
            looked_up += len(places)
            if looked_up > MOST_LOOKED_UP and sharing:
                break
            sharing.update(places)
        # who shares one word of many is no candidate, and there are thousands of them
        some = [place for place, shared in sharing.items() if shared > 1]
        some.sort(key=sharing.__getitem__, reverse=True)
        return some[:MOST_COMPARED]

    def _rarity(self, term: str) -> float:
        if term[0] == PHASE:
            return 0.0
        having = len(self._by_term.get(term, ())) + _imagined(term)
        return max(0.0, math.log((len(self._tellings) + IMAGINED) / having))


def _imagined(term: str) -> int:
    if term.isdigit():
        return HAVING_NUMBER if len(term) > 1 else HAVING_DIGIT
    if term[0] == PLACE and "/" in term:
        return HAVING_DISTRICT
    return HAVING.get(term[0], HAVING_WORD)
