"""Reads and writes an office's hours as people do, and lays them over the catalogue's."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from bot.rules.desk.desk_catalog import OfficeFacts
from bot.rules.desk.working_time import Interval
from storage.records.office_settings import OfficeSettings

INTERVAL = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?")
DAY_MINUTES = 24 * 60
CLOSED = "-"


def intervals(text: str) -> tuple[Interval, ...]:
    """Read "9:00-13:00, 14:00-18:00"; "-" is a day without work. ValueError: neither."""
    if text.strip() == CLOSED:
        return ()
    found = []
    for part in re.split(r"[,;]", text):
        match = INTERVAL.fullmatch(part.strip())
        if match is None:
            raise ValueError(part)
        begin_hour, begin_minute, end_hour, end_minute = (int(one or 0) for one in match.groups())
        begin, end = begin_hour * 60 + begin_minute, end_hour * 60 + end_minute
        if not 0 <= begin < end <= DAY_MINUTES or begin_minute > 59 or end_minute > 59:
            raise ValueError(part)
        found.append((begin, end))
    if any(later[0] < earlier[1] for earlier, later in pairwise(found)):
        raise ValueError(text)
    return tuple(found)


def written(hours: tuple[Interval, ...]) -> str:
    """The intervals as people write them; "-" for none."""
    return ", ".join(f"{_clock(begin)}-{_clock(end)}" for begin, end in hours) or CLOSED


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def as_changed(facts: OfficeFacts, settings: OfficeSettings) -> OfficeFacts:
    """The office with what its coordinator changed."""
    calendar = facts.calendar
    extra = frozenset(date.fromisoformat(day) for day in settings.days_off)
    holidays = calendar.holidays
    if extra:
        holidays = replace(
            holidays,
            days_off=holidays.days_off | extra,
            working_days=holidays.working_days - extra,
        )
    hours = {**calendar.hours, **settings.hours}
    chosen = settings.categories
    return replace(
        facts,
        calendar=replace(calendar, hours=hours, holidays=holidays),
        categories=facts.categories if chosen is None else chosen,
    )
