"""Kept-alive HTTP connections to one server for small JSON calls: a fourth of aiohttp's work each.

Knows nothing of Bot API. No redirects, no cookies, no proxies, no compression: none is needed.
"""

import asyncio
import ssl
from collections import deque
from urllib.parse import urlsplit

import httptools  # type: ignore[import-untyped]  # it ships no types

# Shorter than the server's own: a connection it has just closed would make a send look lost.
KEEP_ALIVE_S = 20.0
CONNECT_S = 10.0
MOST_BYTES = 4 << 20


class NotSentError(OSError):
    """No connection: certainly nothing was sent."""


class _Wire(asyncio.Protocol):
    """One connection, one call at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.idle_since = 0.0
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._parser, self._parts, self._size = httptools.HttpResponseParser(self), [b""], 0
        self._lasting = self._refusing = False

    @property
    def usable(self) -> bool:
        """Tell whether another call may be made on it."""
        return self._lasting and self.transport is not None and not self.transport.is_closing()

    def ask(
        self, data: bytes, loop: asyncio.AbstractEventLoop
    ) -> "asyncio.Future[tuple[int, bytes]]":
        """Write a request; the future brings status and content, or ConnectionError."""
        self._parser, self._parts, self._size = httptools.HttpResponseParser(self), [], 0
        self._lasting = self._refusing = False
        self._answer = loop.create_future()
        if self.transport is None or self.transport.is_closing():
            self._answer.set_exception(ConnectionResetError())
        else:
            self.transport.write(data)
        return self._answer

    def close(self) -> None:
        """Give the connection up."""
        if self.transport is not None:
            self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is None and self._refusing:  # an error page without a length ends with the line
            self.on_message_complete()
        self._fail(ConnectionResetError() if exc is None else exc)

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._fail(ConnectionResetError())
            self.close()

    def on_headers_complete(self) -> None:
        self._refusing = bool(self._parser.get_status_code() >= 400)

    def on_body(self, body: bytes) -> None:
        self._parts.append(body)
        self._size += len(body)
        if self._size > MOST_BYTES:
            self.close()

    def on_message_complete(self) -> None:
        if self._answer is not None and not self._answer.done():
            self._lasting = self._parser.should_keep_alive()
            self._answer.set_result((self._parser.get_status_code(), b"".join(self._parts)))

    def _fail(self, error: Exception) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)


class Wires:
    """All connections to one server; as many calls at once as are asked for."""

    def __init__(self, server: str, context: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(server)
        self._host, secure = parts.hostname or "", parts.scheme == "https"
        self._port = parts.port or (443 if secure else 80)
        self._ssl = (context or ssl.create_default_context()) if secure else None
        self._path, self._name = parts.path.rstrip("/"), parts.netloc.rpartition("@")[2]
        self._idle: deque[_Wire] = deque()
        self._heads: dict[str, bytes] = {}

    async def post(self, path: str, body: bytes, timeout_s: float) -> tuple[int, bytes]:
        """Post JSON; return status and content.

        Raises NotSentError when nothing was sent, else OSError (TimeoutError and ConnectionError
        among them): it may have arrived.
        """
        loop = asyncio.get_running_loop()
        wire = self._kept(loop.time()) or await self._connected(loop)
        answer = wire.ask(b"%b%d\r\n\r\n%b" % (self._head(path), len(body), body), loop)
        timer = loop.call_later(timeout_s, _late, answer)
        try:
            found = await answer
        except BaseException:
            wire.close()
            raise
        finally:
            timer.cancel()
        if wire.usable:
            wire.idle_since = loop.time()
            self._idle.append(wire)
        else:
            wire.close()
        return found

    def close(self) -> None:
        """Close what is idle."""
        while self._idle:
            self._idle.pop().close()

    def _kept(self, now: float) -> _Wire | None:
        while self._idle and self._idle[0].idle_since < now - KEEP_ALIVE_S:
            self._idle.popleft().close()
        while self._idle:
            if (wire := self._idle.pop()).usable:
                return wire
        return None

    async def _connected(self, loop: asyncio.AbstractEventLoop) -> _Wire:
        try:
            async with asyncio.timeout(CONNECT_S):
                _, wire = await loop.create_connection(
                    _Wire, self._host, self._port, ssl=self._ssl, happy_eyeballs_delay=0.25
                )
        except OSError as error:  # TimeoutError and ssl.SSLError are among them
            raise NotSentError(type(error).__name__) from error
        return wire

    def _head(self, path: str) -> bytes:
        head = self._heads.get(path)
        if head is None:
            lines = (
                f"POST {self._path}{path} HTTP/1.1",
                f"Host: {self._name}",
                "Content-Type: application/json",
                "Content-Length: ",
            )
            head = self._heads[path] = "\r\n".join(lines).encode()
        return head


def _late(answer: "asyncio.Future[tuple[int, bytes]]") -> None:
    if not answer.done():
        answer.set_exception(TimeoutError())
