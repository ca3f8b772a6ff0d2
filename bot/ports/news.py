"""What the news services need from outside: a fetcher of addresses and a parser of documents."""

from __future__ import annotations

from typing import Protocol

from storage.records.feeds import FeedRequest, Fetched, Parsed, ParseTask


class Fetcher(Protocol):
    """Asks one address, politely and within limits."""

    async def fetch(self, request: FeedRequest) -> Fetched:
        """Never raises for what the other side did: that is an outcome with a reason."""
        ...


class Parser(Protocol):
    """Reads one document away from the event loop."""

    async def parse(self, task: ParseTask) -> Parsed:
        """Never raises for what the document did; `refused` is `parse_timeout` or the like."""
        ...
