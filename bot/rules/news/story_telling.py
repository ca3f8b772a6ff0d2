"""An entry as the matching of stories sees it: its stored terms, sorted by what they say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.rules.news.story_terms import COMMON, CONCEPT, NAME, PHASE, PLACE, TITLE, VILLAGE
from storage.records.stories import Told

TITLE_WEIGHT = 1.5
MONTHS = frozenset(
    CONCEPT + month
    for month in (
        "январ", "феврал", "март", "апрел", "мая", "июн", "июл", "август", "сентябр", "октябр",
        "ноябр", "декабр",
    )
)  # fmt: skip
MARKS = frozenset((COMMON, CONCEPT, PLACE, NAME, PHASE, VILLAGE))

Weights = Mapping[str, float]
Terms = frozenset[str]


@dataclass(frozen=True, slots=True)
class Telling:
    """`terms` are 1 or, in the title, TITLE_WEIGHT; the sets hold those of one sort.

    `plain` are words of its language only, `telling` those that say more than that something was,
    `counts` numbers that are no day of a named month and no year.
    """

    story: int
    feed_id: str
    language: str
    at: int
    terms: Weights
    title_numbers: Terms
    plain: Terms
    telling: Terms
    names: Terms
    concepts: Terms
    counts: Terms
    phases: Terms
    villages: Terms
    regions: Terms
    districts: Terms
    entry: int = 0


def telling(told: Told) -> Telling:
    """Read the stored form of an entry."""
    terms: dict[str, float] = {}
    title = set()
    for marked in told.terms.split():
        term = marked[2:]
        if marked[:2] == TITLE:
            terms[term] = TITLE_WEIGHT
            title.add(term)
        else:
            terms.setdefault(term, 1.0)
    places = _marked(terms, PLACE)
    districts = frozenset(place for place in places if "/" in place)
    return Telling(
        told.story,
        told.feed_id,
        told.language,
        told.at,
        terms,
        frozenset(filter(str.isdigit, title)),
        frozenset(term for term in terms if is_plain(term)),
        frozenset(filter(_tells, terms)),
        _marked(terms, NAME),
        _marked(terms, CONCEPT),
        _counts(terms),
        _marked(terms, PHASE),
        _marked(terms, VILLAGE),
        places - districts,
        districts,
        told.entry,
    )


def is_plain(term: str) -> bool:
    """Whether the term is a word of one language only."""
    return term[0] not in MARKS and not term.isdigit()


def _marked(terms: Iterable[str], mark: str) -> Terms:
    return frozenset(term for term in terms if term[0] == mark)


def _tells(term: str) -> bool:
    return term[0] not in (COMMON, PHASE) and not (term[0] == PLACE and "/" not in term)


def _counts(terms: Weights) -> Terms:
    """No year, no day of a month that is named; one and two are everywhere."""
    least = 2 if MONTHS.isdisjoint(terms) else 31
    return frozenset(
        term
        for term in terms
        if term.isdigit() and int(term) > least and not 1900 < int(term) < 2100
    )
