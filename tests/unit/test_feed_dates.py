"""Dates as feeds write them."""

from datetime import UTC, datetime

import pytest

from bot.rules.feeds.feed_dates import believable, read_date
from tests.unit.thrown import texts

KAZAKH = "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан"
RUSSIAN = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
NOON = datetime(2026, 9, 17, 12, 0, tzinfo=UTC)


def _utc(text: str, zone: str = "Asia/Aqtobe") -> str | None:
    moment = read_date(text, zone)
    return None if moment is None else datetime.fromtimestamp(moment, UTC).isoformat()[:16]


@pytest.mark.parametrize(
    "text",
    [
        "Thu, 17 Sep 2026 12:00:00 GMT",
        "Thu, 17 Sep 2026 17:00:00 +0500",
        "17 Sep 2026 08:00 EDT",
        "Thu, 17 Sep 26 12:00:00 UT",
        "2026-09-17T12:00:00Z",
        "2026-09-17T17:00:00.123+05:00",
        "2026-09-17 17:00",
        "20260917T120000Z"[:8] + " 12:00 z",
        "17.09.2026 17:00",
        "17:00, 17.09.2026",
        "17 сентября 2026, 17:00",
        "Чт, 17 сен 2026 17:00:00 +0500",
        "17 қыркүйек 2026 17:00",
        "2026 жылғы 17 қыркүйек, 17:00",
        "2026 ж. 17 қыркүйек 17:00",
        "September 17, 2026 5:00 pm",
        "Thu Sep 17 12:00:00 UTC 2026",
        "17 September 2026 15:00 MSK",
    ],
)
def test_every_usual_way_to_write_a_moment_is_read(text: str) -> None:
    assert _utc(text) == "2026-09-17T12:00"


@pytest.mark.parametrize("months", [KAZAKH, RUSSIAN])
def test_all_months_are_known_in_both_languages(months: str) -> None:
    for number, month in enumerate(months.split(), start=1):
        assert _utc(f"5 {month} 2026 10:30", "UTC") == f"2026-{number:02}-05T10:30"


def test_a_date_without_a_zone_is_in_the_feeds_zone() -> None:
    assert _utc("2026-09-17 12:00", "Asia/Aqtobe") == "2026-09-17T07:00"
    assert _utc("2026-09-17 12:00", "Nowhere/At_All") == "2026-09-17T12:00"


def test_a_day_without_an_hour_is_its_noon() -> None:
    assert _utc("17.09.2026", "UTC") == "2026-09-17T12:00"


@pytest.mark.parametrize("text", ["", "вчера", "99.99.2026", "2026-13-45", "Mon", "1" * 5_000])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text, "UTC") is None


def test_dates_of_1709_and_2099_are_not_believed() -> None:
    now = int(NOON.timestamp())
    for text in ("Mon, 01 Jan 2099 00:00:00 GMT", "1709-01-01T00:00:00Z"):
        assert believable(read_date(text, "UTC"), now) is None
    assert believable(now + 86_400, now) == now + 86_400
    assert believable(now + 86_401, now) is None


def test_no_text_makes_it_fail() -> None:
    for text in texts("0123456789 :.,+-/TZгж.қазанmay", 60):
        read_date(text, "Asia/Aqtobe")
