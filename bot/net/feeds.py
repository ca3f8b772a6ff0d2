"""Fetches feeds over HTTP: conditional, bounded in time and size, to public addresses only."""

from __future__ import annotations

import asyncio
import re
import ssl
import time
from collections import Counter
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.net.feed_line import WebAnswer
from bot.net.feed_lines import FeedLines
from bot.net.fetch_errors import FETCH_ERRORS, as_fetched
from bot.net.guard import AddressGuard
from bot.net.web_address import web_address
from storage.records.feeds import FeedRequest, Fetched, Outcome

# some servers give XML to feed readers only and a web page to everyone else
USER_AGENT = "AltynKopir/1.0 (feed reader; RSS, Atom)"
_HEADERS = (
    b"User-Agent: %b\r\n"
    b"Accept: application/rss+xml, application/atom+xml, application/rdf+xml,"
    b" application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8,"
    b" */*;q=0.5\r\n"
    b"Accept-Encoding: gzip, deflate, br\r\n"
)
_SAFE = re.compile(r"[\t\x20-\x7e\x80-\xff]{1,8000}")
_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_OUTCOMES = {
    200: Outcome.FRESH,
    203: Outcome.FRESH,
    304: Outcome.NOT_MODIFIED,
    410: Outcome.GONE,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost; times in seconds of its own work, not of waiting for its turn."""

    connect_s: float = 10
    total_s: float = 20
    body_bytes: int = 5 * 1024 * 1024
    redirects: int = 5
    per_host: int = 2
    overall: int = 16
    kept_s: float = 15


class FeedFetcher:
    """A Fetcher; use as an async context manager. `resolver` and `context` are for tests of names
    and certificates."""

    def __init__(
        self,
        guard: AddressGuard,
        limits: Limits | None = None,
        resolver: AbstractResolver | None = None,
        user_agent: str = USER_AGENT,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._guard, self._limits = guard, limits or Limits()
        self._resolver, self._context = resolver, context
        self._headers = _HEADERS % user_agent.encode("latin-1")
        self._lanes = _Lanes(self._limits.overall, self._limits.per_host)
        self._lines: FeedLines | None = None

    async def __aenter__(self) -> Self:
        most = self._limits
        self._lines = FeedLines(
            *(self._guard, most.body_bytes, most.connect_s, most.kept_s),
            resolver=self._resolver,
            context=self._context,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._lines:
            self._lines.close()

    async def fetch(self, request: FeedRequest) -> Fetched:
        """One conditional GET with its redirects; whatever the other side does is an outcome."""
        try:
            return await self._follow(request)
        except FETCH_ERRORS as error:
            return as_fetched(error)

    async def _follow(self, request: FeedRequest) -> Fetched:
        url, moved_to = request.url, None
        headers = self._headers + _conditions(request)
        permanent, spent = True, 0.0
        for _ in range(self._limits.redirects + 1):
            host = web_address(url).host
            await self._lanes.enter(host)
            start = time.monotonic()
            try:
                answer = await self._ask(url, headers, spent)
            finally:
                self._lanes.leave(host)
            spent += time.monotonic() - start
            target = answer.header(b"location")
            if answer.status not in _REDIRECTS or not target:
                return _described(answer, url, moved_to)
            permanent = permanent and answer.status in _PERMANENT
            url = str(URL(url).join(URL(_as_written(target.strip()))))
            moved_to = url if permanent else moved_to
        return Fetched(Outcome.REFUSED, "too_many_redirects", final_url=url)

    async def _ask(self, url: str, headers: bytes, spent: float) -> WebAnswer:
        """One answer within what is left of the time for one fetch: all of its redirects, names
        and bodies included."""
        if self._lines is None:
            raise RuntimeError("the fetcher is used outside of its context")
        async with asyncio.timeout(max(0.01, self._limits.total_s - spent)):
            return await self._lines.get(url, headers)


class _Lanes:
    """At most so many fetches at once, overall and per host; a waiting host holds up no other."""

    def __init__(self, overall: int, per_host: int) -> None:
        self._overall = asyncio.Semaphore(overall)
        self._per_host = per_host
        self._hosts: dict[str, asyncio.Semaphore] = {}
        self._users: Counter[str] = Counter()

    async def enter(self, host: str) -> None:
        """Waits for a turn for one request to `host`; each turn is ended by `leave`."""
        lane = self._hosts.get(host)
        if lane is None:
            lane = self._hosts[host] = asyncio.Semaphore(self._per_host)
        self._users[host] += 1
        try:
            await lane.acquire()
            try:
                await self._overall.acquire()
            except asyncio.CancelledError:
                lane.release()
                raise
        except asyncio.CancelledError:
            self._forget(host)
            raise

    def leave(self, host: str) -> None:
        """Ends a turn."""
        self._overall.release()
        self._hosts[host].release()
        self._forget(host)

    def _forget(self, host: str) -> None:
        self._users[host] -= 1
        if not self._users[host]:
            del self._users[host], self._hosts[host]


def _as_written(location: str) -> str:
    """Letters of a Location are UTF-8, where they are letters at all."""
    try:
        return location.encode("latin-1").decode()
    except UnicodeDecodeError:
        return location


def _conditions(request: FeedRequest) -> bytes:
    """The validators exactly as they came; one that no header can hold is left out."""
    pairs = (("If-None-Match", request.etag), ("If-Modified-Since", request.last_modified))
    lines = (f"{name}: {value}\r\n" for name, value in pairs if value and _SAFE.fullmatch(value))
    return "".join(lines).encode("latin-1")


def _described(answer: WebAnswer, url: str, moved_to: str | None) -> Fetched:
    """An answer that is no redirect; the body of an error page is not worth reading."""
    outcome = _OUTCOMES.get(answer.status, Outcome.REFUSED)
    return Fetched(
        outcome,
        reason=None if outcome.good else f"http_{answer.status}",
        status=answer.status,
        final_url=url,
        moved_to=moved_to,
        etag=answer.header(b"etag"),
        last_modified=answer.header(b"last-modified"),
        content_type=answer.header(b"content-type") or "",
        retry_after=answer.header(b"retry-after"),
        cache_control=answer.header(b"cache-control"),
        body=answer.body,
    )
