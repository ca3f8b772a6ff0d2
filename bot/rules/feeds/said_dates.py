"""Reads dates as lists of news say them: yesterday, two hours ago, 12 November without a year.

For pages only: a feed says in full when an entry was published.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo

from bot.rules.feeds.feed_dates import MONTH, month_of, named_zone, read_date

_CLOCK = r"(?:(?:в|сағ\w*|саг\w*|at)?\.?\s*(?P<{0}>\d{{1,2}}:\d\d))"
_DAYS_AGO = {
    "сегодня": 0, "бүгін": 0, "бугин": 0, "бугін": 0, "today": 0,
    "вчера": 1, "кеше": 1, "yesterday": 1,
    "позавчера": 2, "алдыңгүні": 2, "алдыңғы күні": 2,
}  # fmt: skip
_DAY = re.compile(rf"(?P<day>{'|'.join(_DAYS_AGO)})(?:[,\s]+{_CLOCK.format('clock')})?")
_HOUR = re.compile(_CLOCK.format("clock"))
_AGO = re.compile(
    r"(?P<count>\d{1,3})?\s*(?P<unit>сек|мин|час|сағ|саг|д[нe]|ден|күн|кун|нед|апта)\w*\s+(?:тому\s+)?"
    r"(?:назад|бұрын|бурын)"
)
_UNITS = {
    "сек": 1, "мин": 60, "час": 3600, "сағ": 3600, "саг": 3600, "дн": 86_400, "ден": 86_400,
    "күн": 86_400, "кун": 86_400, "нед": 604_800, "апта": 604_800,
}  # fmt: skip
_YEARLESS = re.compile(
    rf"(?:\w{{2,11}}\.?,\s+)?(?:{_CLOCK.format('before')}[,\s]+)?(?P<number>\d{{1,2}})[\s.-]+"
    rf"(?P<month>{MONTH})[^\W\d]*\.?(?:[,\s]+{_CLOCK.format('clock')})?"
)
_LONGEST = 60


def said_date(text: str, zone: str, now: int) -> int | None:
    """UTC unix seconds, or None where no date is said or more than a date. A day without an hour is
    its noon; without a year it is the last such day, or tomorrow."""
    written = read_date(text, zone)
    if written is not None:
        return written
    said = " ".join(text[:_LONGEST].lower().split())
    ago = _AGO.fullmatch(said)
    if ago:
        return now - int(ago["count"] or 1) * _UNITS[ago["unit"]]
    try:
        moment = _near(said, datetime.fromtimestamp(now, named_zone(zone)))
    except ValueError:
        return None
    return int(moment.timestamp()) if moment else None


def _near(said: str, now: datetime) -> datetime | None:
    """The moment that is said from `now`; raises ValueError for 31 June and 33:70."""
    if found := _DAY.fullmatch(said):
        return _at(now - timedelta(days=_DAYS_AGO[found["day"]]), found["clock"])
    if found := _HOUR.fullmatch(said):
        today = _at(now, found["clock"])
        return today if today <= now else today - timedelta(days=1)
    if found := _YEARLESS.fullmatch(said):
        clock = found["clock"] or found["before"]
        return _in_its_year(int(found["number"]), month_of(found["month"]), clock, now)
    return None


def _in_its_year(day: int, month: int, clock: str | None, now: datetime) -> datetime:
    """29 February is looked for in the last four years."""
    for year in range(now.year + 1, now.year - 4, -1):
        try:
            moment = _at(now.replace(year=year, month=month, day=day), clock)
        except ValueError:
            continue
        if moment <= now + timedelta(days=1):
            return moment
    raise ValueError("no such day")


def _at(day: datetime, clock: str | None) -> datetime:
    hour, minute = map(int, clock.split(":")) if clock else (12, 0)
    zone: tzinfo | None = day.tzinfo
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
