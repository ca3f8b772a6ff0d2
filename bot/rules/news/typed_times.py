"""Reads a day or two hours of a day as people type them."""

import re
from datetime import date, timedelta

from bot.rules.news.fact_dates import day_of, mentions
from bot.rules.news.schedule import read_clock

FARTHEST_DAYS = 366
_SHORT = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})(?:[./-](20\d\d|\d\d))?\s*")
_RANGE = re.compile(r"\s*(\d[\d:. ]*?)\s*(?:[-–—]|\s)\s*(\d[\d:.]*)\s*")


def read_day(text: str, today: date) -> date | None:
    """Return a day after `today`, within a year; None: unclear, past or too far."""
    short = _SHORT.fullmatch(text)
    if short:
        day, month, year = (int(part or 0) for part in short.groups())
        written = (year + 2000 if 0 < year < 100 else year, month, day)
    else:
        named = list(mentions(text))
        if not named:
            return None
        written = named[0].last
    years = (today.year, today.year + 1)
    days = [found for year in years if (found := day_of(written, year))]
    last = today + timedelta(days=FARTHEST_DAYS)
    return next((one for one in days if today < one <= last), None)


def read_hours(text: str) -> tuple[int, int] | None:
    """Read «22:00-7:00» or «22 7» as minutes of the day; None: unclear, or the same twice."""
    found = _RANGE.fullmatch(text)
    if not found:
        return None
    begin, end = read_clock(found[1]), read_clock(found[2])
    return None if begin is None or end is None or begin == end else (begin, end)
