"""Everything that a feed can do to us, in one round beside good feeds, poll after poll.

Each ends as a line in /feeds that says what is wrong, and takes nothing from the others.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.net.feeds import FeedFetcher, Limits
from bot.net.guard import AddressGuard
from bot.net.parsing import ParserPool, WorkerLimits
from bot.news.feed_reader import read_round
from bot.rules.feeds.feed_parsing import read_document
from storage.records.feeds import FeedRequest, FeedState, Fetched, PollResult
from tests.feeds.conftest import NOW
from tests.feeds.origin import Answer, Origin, item, response, rss
from tests.feeds.test_feed_health import DATED, page
from tests.feeds.test_hostile_feeds import LAUGHS
from tests.feeds.ticking import Ticker
from tests.pace import slowness

POLLS, STALL_S = 3, 0.1
HOUR = 3_600


async def stream(writer: asyncio.StreamWriter) -> None:
    """Twenty mebibytes, if anybody wants them."""
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<rss>")
    for _ in range(320):
        writer.write(b"x" * 65_536)
        await writer.drain()


async def drip(writer: asyncio.StreamWriter) -> None:
    """A byte now and then, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"<")
        await writer.drain()
        await asyncio.sleep(0.05)


def to(place: str) -> bytes:
    """A redirect."""
    return response(302, headers={"Location": place})


def feed(*items: str, head: str = "", **headers: str) -> bytes:
    return response(200, head.encode() + rss(*items), headers)


def dated(day: str) -> bytes:
    return feed(item(1, f"<pubDate>{day} 00:00:00 GMT</pubDate>"))


@dataclass(frozen=True)
class Bad:
    """What a feed answers poll after poll (the last answer again and again), the word in its line
    (None: nothing is wrong with it for long) and how many entries it brings in all."""

    answers: tuple[Answer, ...]
    word: str | None
    entries: int = 0


BOMB = gzip.compress(bytes(60 * 1024 * 1024), 1)
XXE = '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
RUSSIAN = "Общественные объединения области получили новые гранты на этот год"
KOI8 = rss(f"<title>{RUSSIAN}</title><guid>1</guid>{DATED}").decode().encode("koi8-r")
CHURN = tuple(
    feed(*(item(n, DATED, guid=f"{poll}/{n}") for n in range(5))) for poll in range(POLLS)
)
BAD: Mapping[str, Bad] = {
    "stream": Bad((stream,), "too_big"),
    "bomb": Bad((response(200, BOMB, {"Content-Encoding": "gzip"}),), "too_big"),
    "loris": Bad((drip,), "timeout"),
    "circle": Bad((to("/circle"),), "too_many_redirects"),
    "cloud": Bad((to("http://169.254.169.254/latest/meta-data"),), "address_refused"),
    "mapped": Bad((to("http://[::ffff:127.0.0.1]:{port}/good0"),), "address_refused"),
    "rebound": Bad((to("http://rebound.example:{port}/good0"),), "address_refused"),
    "angles": Bad((feed(f"<description>{'<a' * 400_000}</description>"),), "parse_timeout"),
    "laughs": Bad((feed(f"<title>&l9;</title>{DATED}", head=LAUGHS),), "broken_xml", 1),
    "xxe": Bad((feed(f"<title>a&f;b</title>{DATED}", head=XXE),), "broken_xml", 1),
    "many": Bad((feed(*(item(n, DATED) for n in range(5_000))),), None, 5_000),
    "one guid": Bad((feed(*(item(n, DATED, guid="0") for n in range(9))),), "bad_ids", 9),
    "churn": Bad(CHURN, "bad_ids", 5),
    "2099": Bad((dated("Thu, 01 Jan 2099"),), "undated", 1),
    "1709": Bad((dated("Tue, 01 Jan 1709"),), "undated", 1),
    "cp1251": Bad(
        (feed(item(1, DATED), **{"Content-Type": "text/xml; charset=windows-1251"}),), None, 1
    ),
    "koi8": Bad((response(200, KOI8),), None, 1),
    "page": Bad((feed(item(1, DATED)), response(200, b"<!doctype html><p>")), "html_page", 1),
    "junk": Bad((response(200, bytes(range(256)) * 40),), "not_a_feed"),
    "gone": Bad((response(410),), "http_410"),
    "busy": Bad((response(429, headers={"Retry-After": "60"}),), "http_429"),
}
GOOD = [f"good{number}" for number in range(len(BAD))]


