"""This project in the polling benchmark: the bot's own polls of due feeds into SQLite on disk.

What it decides about each new entry (language, relevance, topics, region, deadlines) is no work of
a feed reader: it is timed apart, and entries are stored as no news, so that none is matched.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.polling_contenders import processor_s, serve, url
from bot.net.feeds import FeedFetcher, Limits
from bot.net.guard import AddressGuard
from bot.net.parsing import ParserPool
from bot.news.catalog_news import load_news_catalog
from bot.news.catalog_stories import load_story_words
from bot.news.feed_reader import read_round
from bot.news.gathering import News, _Judged
from bot.rules.feeds.feed_parsing import read_document
from storage.opening import open_database
from storage.records.feeds import FeedSpec, FeedState, PollResult
from storage.records.stories import NewEntry

CATALOG = Path(__file__).parents[1] / "bot" / "catalog"
DAY = 86_400
JUDGED_EACH = 20


class Timed(News):
    """The news path with its judgement timed (processor time); every twentieth is judged at all."""

    judging_s, asked = 0.0, 0
    last: NewEntry

    def _judged(self, feed: Any, entry: Any, announce: bool, before: Any) -> Any:
        start = time.thread_time()
        if self.asked % JUDGED_EACH == 0:
            judged = super()._judged(feed, entry, announce, before)
            nothing = replace(judged.entry.decision, tier="none", topics=(), reasons=())
            self.last = replace(judged.entry, decision=nothing, terms="", facts=())
        self.asked += 1
        self.judging_s += time.thread_time() - start
        names = ("identity", "content_hash", "link", "title", "lead", "published_at", "seen_at")
        said = {name: getattr(entry, name) for name in names}
        return _Judged(replace(self.last, feed_id=feed.state.id, **said), True, before)


async def ours(port: int, count: int) -> None:
    """Polls as the bot does: claimed, read, compared, parsed in workers, judged, stored."""
    async with AsyncExitStack() as house:
        folder = house.enter_context(tempfile.TemporaryDirectory())
        database = await open_database(f"sqlite:///{folder}/bot.db")
        house.push_async_callback(database.close)
        guard, limits = AddressGuard([f"127.0.0.1:{port}"]), Limits(per_host=16)
        fetcher = await house.enter_async_context(FeedFetcher(guard, limits))
        pool = await house.enter_async_context(ParserPool(read_document))
        now = 1_795_000_000
        new, reading_s = 0, 0.0

        async def read(states: Sequence[FeedState], now: int) -> list[PollResult]:
            nonlocal new, reading_s
            start = processor_s()
            results = await read_round(states, fetcher, pool, now, lambda: 0.5)
            reading_s += processor_s() - start
            new += sum(len(result.new) for result in results)
            return results

        words = load_story_words(CATALOG)
        news = Timed(database, read, load_news_catalog(CATALOG), words, lambda: now)
        await news.list_feeds(
            FeedSpec(f"f{number}", f"Feed {number}", ("kk",), "KZ", url(port, number))
            for number in range(count)
        )

        async def poll() -> int:
            nonlocal now, new
            now, new = now + DAY, 0
            polled = await news.poll_due()
            if polled != count:
                raise RuntimeError(f"{polled} feeds were due, not {count}")
            return new

        clocks = {
            "cpu_s": lambda: processor_s() - news.judging_s,
            "reading_s": lambda: reading_s,
            "judging_s": lambda: news.judging_s * JUDGED_EACH,
        }
        await serve(port, poll, clocks)


if __name__ == "__main__":
    asyncio.run(ours(int(sys.argv[1]), int(sys.argv[2])))
