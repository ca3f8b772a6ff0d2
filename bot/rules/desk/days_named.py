"""Reads a day that the staff type: 05.12, 5.12.2026, 2026-12-05."""

import re
from datetime import date

_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def named_day(text: str, today: date) -> date | None:
    """The day meant, this year or next; None: it is no day, or not ahead."""
    iso, usual = _ISO.fullmatch(text), _DAY.fullmatch(text)
    if iso:
        return _ahead(_date(int(iso[1]), int(iso[2]), int(iso[3])), today)
    if not usual:
        return None
    day, month, year = int(usual[1]), int(usual[2]), usual[3]
    if year:
        return _ahead(_date(int(year), month, day), today)
    return _ahead(_date(today.year, month, day), today) or _date(today.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _ahead(day: date | None, today: date) -> date | None:
    return day if day is not None and day >= today else None
