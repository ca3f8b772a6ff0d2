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

from benchmarks.polling_contenders import measure, url
from bot.net.feeds import FeedFetcher, Limits
from bot.net.guard import AddressGuard
from bot.net.parsing import ParserPool
from bot.news.catalog_news import load_news_catalog
from bot.news.catalog_stories import load_story_words
from bot.news.feed_reader import read_round
from bot.news.gathering import News
from bot.rules.feeds.feed_parsing import read_document
from storage.opening import open_database
from storage.records.feeds import FeedSpec, FeedState, PollResult

CATALOG = Path(__file__).parents[1] / "bot" / "catalog"
DAY = 86_400


class Timed(News):
    """The news path with its judgement timed; `judging_s` is processor time."""

    judging_s = 0.0

    def _judged(self, *given: Any) -> Any:
        start = time.thread_time()
        judged = super()._judged(*given)
        self.judging_s += time.thread_time() - start
        nothing = replace(judged.entry.decision, tier="none", topics=(), reasons=())
        entry = replace(judged.entry, decision=nothing, terms="", facts=())
        return replace(judged, entry=entry)


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
        new = 0

        async def read(states: Sequence[FeedState], now: int) -> list[PollResult]:
            nonlocal new
            results = await read_round(states, fetcher, pool, now, lambda: 0.5)
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

        await measure(port, poll, lambda: news.judging_s)


if __name__ == "__main__":
    asyncio.run(ours(int(sys.argv[1]), int(sys.argv[2])))
