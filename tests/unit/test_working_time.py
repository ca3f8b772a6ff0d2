"""Deadlines are counted in working time of Kazakhstan, moved days included."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.desk.catalog_calendar import load_holidays
from bot.problems import Problem
from bot.rules.desk.working_time import WorkingCalendar, due, worked

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
