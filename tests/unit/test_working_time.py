"""Deadlines are counted in working time of Kazakhstan, moved days included."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.desk.catalog_calendar import load_holidays
from bot.problems import Problem
from bot.rules.desk.working_time import (
    Holidays,
    WorkingCalendar,
    after,
    due,
    opening,
    worked,
    working_days,
)

FOLDER = Path(__file__).parents[2] / "bot" / "catalog"
ZONE = ZoneInfo("Asia/Aqtobe")


def calendar(*intervals: tuple[int, int]) -> WorkingCalendar:
    problems: list[Problem] = []
    holidays = load_holidays(FOLDER / "working_calendar.yaml", problems)
    assert not problems
    day = intervals or ((9 * 60, 18 * 60),)
    return WorkingCalendar("Asia/Aqtobe", dict.fromkeys(range(1, 6), day), holidays)


def at(text: str) -> int:
    return int(datetime.strptime(text, "%d.%m.%Y %H:%M").replace(tzinfo=ZONE).timestamp())


def local(second: int) -> str:
    return datetime.fromtimestamp(second, ZONE).strftime("%d.%m.%Y %H:%M")


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("06.03.2026 17:00", 2, "10.03.2026 10:00"),
        ("20.03.2026 17:00", 2, "26.03.2026 10:00"),
        ("28.08.2026 17:30", 8, "01.09.2026 16:30"),
        ("30.04.2026 17:00", 8, "04.05.2026 16:00"),
        ("23.10.2026 17:00", 2, "27.10.2026 10:00"),
        ("08.05.2026 17:00", 2, "12.05.2026 10:00"),
        ("24.11.2026 09:00", 8, "24.11.2026 17:00"),
    ],
)
def test_a_deadline_passes_over_holidays_and_their_moved_days(
    start: str, hours: int, end: str
) -> None:
    assert local(due(calendar(), at(start), hours * 60)) == end


def test_lunch_is_no_working_time() -> None:
    with_lunch = calendar((9 * 60, 13 * 60), (14 * 60, 18 * 60))
    assert local(due(with_lunch, at("30.04.2026 17:00"), 480)) == "04.05.2026 17:00"


def test_a_question_asked_at_night_is_counted_from_the_morning() -> None:
    assert local(due(calendar(), at("24.11.2026 03:10"), 15)) == "24.11.2026 09:15"
    assert local(due(calendar(), at("24.11.2026 21:10"), 15)) == "25.11.2026 09:15"


def test_time_that_ends_with_the_day_is_due_that_evening() -> None:
    assert local(due(calendar(), at("24.11.2026 17:00"), 60)) == "24.11.2026 18:00"


def test_days_of_the_official_calendar_of_2026_are_off() -> None:
    holidays = calendar().holidays
    moved = [(3, 9), (3, 24), (3, 25), (5, 11), (8, 31), (10, 26), (5, 27)]
    assert all(holidays.off(date(2026, month, day)) for month, day in moved)
    assert not holidays.off(date(2026, 3, 26))


def test_worked_time_is_the_other_side_of_a_deadline() -> None:
    start = at("06.03.2026 17:00")
    assert worked(calendar(), start, due(calendar(), start, 1234)) == 1234 * 60
    assert worked(calendar(), start, start - 60) == 0


def test_an_office_that_never_works_has_no_deadline() -> None:
    with pytest.raises(ValueError, match="no working hours"):
        due(WorkingCalendar("Asia/Aqtobe", {}, calendar().holidays), at("24.11.2026 09:00"), 1)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        # 2027: 2 January is a Saturday, 21 March a Sunday, 1 May a Saturday, 9 May a Sunday
        ("31.12.2026 17:00", 2, "05.01.2027 10:00"),
        ("06.01.2027 17:00", 2, "08.01.2027 10:00"),
        ("05.03.2027 17:30", 1, "09.03.2027 09:30"),
        ("12.03.2027 17:00", 2, "16.03.2027 10:00"),
        ("19.03.2027 17:00", 2, "25.03.2027 10:00"),
        ("30.04.2027 17:00", 2, "04.05.2027 10:00"),
        ("06.05.2027 17:00", 2, "11.05.2027 10:00"),
        ("05.07.2027 17:00", 2, "07.07.2027 10:00"),
        ("22.10.2027 17:00", 2, "26.10.2027 10:00"),
        ("15.12.2027 17:00", 2, "17.12.2027 10:00"),
        ("30.08.2027 09:00", 8, "30.08.2027 17:00"),
        ("26.05.2026 17:00", 2, "28.05.2026 10:00"),
    ],
)
def test_holidays_that_stand_beside_each_other_are_passed_over_together(
    start: str, hours: int, end: str
) -> None:
    assert local(due(calendar(), at(start), hours * 60)) == end


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("24.11.2026 13:00", 1, "24.11.2026 14:01"),
        ("24.11.2026 12:59", 1, "24.11.2026 13:00"),
        ("24.11.2026 18:00", 1, "25.11.2026 09:01"),
        ("24.11.2026 13:30", 0, "24.11.2026 14:00"),
        ("24.11.2026 09:00", 480, "24.11.2026 18:00"),
        ("24.11.2026 09:00", 481, "25.11.2026 09:01"),
        ("27.11.2026 18:00", 480, "30.11.2026 18:00"),
    ],
)
def test_at_the_border_of_an_interval_a_minute_decides(start: str, minutes: int, end: str) -> None:
    with_lunch = calendar((9 * 60, 13 * 60), (14 * 60, 18 * 60))
    assert local(due(with_lunch, at(start), minutes)) == end


def test_a_night_shift_is_two_intervals_that_meet_at_midnight() -> None:
    nights = WorkingCalendar(
        "Asia/Aqtobe",
        dict.fromkeys(range(1, 8), ((0, 6 * 60), (22 * 60, 24 * 60))),
        Holidays.none(),
    )
    assert local(due(nights, at("24.11.2026 12:00"), 180)) == "25.11.2026 01:00"
    assert local(opening(nights, at("24.11.2026 06:00"))) == "24.11.2026 22:00"
    assert worked(nights, at("24.11.2026 00:00"), at("26.11.2026 00:00")) == 16 * 3600


@pytest.mark.parametrize(("day", "utc_hour"), [(28, 8), (29, 7)])
def test_where_clocks_are_changed_the_office_opens_by_the_wall_clock(
    day: int, utc_hour: int
) -> None:
    berlin = WorkingCalendar(
        "Europe/Berlin", dict.fromkeys(range(1, 8), ((9 * 60, 18 * 60),)), Holidays.none()
    )
    midnight = int(datetime(2026, 3, day, tzinfo=UTC).timestamp())
    assert opening(berlin, midnight) == midnight + utc_hour * 3600
    assert worked(berlin, midnight, midnight + 24 * 3600) == 9 * 3600


@pytest.mark.parametrize(
    ("start", "days", "until"),
    [
        ("06.03.2026 17:00", 3, "12.03.2026 17:00"),
        ("24.11.2026 03:10", 1, "25.11.2026 09:00"),
        ("27.11.2026 20:00", 1, "01.12.2026 09:00"),
        ("24.11.2026 13:30", 2, "26.11.2026 14:00"),
    ],
)
def test_working_days_end_at_the_hour_at_which_they_began(
    start: str, days: int, until: str
) -> None:
    with_lunch = calendar((9 * 60, 13 * 60), (14 * 60, 18 * 60))
    seconds = working_days(with_lunch, at(start), days)
    assert local(opening(with_lunch, after(with_lunch, at(start), seconds))) == until


def test_a_weekend_day_on_which_everybody_works_has_mondays_hours() -> None:
    worked_on = replace(calendar().holidays, working_days=frozenset({date(2026, 11, 28)}))
    saturday = replace(calendar(), holidays=worked_on)
    assert local(due(saturday, at("27.11.2026 17:00"), 120)) == "28.11.2026 10:00"


def test_an_office_of_one_hour_a_week_has_sixty_hours_after_sixty_weeks() -> None:
    mondays = WorkingCalendar("Asia/Aqtobe", {1: ((9 * 60, 10 * 60),)}, Holidays.none())
    start = at("05.01.2026 09:00")
    assert local(due(mondays, start, 60 * 60)) == "22.02.2027 10:00"
    assert worked(mondays, start, at("23.02.2027 00:00")) == 60 * 3600
