"""One pool of parsing workers and one reader for all tests of this folder."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.feed_reader import read_feed
from bot.net.feeds import FeedFetcher, Limits
from bot.net.guard import AddressGuard
from bot.net.parsing import ParserPool, WorkerLimits
from bot.rules.feed_parsing import read_document
from storage.records.feeds import FeedState, PollResult
from tests.feeds.origin import Origin, response

NOW = 1_795_000_000


@dataclass
class Desk:
    """A feed at `/` of an origin, and everything needed to poll it."""

    origin: Origin
    fetcher: FeedFetcher
    pool: ParserPool
    state: FeedState
    worst_stall: float = 0.0

    def publish(self, body: bytes, content_type: str = "application/rss+xml") -> None:
        self.origin.answers["/"] = response(200, body, {"Content-Type": content_type})

    async def poll(self, now: int = NOW) -> PollResult:
        """One poll; the state that it leaves is the one the next begins with."""
        self.worst_stall, result = await stall_of(
            lambda: read_feed(self.state, self.fetcher, self.pool, now)
        )
        self.state = result.state
        return result


async def stall_of(work: Callable[[], Awaitable[PollResult]]) -> tuple[float, PollResult]:
    """The result, and the longest time in seconds that the event loop did not turn meanwhile."""
    worst, last, done = 0.0, time.perf_counter(), False

    async def tick() -> None:
        nonlocal worst, last
        while not done:
            await asyncio.sleep(0.005)
            now = time.perf_counter()
            worst, last = max(worst, now - last - 0.005), now

    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0)
    last = time.perf_counter()
    try:
        result = await work()
        await asyncio.sleep(0.006)
    finally:
        done = True
        await ticking
    return worst, result


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    limits = WorkerLimits(document_s=2)
    async with (
        Origin() as origin,
        FeedFetcher(AddressGuard([f"127.0.0.1:{origin.port}"]), Limits()) as fetcher,
        ParserPool(read_document, limits) as pool,
    ):
        yield Desk(origin, fetcher, pool, FeedState(id="gazet", url=origin.url()))
