"""Looks at an address for the feed that is meant: the feed itself, or those that a site names."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin

from bot.news.feed_reader import read_feed
from bot.ports.news import Fetcher, Parser
from bot.rules.feeds.feed_pages import named_feeds
from bot.rules.text.language import language_of
from storage.records.feed_proposals import Finding
from storage.records.feeds import Entry, FeedRequest, FeedState, Fetched, Outcome, PollResult

# where most software for sites puts its feed
USUAL = ("/feed/", "/rss", "/rss.xml")
TRIED, SHOWN = 6, 3
# a page names its feeds in its head
HEAD_BYTES = 128 * 1024


class FeedScout:
    """Asks as politely as a poll does; stores nothing."""

    def __init__(self, fetcher: Fetcher, parser: Parser) -> None:
        self._fetcher, self._parser = fetcher, parser

    async def look(self, address: str, now: int) -> Finding:
        """The feed at the address, else the first good one that its page names, else one of the
        usual addresses of its site; else the reason why the address itself is none."""
        fetched = await self._fetcher.fetch(FeedRequest(address))
        result = await self._read(address, fetched, now)
        if result.new or result.health.reason != "html_page":
            return _finding(result)
        for url in await asyncio.to_thread(lambda: list(_candidates(fetched))):
            other = await self._read(url, await self._fetcher.fetch(FeedRequest(url)), now)
            if other.new:
                return _finding(other)
        return _finding(result)

    async def _read(self, url: str, fetched: Fetched, now: int) -> PollResult:
        return await read_feed(FeedState("scouted", url), _Given(fetched), self._parser, now)


class _Given:
    """A Fetcher of what was fetched already."""

    def __init__(self, fetched: Fetched) -> None:
        self._fetched = fetched

    async def fetch(self, request: FeedRequest) -> Fetched:  # noqa: ARG002 - the port's name
        return self._fetched


def _candidates(fetched: Fetched) -> Iterator[str]:
    named = named_feeds(fetched.body[:HEAD_BYTES], fetched.final_url)
    usual = (urljoin(fetched.final_url, path) for path in USUAL)
    yield from list(dict.fromkeys((*named, *usual)))[:TRIED]


def _finding(result: PollResult) -> Finding:
    notes = result.health.notes
    if not result.new:
        good = result.health.outcome is Outcome.FRESH
        return Finding(None, "no_items" if good else result.health.reason, notes=notes)
    titles = tuple(entry.title for entry in result.new[:SHOWN])
    langs = tuple(_languages(result.new))
    return Finding(result.state.address, None, langs, len(result.new), titles, notes)


def _languages(entries: tuple[Entry, ...]) -> Iterator[str]:
    """kk and ru as their entries have weight; en where there is neither."""
    found = Counter(language_of(f"{entry.title}\n{entry.text}") for entry in entries[:30])
    ours = [str(language) for language, _ in found.most_common() if language in ("kk", "ru")]
    yield from ours or ["en"]
