"""One kept connection to a web server: a request, its answer, and the limits of that answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import httptools  # type: ignore[import-untyped]  # it ships no types

from bot.net.unpacking import BrokenEncoding, TooBig, Unpacker, unpacker

# far more than the headers of any feed, and what else may come around a body
_MOST_AROUND = 1 << 17
# an answer with one of these has an end of its own; without, it ends with the connection
_FRAMING = frozenset((b"content-length", b"transfer-encoding"))
# only of these the body is wanted
READ = frozenset((200, 203))


class LineLostError(OSError):
    """The connection ended before the answer did."""


class BrokenAnswerError(Exception):
    """What came is no answer in HTTP."""


class _OneTooManyError(Exception):
    """A second answer to one request: whose it is nobody knows."""


@dataclass(slots=True)
class WebAnswer:
    """`headers` have small names; of those that come twice the first counts. `body` is unpacked,
    and empty unless the status is one of READ."""

    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    body: bytes = b""

    def header(self, name: bytes) -> str | None:
        """A header exactly as it came, a byte for each letter."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")


class FeedLine(asyncio.BufferedProtocol):
    """Reads into `room`, which it may share; a body may unpack to `body_bytes`."""

    def __init__(self, room: memoryview, body_bytes: int) -> None:
        self.idle_since = 0.0
        self.heard = False
        self._place, self._body_bytes = room, body_bytes
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        # as browsers and aiohttp read answers
        self._parser.set_dangerous_leniencies(
            lenient_headers=True,
            lenient_optional_cr_before_lf=True,
            lenient_spaces_after_chunk_size=True,
            # a length beside chunks does not count
            lenient_chunked_length=True,
        )
        self._waiting: asyncio.Future[WebAnswer] | None = None
        self._answer = WebAnswer()
        self._body: Unpacker | None = None
        self._room = 0
        self._lasting = self._whole = False

    @property
    def usable(self) -> bool:
        """Whether another request may be made on it."""
        return self._lasting and self._transport is not None and not self._transport.is_closing()

    def ask(self, request: bytes) -> asyncio.Future[WebAnswer]:
        """Writes a request. Raises LineLostError, BrokenAnswerError, TooBig, BrokenEncoding; after
        an error, and when nobody waits for it any more, the connection is to be closed."""
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        self._room = self._body_bytes + _MOST_AROUND
        self._lasting = self._whole = self.heard = False
        self._answer, self._body = WebAnswer(), None
        if self._transport is None or self._transport.is_closing():
            self._fail(LineLostError("closed before the request"))
        else:
            self._transport.write(request)
        return waiting

    def close(self) -> None:
        """Gives the connection up."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        endless = self._body is not None and self._answer.headers.keys().isdisjoint(_FRAMING)
        if exc is None and endless and self._waiting is not None:
            self._finish()
        self._fail(LineLostError("closed" if exc is None else type(exc).__name__))

    def get_buffer(self, _sizehint: int) -> memoryview:
        return self._place

    def buffer_updated(self, nbytes: int) -> None:
        self.heard = True
        self._room -= nbytes
        if self._waiting is None:
            # nobody asked for it: what it would answer next is unknown
            self._lasting = False
            self.close()
        elif self._room < 0 or (not self._answer.status and self._room < self._body_bytes):
            self._fail(TooBig(self._body_bytes) if self._body else BrokenAnswerError("headers"))
        else:
            self._read(self._place[:nbytes])

    def _read(self, data: memoryview) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserCallbackError as error:
            self._spoil(error.__context__ or error)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._spoil(BrokenAnswerError(type(error).__name__))
        if self._whole or (self._answer.status and self._body is None):
            self._tell()

    def _spoil(self, error: BaseException) -> None:
        """What comes behind a whole answer spoils the connection, not the answer."""
        self._lasting = False
        if not self._whole:
            self._fail(error)

    def on_message_begin(self) -> None:
        if self._whole:
            raise _OneTooManyError

    def on_header(self, name: bytes, value: bytes) -> None:
        self._answer.headers.setdefault(name.lower(), value)

    def on_headers_complete(self) -> None:
        status = self._parser.get_status_code()
        if status in READ:
            encoding = self._answer.headers.get(b"content-encoding", b"").decode("latin-1")
            self._body = unpacker(encoding, self._body_bytes)
        if status >= 200:
            self._answer.status = status
        else:
            # "100 Continue": the answer is still to come
            self._answer = WebAnswer()

    def on_body(self, body: bytes) -> None:
        if self._body is not None:
            self._body.feed(body)

    def on_message_complete(self) -> None:
        if self._answer.status:
            if self._body is not None:
                self._answer.body = self._body.finish()
            self._whole, self._lasting = True, bool(self._parser.should_keep_alive())

    def _finish(self) -> None:
        """Ends a body that had no end of its own but the connection's."""
        try:
            self._answer.body = self._body.finish() if self._body else b""
        except (BrokenEncoding, TooBig) as error:
            self._fail(error)
        else:
            self._tell()

    def _tell(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_result(self._answer)

    def _fail(self, error: BaseException) -> None:
        self._lasting = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_exception(error)
