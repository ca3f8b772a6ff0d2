"""Reads the dates that feeds write: RFC 822, ISO 8601, and Russian and Kazakh words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

OLDEST = 946_684_800  # 2000-01-01: what is older is a mistake of the feed
AHEAD_S = 86_400

_MONTHS = {
    month: number
    for number, stems in enumerate(
        (
            "jan янв қаң каң қан", "feb фев ақп акп", "mar мар нау", "apr апр сәу сау",
            "may май мая мам", "jun июн мау", "jul июл шіл шил", "aug авг там",
            "sep сен қыр кыр", "oct окт қаз каз", "nov ноя қараш караш", "dec дек жел",
        ),
        start=1,
    )
    for month in stems.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
# hours ahead of UTC; RFC 822 names, and those that feeds of the region write
_ZONES = dict.fromkeys(("ut", "utc", "gmt", "z"), 0) | {
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "msk": 3,
    "мск": 3,
    "almt": 5,
    "aqtt": 5,
}
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)(?!\d)")
_DOTTED = re.compile(r"(?<!\d)(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})(?!\d)")
_WORDS = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})[\s.-]+(?P<month>{_MONTH})\w*\.?,?[\s-]+(?P<year>\d{{4}}|\d\d)(?![\d:])"
)
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})\s*(?:ж\w*\.?|г\w*\.?)?,?\s+(?P<day>\d{{1,2}})[\s-]+(?P<month>{_MONTH})"
)
_MONTH_FIRST = re.compile(
    rf"(?P<month>{_MONTH})[a-z]*\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
)
_ASCTIME = re.compile(
    rf"(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})\s+\d\d:\d\d:\d\d(?:\s+(?P<zone>[a-z]+))?\s+(?P<year>\d{{4}})"
)
_ORDER = (_ISO, _DOTTED, _WORDS, _YEAR_FIRST, _MONTH_FIRST, _ASCTIME)
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(am|pm)?", re.I)
_OFFSET = re.compile(r"(?<![\d-])(?:gmt|utc)?([+-])(\d{1,2}):?(\d\d)?\s*(?:\([^)]*\))?$")
_ZONE_NAME = re.compile(r"(?:^|(?<=[\d\s]))([a-zа-я]{1,4})\.?$")
_LONGEST = 100


def read_date(text: str, zone: str) -> int | None:
    """UTC unix seconds, or None where no date is found. A date without a zone is in `zone`;
    a day without an hour is its noon. Nothing is said of whether the date can be believed."""
    text = " ".join(text[:_LONGEST].lower().split())
    for pattern in _ORDER:
        found = pattern.search(text)
        if found:
            return _moment(found, text[: found.start()], text[found.end() :], text, zone)
    return None


def believable(moment: int | None, now: int) -> int | None:
    """The moment, unless it is before 2000 or more than a day ahead."""
    return moment if moment is not None and OLDEST <= moment <= now + AHEAD_S else None


def _moment(found: re.Match[str], before: str, after: str, text: str, zone: str) -> int | None:
    clock = _CLOCK.search(after) or _CLOCK.search(before) or _CLOCK.search(text)
    hour, minute, second = _time(clock) if clock else (12, 0, 0)
    month, written = found["month"], f"{found.groupdict().get('zone') or ''} {after}"
    try:
        moment = datetime(
            _year(found["year"]),
            int(month) if month.isdigit() else _MONTHS[month],
            int(found["day"]),
            *(hour % 24, minute, min(second, 59)),
            tzinfo=_zone(written if clock else "", zone),
        )
        return int(moment.timestamp()) + (86_400 if hour == 24 else 0)
    except (ValueError, OverflowError):
        return None


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 70 else 1900)


def _time(clock: re.Match[str]) -> tuple[int, int, int]:
    hour, half = int(clock[1]), clock[4]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    return hour, int(clock[2]), int(clock[3] or 0)


def _zone(rest: str, zone: str) -> tzinfo:
    """The zone written at the end of the date, else the feed's own."""
    rest = rest.strip()
    offset = _OFFSET.search(rest)
    if offset:
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        shift = timedelta(hours=hours, minutes=minutes)
        return timezone(shift if offset[1] == "+" else -shift)
    name = _ZONE_NAME.search(rest)
    if name and name[1] in _ZONES:
        return timezone(timedelta(hours=_ZONES[name[1]]))
    return named_zone(zone)


def named_zone(zone: str, load: Callable[[str], tzinfo] = ZoneInfo) -> tzinfo:
    """The IANA zone, or UTC where the machine does not know it."""
    try:
        return load(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
