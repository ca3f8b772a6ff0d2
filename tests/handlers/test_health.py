"""What /health shows, and to whom."""

import pytest

from handlers.admin import health_text
from sandbox.html import parse_html
from storage.opening import open_database
from storage.records.delivery import Call, Incoming, SetAside
from storage.records.health import Depth, FailedCall, Health, SickFeed
from storage.stores import stores
from tests.shipped import texts

NOON = 1_795_500_000
NOTHING = Depth(0, None)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_what_is_wrong_is_shown_as_good_telegram_html(language: str) -> None:
    sick = tuple(
        SickFeed(f"<Feed & {n}>", "timeout", 3, NOON if n % 2 else None) for n in range(40)
    )
    page = Health(
        feeds=50,
        sick_feeds=sick,
        inbox=Depth(3, NOON),
        outbox=Depth(12, NOON),
        set_aside=tuple(SetAside(n, 1, "KeyError: '<x>'" * 20) for n in range(10)),
        failed_calls=tuple(FailedCall("sendMessage", "reply", "Bad <b>", NOON) for _ in range(10)),
    )
    text = health_text(page, texts().voice(language), "Asia/Aqtobe")
    plain, _ = parse_html(text)
    assert len(plain) < 4096
    assert "<Feed & 3>" in plain
    assert "<Feed & 30>" not in plain
    assert "10" in plain


def test_a_healthy_house_is_told_in_four_short_lines() -> None:
    page = Health(5, (), NOTHING, NOTHING, (), ())
    lines = health_text(page, texts().voice("ru"), "Asia/Aqtobe").split("\n")
    assert len([line for line in lines if line]) == 4


async def test_depths_count_what_waits_and_since_when() -> None:
    database = await open_database("sqlite://")
    try:
        async with database.transaction() as transaction:
            house = stores(transaction)
            await house.inbox.take([Incoming(1, 7, "{}"), Incoming(2, 7, "{}")], NOON)
            await house.outbox.owe([Call("sendMessage", {"chat_id": 7, "text": "a"})], NOON + 5)
            later = Call("sendMessage", {"chat_id": 7, "text": "b"}, due_at=NOON + 9_000)
            await house.outbox.owe([later], NOON + 5)
            assert await house.health.inbox(NOON) == Depth(2, NOON)
            assert await house.health.inbox(NOON - 1) == NOTHING
            assert await house.health.outbox(NOON + 6) == Depth(1, NOON + 5)
            assert await house.health.sick_feeds() == []
            assert await house.health.failed_calls(0, 10) == []
    finally:
        await database.close()
