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
            "jan янв қаң каң қан кан", "feb фев ақп акп", "mar мар нау", "apr апр сәу сау",
            "may май мая мам", "jun июн мау", "jul июл шіл шил", "aug авг там",
            "sep сен қыр кыр", "oct окт қаз каз", "nov ноя қар кар", "dec дек жел",
        ),
        start=1,
    )
    for month in stems.split()
}  # fmt: skip
MONTH = "|".join(_MONTHS)
# hours ahead of UTC; RFC 822 names, and those that feeds of the region write
_ZONES = dict.fromkeys(("ut", "utc", "gmt", "z", "wet"), 0) | {
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "bst": 1,
    "cet": 1,
    "cest": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "мск": 3,
}
# these were moved by law
_PLACES = {"almt": "Asia/Almaty", "aqtt": "Asia/Aqtobe"}
_ISO = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?P<mark>[-./]?)(?P<month>\d\d|(?<=[-./])\d)(?P=mark)"
    r"(?P<day>\d\d|(?<=[-./])\d)(?!\d)"
)
_DOTTED = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?P<mark>[-./])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|(?<=[./])\d\d)(?![\d:])"
)
_WORDS = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})[\s.-]+(?P<month>{MONTH})\w*\.?,?[\s-]+(?P<year>\d{{4}}|\d\d)(?![\d:])"
)
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})\s*(?:ж\w*\.?|г\w*\.?)?,?\s+(?P<day>\d{{1,2}})[\s-]+(?P<month>{MONTH})"
)
_MONTH_FIRST = re.compile(
    rf"(?P<month>{MONTH})[^\W\d]*\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
)
_ASCTIME = re.compile(
    rf"(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})\s+\d\d:\d\d:\d\d(?:\s+(?P<zone>[a-z]+))?\s+(?P<year>\d{{4}})"
)
_ORDER = (_ISO, _DOTTED, _WORDS, _YEAR_FIRST, _MONTH_FIRST, _ASCTIME)
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(am|pm)?", re.I)
_COMPACT = re.compile(r"^t(\d\d)(\d\d)(\d\d)?()(?![\d:])")
_OFFSET = re.compile(
    r"(?P<space>^|\s+)(?:gmt|utc|z)?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d\d)?\s*(?:\([^)]*\))?$"
)
# no place on earth is farther from Greenwich
_FARTHEST = 15
_ZONE_NAME = re.compile(r"(?:^|(?<=[\d\s]))([a-zа-я]{1,4})\.?$")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?")
_LONGEST = 100


def read_date(text: str, zone: str) -> int | None:
    """UTC unix seconds, or None where no date is found. A date without a zone is in `zone`;
    a day without an hour is its noon. Nothing is said of whether the date can be believed."""
    text = " ".join(text[:_LONGEST].lower().split())
    for pattern in _ORDER:
        found = pattern.search(text)
        if found:
            return _moment(found, text[: found.start()], text[found.end() :], text, zone)
    counted = _EPOCH.fullmatch(text)
    return int(counted[1]) if counted else None


def believable(moment: int | None, now: int) -> int | None:
    """The moment, unless it is before 2000 or more than a day ahead."""
    return moment if moment is not None and OLDEST <= moment <= now + AHEAD_S else None


def month_of(name: str) -> int:
    """The number of a month by what MONTH found of its name."""
    return _MONTHS[name]


def _moment(found: re.Match[str], before: str, after: str, text: str, zone: str) -> int | None:
    clock = _COMPACT.search(after) or _CLOCK.search(after)
    rest = after[clock.end() :] if clock else ""
    clock = clock or _CLOCK.search(before) or _CLOCK.search(text)
    hour, minute, second = _time(clock) if clock else (12, 0, 0)
    day, month = _day_and_month(found)
    exact = found.re is _ISO or bool(clock and clock[3])
    written = f"{found.groupdict().get('zone') or ''}{rest}" if clock else ""
    try:
        moment = datetime(
            *(_year(found["year"]), month, day, hour % 24, minute, min(second, 59)),
            tzinfo=_zone(written, zone, exact=exact),
        )
        return int(moment.timestamp()) + (86_400 if hour == 24 else 0)
    except (ValueError, OverflowError):
        return None


def _day_and_month(found: re.Match[str]) -> tuple[int, int]:
    day, month = int(found["day"]), found["month"]
    if not month.isdigit():
        return day, _MONTHS[month]
    # 11/25/2026: Americans write the month first
    turned = found.re is _DOTTED and int(month) > 12 >= day
    return (int(month), day) if turned else (day, int(month))


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 70 else 1900)


def _time(clock: re.Match[str]) -> tuple[int, int, int]:
    hour, half = int(clock[1]), clock[4]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    return hour, int(clock[2]), int(clock[3] or 0)


def _zone(rest: str, zone: str, *, exact: bool) -> tzinfo:
    """The zone written behind the hour, else the feed's own. `exact` tells +0500 that touches the
    hour from the end of «10:00-12:00»."""
    offset = _OFFSET.search(rest)
    if offset and int(offset["hours"]) < _FARTHEST and (exact or offset["space"]):
        shift = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
        return timezone(shift if offset["sign"] == "+" else -shift)
    name = _ZONE_NAME.search(rest.strip())
    if name and name[1] in _ZONES:
        return timezone(timedelta(hours=_ZONES[name[1]]))
    return named_zone(_PLACES.get(name[1], zone) if name else zone)


def named_zone(zone: str, load: Callable[[str], tzinfo] = ZoneInfo) -> tzinfo:
    """The IANA zone, or UTC where the machine does not know it."""
    try:
        return load(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
