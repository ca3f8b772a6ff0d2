"""Dates as feeds write them."""

from datetime import UTC, datetime

import pytest

from bot.rules.feeds.feed_dates import believable, read_date
from bot.rules.feeds.said_dates import said_date
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
        "2026-09-17T15:00:00+03:00",
        "2026-09-17T07:00:00-05:00",
        "2026-09-17T14:00:00.5+0200",
        "2026-09-17T12:00:00+00:00",
        "2026-09-17T12:00+00:00",
        "Thu, 17 Sep 2026 15:00:00+0300",
        "Thu, 17 Sep 2026 12:00:00 UTC+0",
        "Thu, 17 Sep 2026 15:00:00 EEST",
        "2026-09-17T150000+0300",
        "2026-09-17T1500+03:00",
        "2026/09/17 17:00",
        "2026.09.17 17:00",
        "2026-9-17 17:00",
        "17-09-2026 17:00",
        "17.09.26 17:00",
        "09/17/2026 17:00",
        "17 Қыр 2026 17:00",
        "Қыркүйек 17, 2026 17:00",
        "17 Sep 2026 17:00 AQTT",
        "1789646400",
    ],
)
def test_every_usual_way_to_write_a_moment_is_read(text: str) -> None:
    assert _utc(text) == "2026-09-17T12:00"


@pytest.mark.parametrize("months", [KAZAKH, RUSSIAN])
def test_all_months_are_known_in_both_languages(months: str) -> None:
    for number, month in enumerate(months.split(), start=1):
        assert _utc(f"5 {month} 2026 10:30", "UTC") == f"2026-{number:02}-05T10:30"


def test_hours_of_opening_are_no_zone() -> None:
    assert _utc("17.09.2026 10:00-12:00") == "2026-09-17T05:00"
    assert _utc("17.09.2026 10:00 – 18:00") == "2026-09-17T05:00"
    assert _utc("2026-09-17T10:00:00+99:00") == "2026-09-17T05:00"


def test_almaty_was_six_hours_ahead_until_march_2024() -> None:
    assert _utc("Thu, 29 Feb 2024 12:00:00 ALMT", "UTC") == "2024-02-29T06:00"
    assert _utc("Fri, 01 Mar 2024 12:00:00 ALMT", "UTC") == "2024-03-01T07:00"
    assert _utc("29.02.2024 12:00", "Asia/Almaty") == "2024-02-29T06:00"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("вчера в 14:05", "2026-09-16T09:05"),
        ("Кеше, 14:05", "2026-09-16T09:05"),
        ("Сегодня, 09:30", "2026-09-17T04:30"),
        ("Бүгін сағат 09:30", "2026-09-17T04:30"),
        ("Бугин 09:30", "2026-09-17T04:30"),
        ("позавчера", "2026-09-15T07:00"),
        ("алдыңгүні", "2026-09-15T07:00"),
        ("14:05", "2026-09-17T09:05"),
        ("23:50", "2026-09-16T18:50"),
        ("5 минут назад", "2026-09-17T11:55"),
        ("час назад", "2026-09-17T11:00"),
        ("2 сағат бұрын", "2026-09-17T10:00"),
        ("3 күн бұрын", "2026-09-14T12:00"),
        ("12 қыркүйек", "2026-09-12T07:00"),
        ("12 қыркүйек, 10:00", "2026-09-12T05:00"),
        ("10:00, 12 сентября", "2026-09-12T05:00"),
        ("Сб, 12 сентября в 10:00", "2026-09-12T05:00"),
        ("25 декабря", "2025-12-25T07:00"),
        ("18 сентября, 10:00", "2026-09-18T05:00"),
        ("12 қыркүйек 2024", "2024-09-12T07:00"),
    ],
)
def test_a_date_as_a_list_of_news_says_it_is_read(text: str, moment: str) -> None:
    at = said_date(text, "Asia/Aqtobe", int(NOON.timestamp()))
    assert at is not None
    assert datetime.fromtimestamp(at, UTC).isoformat()[:16] == moment


@pytest.mark.parametrize("text", ["", "5 мамырлық бала", "12 сентября состоится форум", "33:70"])
def test_what_says_more_than_a_day_is_no_date_of_a_list(text: str) -> None:
    assert said_date(text, "Asia/Aqtobe", int(NOON.timestamp())) is None


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
    for text in texts("0123456789 :.,+-/TZгж.қазанmay", 40):
        read_date(text, "Asia/Aqtobe")
        said_date(text, "Asia/Aqtobe", int(NOON.timestamp()))
