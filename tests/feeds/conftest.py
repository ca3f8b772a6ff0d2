"""One pool of parsing workers and one reader for all tests of this folder."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from bot.net.feeds import FeedFetcher, Limits
from bot.net.guard import AddressGuard
from bot.net.parsing import ParserPool, WorkerLimits
from bot.news.feed_reader import read_feed
from bot.rules.feeds.feed_parsing import read_document
from storage.records.feeds import FeedState, PollResult
from tests.feeds.origin import Origin, response
from tests.feeds.ticking import Ticker

NOW = 1_795_000_000


@dataclass
class Desk:
    """A feed at `/` of an origin, and everything needed to poll it."""

    origin: Origin
    fetcher: FeedFetcher
    pool: ParserPool
    state: FeedState
    ticker: Ticker = field(default_factory=Ticker)

    def publish(self, body: bytes, content_type: str = "application/rss+xml") -> None:
        self.origin.answers["/"] = response(200, body, {"Content-Type": content_type})

    async def poll(self, now: int = NOW) -> PollResult:
        """One poll; the state that it leaves is the one the next begins with."""
        async with Ticker() as self.ticker:
            result = await read_feed(self.state, self.fetcher, self.pool, now)
        self.state = result.state
        return result


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever shares the workers shares their loop."""
    for item in items:
        if "parsers" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture
async def origin() -> AsyncIterator[Origin]:
    async with Origin() as server:
        yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def parsers() -> AsyncIterator[ParserPool]:
    async with ParserPool(read_document, WorkerLimits(document_s=2)) as pool:
        yield pool


@pytest_asyncio.fixture(loop_scope="session")
async def desk(parsers: ParserPool) -> AsyncIterator[Desk]:
    async with (
        Origin() as origin,
        FeedFetcher(AddressGuard([f"127.0.0.1:{origin.port}"]), Limits()) as fetcher,
    ):
        yield Desk(origin, fetcher, parsers, FeedState(id="gazet", url=origin.url()))
