"""Working time adds up, whatever the hours of an office, its weekends and the holidays between."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.desk.working_time import Holidays, WorkingCalendar, after, worked

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
HOLIDAYS = st.builds(
    Holidays, st.just(()), st.frozensets(DAYS, max_size=40), st.frozensets(DAYS, max_size=9)
)


@st.composite
def intervals(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    """One to three of a day, in minutes after midnight, none touching the next."""
    edges = sorted(draw(st.sets(st.integers(0, 24 * 6), min_size=2, max_size=6)))
    return tuple((first * 10, last * 10) for first, last in list(pairwise(edges))[::2])


CALENDARS = st.builds(
    WorkingCalendar,
    st.sampled_from(["Asia/Aqtobe", "Asia/Almaty", "Europe/Berlin", "America/St_Johns"]),
    st.dictionaries(st.integers(1, 7), intervals(), min_size=2),
    HOLIDAYS,
)
STARTS = st.integers(1_767_225_600, 1_830_297_600)
SECONDS = st.integers(0, 60 * 3600)


@given(CALENDARS, STARTS, SECONDS, SECONDS)
def test_working_time_adds_up(hours: WorkingCalendar, start: int, first: int, second: int) -> None:
    end = after(hours, start, first)
    assert worked(hours, start, end) == first
    assert worked(hours, start, after(hours, end, second)) == first + second
