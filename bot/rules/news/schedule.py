"""Says when a subscriber is due next, and what becomes of a digest that is late. Reads no clock."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from storage.records.people import Schedule

# A digest a quarter of an hour behind is still this hour's; after three hours it is no longer worth
# an interruption of its own.
ON_TIME_S = 15 * 60
LATEST_S = 3 * 3600
MOST_HOURS = 4
DAY_MINUTES = 24 * 60
# A week has every day; one more day covers a slot that is behind the clock already.
DAYS_AHEAD = 9


class Lateness(StrEnum):
    """What is done with a digest that was due: sent, sent and marked, or merged into the next."""

    ON_TIME = "on_time"
    LATE = "late"
    MERGED = "merged"


def lateness(due_at: int, now: int) -> Lateness:
    """Judge a digest that was due at that UTC second."""
    if now - due_at <= ON_TIME_S:
        return Lateness.ON_TIME
    return Lateness.LATE if now - due_at <= LATEST_S else Lateness.MERGED


def next_due(schedule: Schedule, after: int) -> int:
    """Return the first UTC second later than `after` at which the schedule falls due.

    A minute that summer time skips comes as much later as was skipped; one that occurs twice counts
    the first time. ValueError: the schedule has no minute or no day.
    """
    zone = ZoneInfo(schedule.zone)
    # a day before: the slot of yesterday may lie in the gap that midnight fell into
    first = datetime.fromtimestamp(after, UTC).astimezone(zone).date() - timedelta(days=1)
    moments = (at for at in _moments(schedule, zone, first) if at > after)
    found = min(moments, default=None)
    if found is None:
        raise ValueError("a schedule needs a minute and a day")
    return found


def _moments(schedule: Schedule, zone: ZoneInfo, first: date) -> Iterator[int]:
    for offset in range(DAYS_AHEAD + 1):
        day = first + timedelta(days=offset)
        if day.isoweekday() not in schedule.days:
            continue
        for minute in schedule.minutes:
            local = datetime.combine(day, time(minute // 60, minute % 60), zone)
            yield int(local.timestamp())


def last_believable(now: int) -> int:
    """Return the UTC second beyond which no schedule reaches: the clock was ahead, then."""
    return now + DAYS_AHEAD * 86_400


def read_clock(text: str) -> int | None:
    """Read «7», «7:30», «07.30», «7 30», «0730» or «19-15» as minutes of the day; None: unclear."""
    found = re.fullmatch(r"\s*(\d{1,2})(?:\s*[:.,\- чh]?\s*(\d{2}))?\s*", text)
    if not found:
        return None
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def clock_text(minutes: int) -> str:
    """Write minutes of the day as 07:30."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
