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
LONGEST_DUE_S = DAYS_AHEAD * 86_400
LONGEST_REST_S = 370 * 86_400


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


def is_quiet(schedule: Schedule, at: int) -> bool:
    """Whether that UTC second lies in the quiet hours."""
    if not schedule.quiet:
        return False
    begin, end = schedule.quiet
    local = datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(schedule.zone))
    minute = local.hour * 60 + local.minute
    return begin <= minute < end if begin < end else minute >= begin or minute < end


def quiet_ends(schedule: Schedule, at: int) -> int:
    """Return the UTC second at which the quiet ends that covers `at`; `at` itself outside of it."""
    if not is_quiet(schedule, at):
        return at
    local = datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(schedule.zone))
    begin, end = schedule.quiet
    over_midnight = begin >= end and local.hour * 60 + local.minute >= begin
    day = local.date() + timedelta(days=over_midnight)
    clock = time(end // 60, end % 60, fold=local.fold)
    ends = datetime.combine(day, clock, local.tzinfo)
    # where the clock is set back the end may lie behind: the next minute is looked at then
    return max(int(ends.timestamp()), at + 60)


def how_late(schedule: Schedule, due_at: int, now: int) -> Lateness:
    """Judge a digest as lateness() does; in quiet hours none is sent."""
    return Lateness.MERGED if is_quiet(schedule, now) else lateness(due_at, now)


def after_merging(schedule: Schedule, due_at: int, now: int) -> int:
    """Return when she is due after a digest that was not sent.

    After a long outage a later slot of hers may be less than three hours behind: that one is due.
    """
    too_old = lateness(due_at, now) is Lateness.MERGED and not is_quiet(schedule, now)
    return next_due(schedule, now - LATEST_S - 1 if too_old else now)


def next_due(schedule: Schedule, after: int) -> int:
    """Return the first UTC second later than `after` at which the schedule falls due.

    A minute that summer time skips comes as much later as was skipped; one that occurs twice counts
    the first time; one in quiet hours comes when they end. ValueError: the schedule has no minute
    or no day.
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
            yield quiet_ends(schedule, int(local.timestamp()))


def day_begins(day: date, zone: str) -> int:
    """Return the UTC second at which the local day begins."""
    return int(datetime.combine(day, time(), ZoneInfo(zone)).timestamp())


def local_day(at: int, zone: str) -> date:
    """Return the local day of a UTC second."""
    return datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone)).date()


def rested(until: int | None, now: int) -> int | None:
    """Return the second to which she rests; None: she does not, or no rest could be that long."""
    return until if until is not None and now < until <= now + LONGEST_REST_S else None


def last_believable(now: int) -> int:
    """Return the UTC second beyond which no schedule reaches: the clock was ahead, then."""
    return now + LONGEST_DUE_S


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
