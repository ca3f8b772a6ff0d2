"""Fetches from an origin on this machine, as the bot would."""

from __future__ import annotations

from bot.net.feeds import FeedFetcher, Limits
from bot.net.guard import AddressGuard
from storage.records.feeds import FeedRequest, Fetched
from tests.feeds.origin import Origin


async def fetched_from(origin: Origin, path: str = "/", limits: Limits | None = None) -> Fetched:
    guard = AddressGuard([f"127.0.0.1:{origin.port}"])
    async with FeedFetcher(guard, limits) as fetcher:
        return await fetcher.fetch(FeedRequest(origin.url(path)))