class Rebound(AbstractResolver):
    """Loopback for a name that had a public address when it was listed."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        address = "127.0.0.2"
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
        ]

    async def close(self) -> None:
        pass


@dataclass(frozen=True)
class Mixed:
    """Has little time for the one that drips, and so much for the others that none is late only
    because the machine is slow."""

    patient: FeedFetcher
    hasty: FeedFetcher

    async def fetch(self, request: FeedRequest) -> Fetched:
        drips = request.url.endswith("/loris")
        return await (self.hasty if drips else self.patient).fetch(request)


def answer_of(name: str, poll: int, port: int) -> Answer:
    if name in GOOD:
        return feed(*(item(number, DATED) for number in range(poll + 2)))
    answers = BAD[name].answers
    answer = answers[min(poll, len(answers) - 1)]
    return answer.replace(b"{port}", str(port).encode()) if isinstance(answer, bytes) else answer


async def polled() -> tuple[list[dict[str, PollResult]], Ticker]:
    """The results of each poll by the feed's name."""
    # good and bad take turns, so that each good one waits behind a bad one
    names = [name for pair in zip(GOOD, BAD, strict=True) for name in pair]
    found: list[dict[str, PollResult]] = []
    async with Origin() as origin:
        guard = AddressGuard([f"127.0.0.1:{origin.port}"])
        async with (
            FeedFetcher(guard, Limits(per_host=16), Rebound()) as patient,
            FeedFetcher(guard, Limits(total_s=1)) as hasty,
            ParserPool(read_document, WorkerLimits(document_s=slowness())) as pool,
            Ticker() as ticker,
        ):
            fetcher = Mixed(patient, hasty)
            states = [FeedState(name, origin.url(f"/{name.replace(' ', '')}")) for name in names]
            for poll in range(POLLS):
                for name in names:
                    path = f"/{name.replace(' ', '')}"
                    origin.answers[path] = answer_of(name, poll, origin.port)
                now = NOW + poll * HOUR
                results = await read_round(states, fetcher, pool, now, lambda: 0.5)
                found.append({result.state.id: result for result in results})
                states = [result.state for result in results]
    return found, ticker


@pytest.fixture(scope="module")
def polls() -> tuple[list[dict[str, PollResult]], Ticker]:
    """All polls, once for the tests of this file."""
    return asyncio.run(polled())


@pytest.mark.parametrize("name", BAD)
def test_what_a_bad_feed_does_is_a_line_and_what_is_good_in_it_is_taken(
    polls: tuple[list[dict[str, PollResult]], Ticker], name: str
) -> None:
    results = [poll[name] for poll in polls[0]]
    assert sum(len(result.new) for result in results) == BAD[name].entries
    line = page(results[-1].state)
    assert f"<code>{name}</code>" in line
    word = BAD[name].word
    assert (f"<code>{word}" in line) if word else ("✅" in line)


def test_the_other_feeds_lose_nothing(
    polls: tuple[list[dict[str, PollResult]], Ticker],
) -> None:
    for name in GOOD:
        brought = [[entry.title for entry in poll[name].new] for poll in polls[0]]
        assert brought == [["Жаңалық 0", "Жаңалық 1"], ["Жаңалық 2"], ["Жаңалық 3"]]
        assert "✅" in page(polls[0][-1][name].state)


def test_texts_under_a_wrong_or_no_name_are_read_right(
    polls: tuple[list[dict[str, PollResult]], Ticker],
) -> None:
    first = polls[0][0]
    assert [entry.title for entry in first["cp1251"].new] == ["Жаңалық 1"]
    assert [entry.title for entry in first["koi8"].new] == [RUSSIAN]
    assert "root:" not in repr(first["xxe"].new)


def test_the_event_loop_turns_all_the_while(
    polls: tuple[list[dict[str, PollResult]], Ticker],
) -> None:
    assert polls[1].worst_work < STALL_S
