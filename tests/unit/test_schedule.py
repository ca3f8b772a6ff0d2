"""When a subscriber is due next, across summer time and jumps of the clock."""

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.rules.news.schedule import (
    LATEST_S,
    Lateness,
    clock_text,
    is_quiet,
    last_believable,
    lateness,
    next_due,
    quiet_ends,
    read_clock,
)
from storage.records.people import Schedule

BERLIN = "Europe/Berlin"  # Kazakhstan keeps one time all year; a zone with summer time is harder
ZONES = ["Asia/Aqtobe", BERLIN, "America/St_Johns", "Australia/Lord_Howe"]


def at(text: str, zone: str = "Asia/Aqtobe") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def local(moment: int, zone: str) -> str:
    return datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(zone)).isoformat()[:16]


def test_the_next_moment_is_later_the_same_day_or_the_day_after() -> None:
    eight = Schedule((480,))
    assert next_due(eight, at("2026-11-22T07:59")) == at("2026-11-22T08:00")
    assert next_due(eight, at("2026-11-22T08:00")) == at("2026-11-23T08:00")


def test_several_hours_and_chosen_days_are_kept() -> None:
    weekly = Schedule((480, 1080), days=(1,))
    assert next_due(weekly, at("2026-11-22T12:00")) == at("2026-11-23T08:00")
    assert next_due(weekly, at("2026-11-23T08:00")) == at("2026-11-23T18:00")
    assert next_due(weekly, at("2026-11-23T18:00")) == at("2026-11-30T08:00")


def test_a_minute_that_summer_time_skips_comes_an_hour_later_that_day() -> None:
    half_past_two = Schedule((150,), zone=BERLIN)
    due = next_due(half_past_two, at("2026-03-28T12:00", BERLIN))
    assert local(due, BERLIN) == "2026-03-29T03:30"


def test_a_minute_that_occurs_twice_is_due_once() -> None:
    half_past_two = Schedule((150,), zone=BERLIN)
    first = next_due(half_past_two, at("2026-10-24T12:00", BERLIN))
    assert local(first, BERLIN) == "2026-10-25T02:30"
    assert local(next_due(half_past_two, first), BERLIN) == "2026-10-26T02:30"


def test_a_schedule_without_a_minute_or_day_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a minute"):
        next_due(Schedule(()), 0)


def moments(zone: str) -> Iterator[tuple[Random, int, tuple[int, ...]]]:
    """Yield a die, a second of some years and one to four minutes of the day."""
    for seed in range(60):
        dice = Random(f"{zone} {seed}")
        after = dice.randint(1_700_000_000, 1_900_000_000)
        yield dice, after, tuple(dice.sample(range(1440), dice.randint(1, 4)))


@pytest.mark.parametrize("zone", ZONES)
def test_the_next_moment_is_always_ahead_and_within_eight_days(zone: str) -> None:
    for dice, after, minutes in moments(zone):
        days = tuple(sorted(dice.sample(range(1, 8), dice.randint(1, 7))))
        due = next_due(Schedule(minutes, days, zone), after)
        assert after < due < last_believable(after), (after, minutes, days)


@pytest.mark.parametrize("zone", ZONES)
def test_nothing_is_due_in_quiet_hours_in_whatever_zone(zone: str) -> None:
    for dice, after, minutes in moments(zone):
        schedule = Schedule(minutes, zone=zone, quiet=tuple(dice.sample(range(1440), 2)))
        assert not is_quiet(schedule, next_due(schedule, after)), (after, schedule)
        if is_quiet(schedule, after):
            assert after < quiet_ends(schedule, after) <= after + 25 * 3600, (after, schedule)


def test_quiet_hours_over_the_night_in_which_the_clock_is_set_forward() -> None:
    night = Schedule((3 * 60,), zone=BERLIN, quiet=(22 * 60, 7 * 60))
    assert local(quiet_ends(night, at("2026-03-28T23:00", BERLIN)), BERLIN) == "2026-03-29T07:00"
    assert local(next_due(night, at("2026-03-28T12:00", BERLIN)), BERLIN) == "2026-03-29T07:00"


def test_a_digest_up_to_three_hours_late_is_marked_and_later_ones_wait_for_the_next() -> None:
    assert lateness(1_000, 1_000 + 60) is Lateness.ON_TIME
    assert lateness(1_000, 1_000 + 3_600) is Lateness.LATE
    assert lateness(1_000, 1_000 + LATEST_S + 1) is Lateness.MERGED


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("7", 420), ("7:30", 450), ("07.30", 450), ("0730", 450), (" 19-15 ", 1155), ("0:00", 0),
        ("24:00", None), ("7:60", None), ("таңертең", None), ("", None), ("7:30:15", None),
    ],
)  # fmt: skip
def test_a_typed_hour_is_read_as_people_write_it(typed: str, minutes: int | None) -> None:
    assert read_clock(typed) == minutes


def test_an_hour_is_written_with_two_digits() -> None:
    assert clock_text(65) == "01:05"
