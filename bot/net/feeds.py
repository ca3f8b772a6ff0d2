"""Fetches feeds over HTTP: conditional, bounded in time and size, to public addresses only."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
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
        self._lanes = _Lanes(self._limits.overall, self._limits.per_host)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            limit=0, resolver=self._resolver, socket_factory=self._guard.socket_for
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            headers=self._headers,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._limits.connect_s),
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
        permanent, left = True, self._limits.total_s
        for _ in range(self._limits.redirects + 1):
            if url.scheme not in ("http", "https") or not url.host:
                return Fetched(Outcome.REFUSED, "bad_address", final_url=str(url))
            async with self._lanes.lane(url.host):
                start = time.monotonic()
                async with asyncio.timeout(left):
                    answer = await self._ask(url, request)
                left = max(0.01, left - (time.monotonic() - start))
            if isinstance(answer, Fetched):
                return replace(answer, final_url=str(url), moved_to=moved_to)
            permanent = permanent and answer.permanent
            url = answer.target
            moved_to = str(url) if permanent else moved_to
        return Fetched(Outcome.REFUSED, "too_many_redirects", final_url=str(url))

    async def _ask(self, url: URL, request: FeedRequest) -> Fetched | _Redirect:
        if self._session is None:
            raise RuntimeError("the fetcher is used outside of its context")
        headers = _conditions(request)
        async with self._session.get(url, headers=headers, allow_redirects=False) as response:
            status = response.status
            location = response.headers.get("Location")
            if status in _REDIRECTS and location:
                return _Redirect(url.join(URL(location)), status in _PERMANENT)
            if status not in _GOOD:
                return _without_body(response)
            return replace(_described(response, Outcome.FRESH), body=await self._body(response))

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
        self._users: dict[str, int] = {}

    @asynccontextmanager
    async def lane(self, host: str) -> AsyncIterator[None]:
        """A turn for one request to `host`."""
        lane = self._hosts.setdefault(host, asyncio.Semaphore(self._per_host))
        self._users[host] = self._users.get(host, 0) + 1
        try:
            async with lane, self._overall:
                yield
        finally:
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


def _described(response: aiohttp.ClientResponse, outcome: Outcome) -> Fetched:
    headers = response.headers
    return Fetched(
        outcome,
        status=response.status,
        etag=headers.get("ETag"),
        last_modified=headers.get("Last-Modified"),
        content_type=headers.get("Content-Type", ""),
        retry_after=headers.get("Retry-After"),
        cache_control=headers.get("Cache-Control"),
    )


def _without_body(response: aiohttp.ClientResponse) -> Fetched:
    """304, 410 and every refusal; the body of an error page is not worth reading."""
    if response.status == 304:
        return _described(response, Outcome.NOT_MODIFIED)
    outcome = Outcome.GONE if response.status == 410 else Outcome.REFUSED
    return replace(_described(response, outcome), reason=f"http_{response.status}")
