"""Fetches feeds over HTTP: conditional, bounded in time and size, to public addresses only."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.net.fetch_errors import FETCH_ERRORS, as_fetched
from bot.net.guard import AddressGuard
from bot.net.unpacking import unpacker
from storage.records.feeds import FeedRequest, Fetched, Outcome

# some servers give XML to feed readers only and a web page to everyone else
USER_AGENT = "AltynKopir/1.0 (feed reader; RSS, Atom)"
_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json,"
    " application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_GOOD = frozenset({200, 203})
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


class FeedFetcher:
    """A Fetcher; use as an async context manager. `resolver` is for tests of names."""

    def __init__(
        self,
        guard: AddressGuard,
        limits: Limits | None = None,
        resolver: AbstractResolver | None = None,
        user_agent: str = USER_AGENT,
    ) -> None:
        self._guard = guard
        self._limits = limits or Limits()
        self._resolver = resolver
        self._headers = {
            "User-Agent": user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate, br",
        }
        self._timeout = aiohttp.ClientTimeout(
            total=self._limits.total_s, sock_connect=self._limits.connect_s
        )
        self._lanes = _Lanes(self._limits.overall, self._limits.per_host)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            limit=0, resolver=self._resolver, socket_factory=self._guard.socket_for
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            headers=self._headers,
            timeout=self._timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session:
            await self._session.close()

    async def fetch(self, request: FeedRequest) -> Fetched:
        """One conditional GET with its redirects; whatever the other side does is an outcome."""
        try:
            return await self._follow(request)
        except FETCH_ERRORS as error:
            return as_fetched(error)

    async def _follow(self, request: FeedRequest) -> Fetched:
        url, moved_to = URL(request.url), None
        permanent, spent = True, 0.0
        for _ in range(self._limits.redirects + 1):
            host = url.host
            if url.scheme not in ("http", "https") or not host:
                return Fetched(Outcome.REFUSED, "bad_address", final_url=str(url))
            await self._lanes.enter(host)
            start = time.monotonic()
            try:
                answer = await self._ask(url, request, moved_to, spent)
            finally:
                self._lanes.leave(host)
            spent += time.monotonic() - start
            if isinstance(answer, Fetched):
                return answer
            permanent = permanent and answer.permanent
            url = answer.target
            moved_to = str(url) if permanent else moved_to
        return Fetched(Outcome.REFUSED, "too_many_redirects", final_url=str(url))

    async def _ask(
        self, url: URL, request: FeedRequest, moved_to: str | None, spent: float
    ) -> Fetched | _Redirect:
        if self._session is None:
            raise RuntimeError("the fetcher is used outside of its context")
        async with self._session.get(
            url, headers=_conditions(request), allow_redirects=False, timeout=self._time(spent)
        ) as response:
            status = response.status
            location = response.headers.get("Location")
            if status in _REDIRECTS and location:
                return _Redirect(url.join(URL(location)), status in _PERMANENT)
            body = await self._body(response) if status in _GOOD else b""
            return _described(response, str(url), moved_to, body)

    def _time(self, spent: float) -> aiohttp.ClientTimeout:
        """What is left of the time for one fetch, all of its redirects and the body included."""
        if not spent:
            return self._timeout
        left = max(0.01, self._limits.total_s - spent)
        return aiohttp.ClientTimeout(total=left, sock_connect=self._limits.connect_s)

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        limit = self._limits.body_bytes
        unpacked = unpacker(response.headers.get("Content-Encoding", ""), limit)
        async for chunk in response.content.iter_any():
            unpacked.feed(chunk)
        return unpacked.finish()


@dataclass(frozen=True, slots=True)
class _Redirect:
    target: URL
    permanent: bool


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


def _conditions(request: FeedRequest) -> dict[str, str]:
    headers = {}
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.last_modified:
        headers["If-Modified-Since"] = request.last_modified
    return headers


def _described(
    response: aiohttp.ClientResponse, url: str, moved_to: str | None, body: bytes
) -> Fetched:
    """An answer that is no redirect; the body of an error page is not worth reading."""
    status, headers = response.status, response.headers
    outcome = _OUTCOMES.get(status, Outcome.REFUSED)
    return Fetched(
        outcome,
        reason=None if outcome.good else f"http_{status}",
        status=status,
        final_url=url,
        moved_to=moved_to,
        etag=headers.get("ETag"),
        last_modified=headers.get("Last-Modified"),
        content_type=headers.get("Content-Type", ""),
        retry_after=headers.get("Retry-After"),
        cache_control=headers.get("Cache-Control"),
        body=body,
    )
