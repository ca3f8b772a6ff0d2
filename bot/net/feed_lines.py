"""Asks web servers over kept HTTP/1.1 connections of our own; docs/decisions/0018 says why.

One request at a time on each, one answer, no redirects, no proxies; every address is checked when
it is connected to.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import defaultdict
from functools import lru_cache

from aiohappyeyeballs import start_connection
from aiohttp.abc import AbstractResolver
from aiohttp.resolver import ThreadedResolver

from bot.net.feed_line import FeedLine, LineLostError, WebAnswer
from bot.net.guard import AddressGuard, AddressRefused
from bot.net.web_address import WebAddress, is_numeric, web_address

HAPPY_EYEBALLS_S = 0.25
AT_ONCE = 1 << 16
Server = tuple[bool, str, int]


class NameUnknownError(OSError):
    """The name has no address, or nobody could say."""


class UnreachableError(OSError):
    """No connection could be made to any of its addresses."""


class FeedLines:
    """Connections by server, kept for `kept_s` after their last answer. `body_bytes` is the most
    that a body may unpack to; `resolver` and `context` are for tests of names and certificates."""

    def __init__(
        self,
        guard: AddressGuard,
        body_bytes: int,
        connect_s: float,
        kept_s: float,
        resolver: AbstractResolver | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._guard, self._body_bytes = guard, body_bytes
        self._connect_s, self._kept_s = connect_s, kept_s
        self._resolver = resolver or ThreadedResolver()
        self._context = context or _trusting()
        # all read into one place: what came is taken out before the next of them reads
        self._place = memoryview(bytearray(AT_ONCE))
        self._idle: defaultdict[Server, list[FeedLine]] = defaultdict(list)
        self._sweeping: asyncio.TimerHandle | None = None

    async def get(self, url: str, headers: bytes) -> WebAnswer:
        """One answer, whatever its status; `headers` are lines with their breaks.

        Raises ValueError for what is no address, AddressRefused, NameUnknownError,
        UnreachableError, ssl.SSLError, and what `FeedLine.ask` does.
        """
        address = web_address(url)
        request = b"%b%b\r\n" % (address.head, headers)
        while line := self._kept(address.server):
            try:
                return await self._asked(line, address.server, request)
            except LineLostError:
                # closed while nobody looked: the request is made again, on another connection
                if line.heard:
                    raise
        return await self._asked(await self._connected(address), address.server, request)

    def close(self) -> None:
        """Closes what is kept."""
        for lines in self._idle.values():
            for line in lines:
                line.close()
        self._idle.clear()
        if self._sweeping:
            self._sweeping.cancel()

    async def _asked(self, line: FeedLine, server: Server, request: bytes) -> WebAnswer:
        try:
            answer = await line.ask(request)
        except BaseException:
            line.close()
            raise
        if line.usable:
            self._keep(server, line)
        else:
            line.close()
        return answer

    def _kept(self, server: Server) -> FeedLine | None:
        lines = self._idle.get(server)
        while lines:
            line = lines.pop()
            if line.usable:
                return line
        return None

    def _keep(self, server: Server, line: FeedLine) -> None:
        loop = asyncio.get_running_loop()
        line.idle_since = loop.time()
        self._idle[server].append(line)
        if self._sweeping is None:
            self._sweeping = loop.call_later(self._kept_s, self._sweep, loop)

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        """Closes what has been idle for long."""
        self._sweeping, late = None, loop.time() - self._kept_s
        for server, lines in list(self._idle.items()):
            for line in lines:
                if line.idle_since <= late:
                    line.close()
            lines[:] = [line for line in lines if line.usable]
            if not lines:
                del self._idle[server]
        if self._idle:
            self._sweeping = loop.call_later(self._kept_s, self._sweep, loop)

    async def _connected(self, address: WebAddress) -> FeedLine:
        infos = await self._infos(address)
        public = [info for info in infos if self._guard.permits(*info[4])]
        if not public:
            raise AddressRefused("the address is not on the public internet")
        try:
            async with asyncio.timeout(self._connect_s):
                # the very addresses just checked, and each once more by the guard's own sockets
                connected = await start_connection(
                    public,
                    happy_eyeballs_delay=HAPPY_EYEBALLS_S,
                    socket_factory=self._guard.socket_for,
                )
                return await self._line(connected, address)
        except (ssl.SSLError, TimeoutError, AddressRefused):
            raise
        except OSError as error:
            raise UnreachableError(type(error).__name__) from error

    async def _line(self, connected: socket.socket, address: WebAddress) -> FeedLine:
        _, line = await asyncio.get_running_loop().create_connection(
            lambda: FeedLine(self._place, self._body_bytes),
            sock=connected,
            ssl=self._context if address.secure else None,
            server_hostname=address.host.rstrip(".") if address.secure else None,
        )
        return line

    async def _infos(self, address: WebAddress) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        """Where the name leads now, as getaddrinfo would say it."""
        if is_numeric(address.host):
            return [_info(address.host, address.port)]
        try:
            found = await self._resolver.resolve(address.host, address.port, socket.AF_UNSPEC)
        except OSError as error:
            raise NameUnknownError(type(error).__name__) from error
        if not found:
            raise NameUnknownError("no address")
        return [_info(one["host"], address.port) for one in found]


@lru_cache(maxsize=1)
def _trusting() -> ssl.SSLContext:
    """What the system trusts; read once, since it takes some ten milliseconds."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def _info(host: str, port: int) -> tuple[int, int, int, str, tuple[str, int]]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (host, port)
