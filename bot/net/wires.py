"""Kept-alive HTTP/1.1 connections to one server for small JSON calls; docs/decisions says why.

Tells exactly how far a call came. Knows nothing of the Bot API, of redirects, cookies and proxies.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Callable
from functools import partial

import httptools  # type: ignore[import-untyped]  # it ships no types
from yarl import URL

# Shorter than the server's own: a connection it has just closed would make a send look lost.
KEEP_ALIVE_S = 20.0
CONNECT_S = 10.0
MOST_BYTES = 4 << 20
# All connections read into one place: what came is taken out before the next of them reads.
AT_ONCE = 1 << 16
# With one of these an answer has an end of its own; without, it ends with the connection.
FRAMING = frozenset((b"content-length", b"transfer-encoding"))
BROKEN = (httptools.HttpParserError, httptools.HttpParserUpgrade)


class NotSentError(OSError):
    """There was no connection: certainly nothing was sent."""


class LostError(OSError):
    """The request left, wholly or in part, and no whole answer came: it may have arrived."""


Came = tuple[int, bytes] | NotSentError | LostError
Done = Callable[[Came], None]
"""Hears what came of a call, once: status and content, or how far it got. Never raises."""


class _Wire(asyncio.BufferedProtocol):
    """One connection, one call at a time; `free` hears when a call on it is over."""

    def __init__(self, room: memoryview, free: "Callable[[_Wire], None]") -> None:
        self.transport: asyncio.Transport | None = None
        self.idle_since = 0.0
        self._place, self._free = room, free
        self._parser = httptools.HttpResponseParser(self)
        self._done: Done | None = None
        self._found: tuple[int, bytes] | None = None
        self._parts = list[bytes]()
        self._room = MOST_BYTES
        self._lasting = self._begun = self._framed = False

    @property
    def usable(self) -> bool:
        """Tell whether another call may be made on it."""
        return self._lasting and self.transport is not None and not self.transport.is_closing()

    def ask(self, data: bytes, done: Done) -> None:
        """Write a request; `done` hears of it."""
        self._done = done
        if self.transport is None or self.transport.is_closing():
            self._tell(NotSentError("closed before the request"))
            return
        self._expect()
        self._lasting, self._room = False, MOST_BYTES
        self.transport.write(data)

    def close(self) -> None:
        """Give the connection up."""
        if self.transport is not None:
            self.transport.abort()

    def fail(self, cause: str) -> None:
        """Give the connection and the call on it up."""
        self._lasting = False
        self.close()
        self._tell(LostError(cause))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is None and self._begun and not self._framed:
            self._finish(lasting=False)
            self._tell(self._found or LostError("closed"))
        else:
            self.fail("closed" if exc is None else type(exc).__name__)

    def get_buffer(self, _sizehint: int) -> memoryview:
        return self._place

    def buffer_updated(self, nbytes: int) -> None:
        self._room -= nbytes
        if self._done is None or self._room < 0:
            self.fail("more than was asked for")
            return
        try:
            self._parser.feed_data(self._place[:nbytes])
        except BROKEN:
            if self._found is None:
                self.fail("not HTTP")
                return
            self._lasting = False
        if self._found is not None:
            self._tell(self._found)

    def on_message_begin(self) -> None:
        if self._found is not None:  # a second answer to one call: whose it is nobody knows
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
        if self._found is None:
            self._lasting = lasting
            self._found = self._parser.get_status_code(), b"".join(self._parts)

    def _tell(self, came: Came) -> None:
        done, self._done, self._found = self._done, None, None
        if done is not None:
            self._free(self)
            done(came)


class Wires:
    """All connections to one server; as many calls at once as are asked for.

    A call that is not answered within `timeout_s` is lost.
    """

    def __init__(
        self, server: str, context: ssl.SSLContext | None = None, *, timeout_s: float = 30.0
    ) -> None:
        url = URL(server)
        self._host, self._port = url.host or "", url.port or 0
        self._ssl = (context or ssl.create_default_context()) if url.scheme == "https" else None
        self._path, self._name = url.raw_path.rstrip("/"), url.host_port_subcomponent or ""
        self._timeout_s = timeout_s
        self._place = memoryview(bytearray(AT_ONCE))
        self._idle: deque[_Wire] = deque()
        self._busy: dict[_Wire, float] = {}
        self._connecting: set[asyncio.Task[None]] = set()
        self._heads: dict[str, bytes] = {}
        self._sweeping: asyncio.TimerHandle | None = None

    async def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Post JSON; return status and content. Raises NotSentError or LostError."""
        loop = asyncio.get_running_loop()
        wire = self._kept(loop.time()) or await self._connected(loop)
        answer: asyncio.Future[tuple[int, bytes]] = loop.create_future()
        self._ask(wire, path, body, partial(_fulfil, answer), loop)
        try:
            return await answer
        except asyncio.CancelledError:
            wire.close()
            raise

    def begin(self, path: str, body: bytes, done: Done) -> None:
        """Post JSON and return at once: `done` hears what came of it."""
        loop = asyncio.get_running_loop()
        wire = self._kept(loop.time())
        if wire is not None:
            self._ask(wire, path, body, done, loop)
            return
        task = loop.create_task(self._begin_anew(path, body, done))
        self._connecting.add(task)
        task.add_done_callback(self._connecting.discard)

    def close(self) -> None:
        """Close every connection; what is not answered yet is lost."""
        for task in self._connecting:
            task.cancel()
        for wire in [*self._idle, *self._busy]:
            wire.close()
        self._idle.clear()
        if self._sweeping:
            self._sweeping.cancel()

    async def _begin_anew(self, path: str, body: bytes, done: Done) -> None:
        loop = asyncio.get_running_loop()
        try:
            wire = await self._connected(loop)
        except NotSentError as error:
            done(error)
            return
        self._ask(wire, path, body, done, loop)

    def _ask(
        self, wire: _Wire, path: str, body: bytes, done: Done, loop: asyncio.AbstractEventLoop
    ) -> None:
        self._busy[wire] = until = loop.time() + self._timeout_s
        if self._sweeping is None:
            self._sweeping = loop.call_at(until, self._sweep, loop)
        wire.ask(b"%b%d\r\n\r\n%b" % (self._head(path), len(body), body), done)

    def _free(self, wire: _Wire) -> None:
        del self._busy[wire]
        if wire.usable:
            wire.idle_since = asyncio.get_running_loop().time()
            self._idle.append(wire)
        else:
            wire.close()

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give up what is late. All may wait equally long, so the first asked is the first late."""
        self._sweeping, now = None, loop.time()
        for wire, until in list(self._busy.items()):
            if until > now:
                self._sweeping = loop.call_at(until, self._sweep, loop)
                break
            wire.fail("no answer in time")

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
                    lambda: _Wire(self._place, self._free),
                    self._host,
                    self._port,
                    ssl=self._ssl,
                    happy_eyeballs_delay=0.25,
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


def _fulfil(answer: "asyncio.Future[tuple[int, bytes]]", came: Came) -> None:
    if answer.done():
        return
    if isinstance(came, OSError):
        answer.set_exception(came)
    else:
        answer.set_result(came)
