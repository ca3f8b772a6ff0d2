"""Counts working time: when so many minutes of work will have passed. Knows no clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

Interval = tuple[int, int]  # minutes of the local day: from, to
_SATURDAY = 6
_FAR = 400  # days; an office that works less than one interval a year is a mistake in a file


@dataclass(frozen=True, slots=True)
class YearlyDay:
    """A day off of every year; `moves`: on a weekend it gives the next working day off."""

    month: int
    day: int
    moves: bool
    since: int = 1
    until: int = 9999


@dataclass(frozen=True, slots=True)
class Holidays:
    """Days without work; `working_days` are weekend days on which everybody works."""

    yearly: tuple[YearlyDay, ...]
    days_off: frozenset[date]
    working_days: frozenset[date]

    def __hash__(self) -> int:
        """The sets keep their hash; that of every yearly day is counted anew each time."""
        return hash((self.days_off, self.working_days))

    @classmethod
    def none(cls) -> "Holidays":
        """Every day is like any other."""
        return cls((), frozenset(), frozenset())

    def off(self, day: date) -> bool:
        """Whether nobody works on that day, whatever the office's week says."""
        return day not in self.working_days and day in _of_year(self, day.year)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """One office's hours: intervals by ISO weekday (a lunch makes two), and the days off."""

    zone: str
    hours: Mapping[int, tuple[Interval, ...]]
    holidays: Holidays

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """The day's working intervals; a named working weekend keeps Monday's hours."""
        if day in self.holidays.working_days:
            return self.hours.get(day.isoweekday()) or self.hours.get(1, ())
        return () if self.holidays.off(day) else self.hours.get(day.isoweekday(), ())


@lru_cache(maxsize=64)
def _of_year(holidays: Holidays, year: int) -> frozenset[date]:
    named = [
        (date(year, rule.month, rule.day), rule.moves)
        for rule in holidays.yearly
        if rule.since <= year <= rule.until
    ]
    off = {day for day, _ in named} | holidays.days_off
    for day, moves in sorted(named):
        if moves and day.isoweekday() >= _SATURDAY:
            off.add(_next_workday(day, off))
    return frozenset(off)


def _next_workday(day: date, off: set[date]) -> date:
    while day in off or day.isoweekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


def due(calendar: WorkingCalendar, start: int, minutes: int) -> int:
    """The UTC second at which `minutes` of working time have passed since `start`; see `after`."""
    return after(calendar, start, minutes * 60)


def after(calendar: WorkingCalendar, start: int, seconds: int) -> int:
    """The UTC second at which `seconds` of working time have passed since `start` (UTC).

    Time left over at an interval's very end is due then, not at the next morning. ValueError: the
    office never works.
    """
    for opens, closes in _stretches(calendar, start):
        begin = max(opens, start)
        if begin < closes and seconds <= closes - begin:
            return begin + seconds
        seconds -= max(0, closes - begin)
    raise ValueError("the office has no working hours")


def days_later(calendar: WorkingCalendar, start: int, days: int) -> int:
    """The UTC second of the same hour so many working days later (ValueError: never works)."""
    return after(calendar, start, working_days(calendar, start, days))


def worked(calendar: WorkingCalendar, start: int, end: int) -> int:
    """Seconds of working time between two UTC seconds; 0 when `end` is before `start`."""
    total = 0
    for opens, closes in _stretches(calendar, start):
        if opens >= end:
            break
        total += max(0, min(closes, end) - max(opens, start))
    return total


def working_days(calendar: WorkingCalendar, start: int, days: int) -> int:
    """Seconds of working time until the same hour so many working days later.

    What comes outside hours counts from the next opening. ValueError: the office never works.
    """
    zone = ZoneInfo(calendar.zone)
    begin = opening(calendar, start)
    local = datetime.fromtimestamp(begin, UTC).astimezone(zone)
    minute, day = local.hour * 60 + local.minute, local.date()
    for _ in range(days):
        day = _next_working(calendar, day)
    return worked(calendar, begin, _at(day, minute, zone) + local.second)


def opening(calendar: WorkingCalendar, at: int) -> int:
    """`at` itself while the office works, else its next opening. ValueError: it never works."""
    for opens, closes in _stretches(calendar, at):
        if at < closes:
            return max(opens, at)
    raise ValueError("the office has no working hours")


def _next_working(calendar: WorkingCalendar, day: date) -> date:
    for ahead in range(1, _FAR):
        if calendar.intervals(day + timedelta(days=ahead)):
            return day + timedelta(days=ahead)
    raise ValueError("the office has no working hours")


def _stretches(calendar: WorkingCalendar, start: int) -> Iterator[tuple[int, int]]:
    """Working intervals as UTC seconds, from the local day of `start` on."""
    zone = ZoneInfo(calendar.zone)
    day = datetime.fromtimestamp(start, UTC).astimezone(zone).date()
    idle = 0
    while idle < _FAR:
        intervals = calendar.intervals(day)
        for opens, closes in intervals:
            yield _at(day, opens, zone), _at(day, closes, zone)
        idle = 0 if intervals else idle + 1
        day += timedelta(days=1)


def _at(day: date, minute: int, zone: ZoneInfo) -> int:
    """The wall clock's moment, also on the days on which clocks are changed."""
    midnight = datetime.combine(day, time())
    return int((midnight + timedelta(minutes=minute)).replace(tzinfo=zone).timestamp())
