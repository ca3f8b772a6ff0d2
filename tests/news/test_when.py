"""Hours, days, quiet, zone and pauses: kept as tapped or typed, and kept to."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.news.subscriptions import TooManyHours
from tests.news.test_digests import DAY, DUE, FIRST, HOUR, SECOND
from tests.news.town import AIGUL, NOW, Town, buttons_of


def local(moment: int | None, zone: str = "Asia/Aqtobe") -> str:
    assert moment is not None
    return datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(zone)).isoformat()[:16]


async def due(town: Town, zone: str = "Asia/Aqtobe") -> str:
    return local((await town.subscriber()).next_due_at, zone)


async def test_up_to_four_hours_a_day_are_kept_and_a_fifth_is_refused(town: Town) -> None:
    await town.joins()
    for minutes in (720, 1080, 1200):
        await town.taps(f"also:{minutes}:1")
    assert (await town.subscriber()).schedule.minutes == (480, 720, 1080, 1200)
    with pytest.raises(TooManyHours):
        await town.taps("also:540:1")
    await town.taps("also:720:0")
    _, screen = await town.taps("when:hours")
    ticked = [text for text in buttons_of(screen) if text.startswith("✓")]
    assert ticked == ["✓ 08:00", "✓ 18:00", "✓ 20:00"]
    assert await due(town) == "2026-11-22T18:00"


async def test_the_last_hour_and_the_last_day_stay(town: Town) -> None:
    await town.joins()
    await town.taps("also:480:0")
    await town.taps("days:once")
    await town.taps("day:1:0")
    schedule = (await town.subscriber()).schedule
    assert (schedule.minutes, schedule.days) == ((480,), (1,))


async def test_chosen_days_and_once_a_week(town: Town) -> None:
    await town.joins()
    _, screen = await town.taps("days:once")
    assert "✓ дс" in buttons_of(screen)
    assert await due(town) == "2026-11-23T08:00"
    await town.taps("days:work")
    await town.taps("day:1:0")
    _, page = await town.taps("when:all")
    assert "сс, ср, бс, жм; 08:00" in page["text"]
    assert await due(town) == "2026-11-24T08:00"


async def test_a_digest_due_in_quiet_hours_comes_when_they_end(town: Town) -> None:
    await town.poll()
    await town.joins(minutes=6 * 60)
    await town.taps("quiet:1320:420")
    assert await due(town) == "2026-11-23T07:00"
    town.publish("gazet", *FIRST)
    await town.poll()
    town.now = DUE - HOUR
    await town.rounds.run()
    assert len(await town.owed(AIGUL)) == 1
    assert await due(town) == "2026-11-24T07:00"


async def test_a_late_digest_is_not_sent_into_quiet_hours_but_merged(town: Town) -> None:
    await town.poll()
    await town.joins(minutes=21 * 60)
    await town.taps("quiet:1320:420")
    town.publish("gazet", *FIRST)
    await town.poll()
    town.now = NOW + 12 * HOUR  # eleven at night: two hours late, and quiet
    await town.rounds.run()
    assert await town.owed(AIGUL) == []
    town.now = NOW + 10 * HOUR + DAY
    await town.rounds.run()
    (digest,) = await town.owed(AIGUL)
    assert FIRST[0] in digest


async def test_what_she_asks_for_herself_comes_in_quiet_hours_too(town: Town) -> None:
    town.publish("gazet", *FIRST)
    await town.poll()
    await town.joins()
    await town.taps("quiet:600:720")
    (latest,) = await town.says("/latest")
    assert FIRST[0] in latest["text"]


async def test_hours_quiet_city_and_day_may_be_typed_and_unclear_ones_are_asked_again(
    town: Town,
) -> None:
    await town.joins()
    await town.taps("when_type:hours")
    (unclear,) = await town.says("кешке")
    assert "түсініксіз" in unclear["text"]
    await town.says("18.30")
    await town.taps("when_type:quiet")
    await town.says("сағат ондар")
    await town.says("23:00 - 6:30")
    schedule = (await town.subscriber()).schedule
    assert (schedule.minutes, schedule.quiet) == ((480, 1110), (1380, 390))
    await town.taps("when_type:zone")
    (unknown,) = await town.says("Атлантида")
    assert "таппадық" in unknown["text"]
    (found,) = await town.says("Берлин")
    await town.taps(buttons_of(found)["Берлин"])
    assert (await town.subscriber()).schedule.zone == "Europe/Berlin"
    assert await due(town, "Europe/Berlin") == "2026-11-22T08:00"


async def test_a_zone_or_minute_of_nowhere_changes_nothing(town: Town) -> None:
    await town.joins()
    before = (await town.subscriber()).schedule
    await town.taps("zone:Mars/Olympus")
    await town.taps("zone:../../etc/passwd")
    assert (await town.subscriber()).schedule == before


async def test_a_pause_ends_by_itself_on_the_day_that_was_named(town: Town) -> None:
    await town.poll()
    await town.joins()
    await town.taps("when_type:rest")
    assert "түсініксіз" in (await town.says("кейін"))[0]["text"]
    assert "түсініксіз" in (await town.says("01.11.2026"))[0]["text"]
    (page,) = await town.says("29 қараша")
    assert "29 қараша" in page["text"]
    assert await due(town) == "2026-11-29T08:00"
    town.publish("gazet", *FIRST)
    await town.poll()
    for day in range(6):
        town.now = DUE + day * DAY
        await town.rounds.run()
    assert await town.owed(AIGUL) == []
    town.now = DUE + 6 * DAY
    await town.rounds.run()
    assert FIRST[0] in (await town.owed(AIGUL))[0]
    (page,) = await town.says("/settings")
    assert "Кідіртілді" not in page["text"]


async def test_a_pause_of_a_month_is_no_clock_that_was_ahead(town: Town) -> None:
    await town.joins()
    await town.taps("rest:30")
    await town.rounds.run()
    assert await due(town) == "2026-12-22T08:00"
    _, page = await town.taps("wish:resume")
    assert "Кідіртілді" not in page["text"]
    assert await due(town) == "2026-11-23T08:00"


async def test_an_empty_digest_is_one_line_for_who_wants_to_be_told(town: Town) -> None:
    await town.poll()
    await town.joins()
    await town.joins(1003)
    await town.taps("wish:line")
    town.now = DUE
    await town.rounds.run()
    (line,) = await town.owed(AIGUL)
    assert "жаңалық жоқ" in line
    assert await town.owed(1003) == []
    town.publish("gazet", *SECOND)
    await town.poll()
    town.now = DUE + DAY
    await town.rounds.run()
    assert SECOND[0] in (await town.owed(AIGUL))[1]
    assert (await town.taps("settings:1"))[1]["text"]
