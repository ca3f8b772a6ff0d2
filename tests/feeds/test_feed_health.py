"""From what a feed does to its line in /feeds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.net.feeds import FeedFetcher, Limits
from bot.net.guard import AddressGuard
from bot.news.feed_reader import read_round
from bot.rules.feeds.feed_health import health_of
from handlers.news.feed_words import troubles_in_words
from handlers.news.newsroom import feeds_text
from storage.records.feeds import FeedState, ListedFeed
from tests.feeds.conftest import NOW, Desk
from tests.feeds.origin import item, rss
from tests.shipped import texts

GUIDE = Path(__file__).parents[2] / "docs" / "FEEDS.md"
DAY = 86_400
LAST = 1_793_077_200  # the last of `dated`
DATED = "<pubDate>Wed, 18 Nov 2026 10:00:00 +0500</pubDate>"


def page(*states: FeedState, now: int = NOW) -> str:
    """What an administrator who reads English sees of these feeds."""
    found = [health_of(ListedFeed(state.id, "KZ-15", state), now) for state in states]
    return feeds_text(found, texts().voice("en"), "Asia/Aqtobe")


def dated(day: int, number: int) -> str:
    return item(number, f"<pubDate>{day} Oct 2026 10:00:00 +0500</pubDate>")


async def test_a_good_feed_has_its_last_answer_and_its_rhythm(desk: Desk) -> None:
    desk.publish(rss(*(dated(day, day) for day in range(1, 29, 2))))
    await desk.poll(LAST + 3_600)
    line = page(desk.state, now=LAST + 3_600)
    assert "✅ gazet" in line
    assert "last answer: " in line
    assert "rhythm (hours): 48" in line


async def test_silence_longer_than_its_own_rhythm_is_said(desk: Desk) -> None:
    desk.publish(rss(*(dated(day, day) for day in range(1, 29, 2))))
    await desk.poll()
    await desk.poll(LAST + 4 * DAY)
    assert "silent" not in page(desk.state, now=LAST + 2 * DAY)
    assert "⚠️ gazet <code>gazet</code>" in page(desk.state, now=LAST + 4 * DAY)
    assert "silent (days): 4" in page(desk.state, now=LAST + 4 * DAY)


TWINS = rss(*(item(number, DATED, guid="0") for number in range(6)))
SPOILT = "Қоғамдық бірлестік жаңа жоба бастады ауданда".encode().decode("cp1251", "ignore") * 4


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (rss(item(1), item(2)), "undated"),
        (rss(item(1, "<pubDate>Thu, 01 Jan 2099 00:00:00 GMT</pubDate>")), "undated"),
        (rss(item(1, f"{DATED}<b>")), "broken_xml"),
        (TWINS, "bad_ids"),
        (rss(f"<title>{SPOILT}</title><guid>1</guid>{DATED}"), "garbled"),
        (rss(), "no_items"),
        (b"<html><body>502</body></html>", "html_page"),
        (b"", "empty_body"),
    ],
)
async def test_what_is_wrong_with_a_body_is_said(desk: Desk, body: bytes, word: str) -> None:
    desk.publish(body)
    await desk.poll()
    line = page(desk.state)
    assert word in line.split("<code>")[-1]
    assert "⚠️ gazet" in line


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_whatever_is_wrong_is_said_in_words_too(language: str) -> None:
    rows = re.findall(r"^\| (`.+?) \| (?!means)", GUIDE.read_text(encoding="utf-8"), re.M)
    codes = re.findall(r"`(\w+)`", " ".join(rows))
    assert len(codes) > 30
    voice = texts().voice(language)
    for code in codes:
        (said,) = troubles_in_words([code], voice)
        assert len(said) > 8
        state = FeedState("gazet", "https://gazet.example/", last_error=code, last_poll_at=NOW)
        line = feeds_text([health_of(ListedFeed("A", "KZ", state), NOW)], voice, "Asia/Aqtobe")
        assert said in line
        assert f"<code>{code}</code>" in line


async def test_our_own_outage_is_one_line_above_all(desk: Desk) -> None:
    hosts = [f"127.0.0.{number}:9" for number in range(1, 7)]
    states = [FeedState(host, f"http://{host}/") for host in hosts]
    guard = AddressGuard(hosts)
    async with FeedFetcher(guard, Limits(connect_s=1, total_s=1)) as fetcher:
        results = await read_round(states, fetcher, desk.pool, NOW, lambda: 0.5)
    assert "Our own network was out" in page(*(result.state for result in results))
