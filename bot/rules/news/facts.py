"""Extracts deadlines and event dates from an entry's text with the sentences they come from.

Refuses what is vague («до конца месяца»), what is long past, and days of papers and births.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from bot.rules.feeds.feed_dates import named_zone
from bot.rules.news.fact_cues import is_told_as_past, kind_of
from bot.rules.news.fact_dates import Mention, clock_near, day_of, mentions
from storage.records.facts import Fact
from storage.records.feeds import Entry

_LONGEST = 280
MOST = 8
# a sentence with more days is a timetable, or a trap
_MOST_IN_ONE = 12
# a year that is not written is the one that brings the day into this window around publication
_AHEAD = {"deadline": timedelta(days=305), "event_date": timedelta(days=275)}
_TOLD_LATE = timedelta(days=1)
_YEAR = timedelta(days=365)
# a written year may be farther away, but what was over long ago is history
_PAST = {"deadline": timedelta(days=60), "event_date": timedelta(days=90)}
_FUTURE = timedelta(days=730)
_SHORT = "г ж ч ул обл им т тел янв фев мар апр авг сен сент окт ноя нояб дек проф просп мкр"
# not after these, «т.б.» or an initial; after «2026 г.» where a new word begins
_NEXT = r"[«\"“(]?[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ"
_END = re.compile(
    r"(?<=[.!?…])"
    + "".join(rf"(?<!\b{word}\.)" for word in _SHORT.split())
    + rf"(?<!\b[А-ЯӘІҢҒҮҰҚӨҺA-Z]\.)(?:[»\"”)]*)\s+(?={_NEXT}\d])|(?<=\d\s[гж]\.)\s+(?={_NEXT}])|\n+"
)


def named_days(entry: Entry, zone: str) -> tuple[Fact, ...]:
    """The facts of an entry of a feed in that IANA zone."""
    published = datetime.fromtimestamp(entry.time, named_zone(zone)).date()
    return facts_of(entry.title, entry.text or entry.lead, published)


def facts_of(title: str, text: str, published: date) -> tuple[Fact, ...]:
    """The facts of an entry published that local day, each once, the earliest day first."""
    found: dict[tuple[str, date], Fact] = {}
    before = ""
    for sentence in (*sentences(title), *sentences(text)):
        for fact in _facts_in(sentence, before, published):
            known = found.get((fact.kind, fact.day))
            # the one with the hour, or the whole sentence after a title
            if known is None or (fact.clock and not known.clock):
                found[fact.kind, fact.day] = fact
        before = sentence
    return tuple(sorted(found.values(), key=lambda fact: (fact.day, fact.kind))[:MOST])


def sentences(text: str) -> Iterator[str]:
    """The sentences of a plain text; a line ends one too."""
    for part in _END.split(text):
        sentence = " ".join(part.split())
        if sentence:
            yield sentence


def _facts_in(sentence: str, before: str, published: date) -> Iterator[Fact]:
    for mention in islice(mentions(sentence), _MOST_IN_ONE):
        kind = kind_of(sentence, mention, before)
        if kind is None:
            continue
        past = kind == "event_date" and is_told_as_past(sentence, mention)
        last = _placed(mention.last, published, _TOLD_LATE if past else _AHEAD[kind])
        if last is None or not published - _PAST[kind] <= last <= published + _FUTURE:
            continue
        clock = clock_near(sentence, mention)
        quoted = _quoted(sentence, mention)
        if kind == "deadline":
            yield Fact(kind, last, quoted, clock)
            continue
        first = _first(mention, last)
        yield Fact(kind, first, quoted, clock, last if last > first else None)


def _placed(written: tuple[int, int, int], published: date, ahead: timedelta) -> date | None:
    """The day; without a year, the one in the year-long window that ends `ahead`."""
    if written[0]:
        return day_of(written, written[0])
    for year in (published.year - 1, published.year, published.year + 1):
        day = day_of(written, year)
        if day and published + ahead - _YEAR < day <= published + ahead:
            return day
    return None


def _first(mention: Mention, last: date) -> date:
    first = day_of(mention.first, last.year)
    if first and first > last and not mention.first[0]:
        first = day_of(mention.first, last.year - 1)
    return first if first and first <= last else last


def _quoted(sentence: str, mention: Mention) -> str:
    """The sentence; of a long one, what stands around the day."""
    if len(sentence) <= _LONGEST:
        return sentence
    start = max(0, min(mention.start - _LONGEST // 2, len(sentence) - _LONGEST))
    cut = sentence[start : start + _LONGEST - 2]
    left = "" if start == 0 else "…"
    inner = cut if start == 0 else cut[cut.find(" ") + 1 :]
    whole = start + len(cut) >= len(sentence)
    return left + (inner if whole else inner[: inner.rfind(" ")] + "…")
