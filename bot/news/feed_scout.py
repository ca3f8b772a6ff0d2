"""Looks at an address for what is meant: a feed, one that its site names, or a list of news."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from bot.news.feed_reader import read_feed
from bot.ports.news import Fetcher, Parser
from bot.rules.feeds.decoding import decode
from bot.rules.feeds.feed_pages import named_feeds, pointed_feeds
from bot.rules.feeds.page_guess import guess_selectors
from bot.rules.text.language import language_of
from storage.records.feed_proposals import Finding
from storage.records.feeds import (
    Entry,
    FeedRequest,
    FeedState,
    Fetched,
    Outcome,
    PageSelectors,
    PollResult,
)

# where most software for sites puts its feed
USUAL = ("/feed/", "/rss", "/rss.xml")
TRIED, SHOWN = 6, 3
# a page names its feeds in its head
HEAD_BYTES, PAGE_BYTES = 128 * 1024, 1024 * 1024


class FeedScout:
    """Asks as politely as a poll does; stores nothing."""

    def __init__(self, fetcher: Fetcher, parser: Parser) -> None:
        self._fetcher, self._parser = fetcher, parser

    async def look(self, address: str, now: int) -> Finding:
        """The feed at the address, else the first good one that its page names or links to, else
        one of the usual addresses of its site, else the page's own list; else the reason why there
        is none."""
        fetched = await self._fetcher.fetch(FeedRequest(address))
        result = await self._read(address, fetched, now)
        if result.new or result.health.reason != "html_page":
            return _finding(result)
        for url in await asyncio.to_thread(lambda: list(_candidates(fetched))):
            other = await self._read(url, await self._fetcher.fetch(FeedRequest(url)), now)
            if other.new:
                return _finding(other)
        return await self._list_on(fetched, now) or _finding(result)

    async def _list_on(self, fetched: Fetched, now: int) -> Finding | None:
        """The list of news on a page without a feed, where one can be made out."""
        url = fetched.final_url
        page = await asyncio.to_thread(lambda: guess_selectors(page_of(fetched), url))
        result = await self._read(url, fetched, now, page) if page else None
        return replace(_finding(result), page=page) if result and result.new else None

    async def _read(
        self, url: str, fetched: Fetched, now: int, page: PageSelectors | None = None
    ) -> PollResult:
        state = FeedState("scouted", url, page=page)
        return await read_feed(state, _Given(fetched), self._parser, now)


class _Given:
    """A Fetcher of what was fetched already."""

    def __init__(self, fetched: Fetched) -> None:
        self._fetched = fetched

    async def fetch(self, request: FeedRequest) -> Fetched:  # noqa: ARG002 - the port's name
        return self._fetched


def page_of(fetched: Fetched) -> bytes:
    """The beginning of a web page in UTF-8, in which its dates can be read."""
    body = fetched.body[:PAGE_BYTES]
    return decode(body, fetched.content_type).text.encode("utf-8", "replace")


def _candidates(fetched: Fetched) -> Iterator[str]:
    named = named_feeds(fetched.body[:HEAD_BYTES], fetched.final_url)
    pointed = pointed_feeds(fetched.body[:PAGE_BYTES], fetched.final_url)
    usual = (urljoin(fetched.final_url, path) for path in USUAL)
    yield from list(dict.fromkeys((*named, *pointed, *usual)))[:TRIED]


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
