"""When digests fall due, worked out by walking over every minute; asks no rule of the product."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

MINUTE, DAY = 60, 86_400


@dataclass(frozen=True, slots=True)
class Hours:
    """What a subscriber chose; `quiet` is empty or two minutes of the day."""

    minutes: tuple[int, ...]
    days: tuple[int, ...]
    zone: str
    quiet: tuple[int, ...] = ()


@dataclass(slots=True)
class Walls:
    """The clock on the wall of one zone: the local day and minute of every UTC minute."""

    zone: str
    begin: int
    end: int
    local: dict[int, tuple[date, int]] = field(default_factory=dict)
    first: dict[tuple[date, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        zone = ZoneInfo(self.zone)
        for at in range(self.begin, self.end, MINUTE):
            clock = datetime.fromtimestamp(at, UTC).astimezone(zone)
            wall = clock.date(), clock.hour * 60 + clock.minute
            self.local[at] = wall
            self.first.setdefault(wall, at)

    def at(self, day: date, minute: int) -> int | None:
        """The UTC second of a minute on the wall; one that was skipped comes so much later."""
        skipped = 0
        while (day, minute) not in self.first and (day, minute + skipped) not in self.first:
            skipped += 1
            if minute + skipped >= 1440:
                return None
        if not skipped:
            return self.first[day, minute]
        before = minute
        while (day, before) not in self.first and before:
            before -= 1
        return self.first.get((day, minute + (minute + skipped) - before - 1))


@cache
def walls(zone: str, begin: int, end: int) -> Walls:
    return Walls(zone, begin, end)


@cache
def slots(hours: Hours, begin: int, end: int) -> tuple[int, ...]:
    """Every UTC second between the two at which these hours fall due, in order."""
    wall = walls(hours.zone, begin - 2 * DAY, end + 2 * DAY)
    found = set()
    for day in sorted({day for day, _ in wall.first}):
        if day.isoweekday() in hours.days:
            moments = (wall.at(day, minute) for minute in hours.minutes)
            found |= {after_quiet(hours, wall, at) for at in moments if at is not None}
    return tuple(sorted(at for at in found if begin <= at < end))


def after_quiet(hours: Hours, wall: Walls, at: int) -> int:
    while at in wall.local and in_quiet(hours, wall.local[at][1]):
        at += MINUTE
    return at


def in_quiet(hours: Hours, minute: int) -> bool:
    if not hours.quiet:
        return False
    begin, end = hours.quiet
    return begin <= minute < end if begin < end else minute >= begin or minute < end
