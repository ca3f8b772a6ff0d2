"""A web server on loopback that answers as badly as the world does; every byte is the test's."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Origin:
    """`answers` maps a path to raw bytes of a response or to a coroutine that writes them."""

    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0
    busiest: int = 0
    _busy: int = 0
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server:
            self._server.close()

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = head[0].split(" ")[1]
            pairs = (line.partition(": ") for line in head[1:] if line)
            self.requests.append((path, {name.lower(): value for name, _, value in pairs}))
            self._busy += 1
            self.busiest = max(self.busiest, self._busy)
            answer = self.answers.get(path, response(404))
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
            else:
                await answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._busy -= 1
            writer.close()


def response(
    status: int = 200, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> bytes:
    """A whole HTTP answer that closes its connection."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def rss(*items: str, head: str = "") -> bytes:
    """A small RSS document."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>T</title>{head}{inside}</channel></rss>'.encode()


def item(number: int, more: str = "", guid: str | None = None) -> str:
    """One plausible item in Kazakh; `more` is appended as it is."""
    name = f"id-{number}" if guid is None else guid
    return (
        f"<guid>{name}</guid><title>Жаңалық {number}</title>"
        f"<link>https://gazet.example/news/{number}</link>"
        f"<description>Ауданда қоғамдық бірлестік {number} жоба бастады.</description>{more}"
    )
