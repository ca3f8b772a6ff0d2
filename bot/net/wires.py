"""Kept-alive HTTP/1.1 connections to one server for small JSON calls; docs/decisions says why.

Tells exactly how far a call came. Knows nothing of the Bot API, of redirects, cookies and proxies.
"""

import asyncio
import ssl
from collections import deque

import httptools  # type: ignore[import-untyped]  # it ships no types
from yarl import URL

# Shorter than the server's own: a connection it has just closed would make a send look lost.
KEEP_ALIVE_S = 20.0
CONNECT_S = 10.0
MOST_BYTES = 4 << 20
# With one of these an answer has an end of its own; without, it ends with the connection.
FRAMING = frozenset((b"content-length", b"transfer-encoding"))
BROKEN = (httptools.HttpParserError, httptools.HttpParserUpgrade)


class NotSentError(OSError):
    """There was no connection: certainly nothing was sent."""


class LostError(OSError):
    """The request left, wholly or in part, and no whole answer came: it may have arrived."""


class _Wire(asyncio.Protocol):
    """One connection, one call at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.idle_since = 0.0
        self._parser = httptools.HttpResponseParser(self)
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._parts = list[bytes]()
        self._room = MOST_BYTES
        self._lasting = self._begun = self._framed = False

    @property
    def usable(self) -> bool:
        """Tell whether another call may be made on it."""
        return self._lasting and self.transport is not None and not self.transport.is_closing()

    def ask(
        self, data: bytes, loop: asyncio.AbstractEventLoop
    ) -> "asyncio.Future[tuple[int, bytes]]":
        """Write a request; the future brings status and content, or LostError."""
        if self.transport is None or self.transport.is_closing():
            raise NotSentError("closed before the request")
        self._expect()
        self._lasting, self._room = False, MOST_BYTES
        self._answer = loop.create_future()
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
        if exc is None and self._begun and not self._framed:
            self._finish(lasting=False)
        self._fail("closed" if exc is None else type(exc).__name__)

    def data_received(self, data: bytes) -> None:
        self._room -= len(data)
        if self._answer is None or self._room < 0:
            self._fail("more than was asked for")
            return
        try:
            self._parser.feed_data(data)
        except BROKEN:
            self._fail("not HTTP")

    def on_message_begin(self) -> None:
        if self._answer is None:  # a second answer to one call: whose it is nobody knows
            self._lasting = False

    def on_header(self, name: bytes, _value: bytes) -> None:
        self._framed = self._framed or name.lower() in FRAMING

    def on_headers_complete(self) -> None:
        self._begun = True

    def on_body(self, body: bytes) -> None:
        self._parts.append(body)

    def on_message_complete(self) -> None:
        if self._parser.get_status_code() < 200:  # "100 Continue": the answer is still to come
            self._expect()
        else:
            self._finish(lasting=self._parser.should_keep_alive())

    def _expect(self) -> None:
        self._parts, self._begun, self._framed = [], False, False

    def _finish(self, *, lasting: bool) -> None:
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            self._lasting = lasting
            answer.set_result((self._parser.get_status_code(), b"".join(self._parts)))

    def _fail(self, cause: str) -> None:
        self._lasting = False
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_exception(LostError(cause))
        self.close()


class Wires:
    """All connections to one server; as many calls at once as are asked for."""

    def __init__(self, server: str, context: ssl.SSLContext | None = None) -> None:
        url = URL(server)
        self._host, self._port = url.host or "", url.port or 0
        self._ssl = (context or ssl.create_default_context()) if url.scheme == "https" else None
        self._path, self._name = url.raw_path.rstrip("/"), url.host_port_subcomponent or ""
        self._idle: deque[_Wire] = deque()
        self._heads: dict[str, bytes] = {}

    async def post(self, path: str, body: bytes, timeout_s: float) -> tuple[int, bytes]:
        """Post JSON; return status and content. Raises NotSentError or LostError."""
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
        except OSError as error:  # TimeoutError, gaierror and ssl.SSLError are among them
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
        answer.set_exception(LostError("no answer in time"))
