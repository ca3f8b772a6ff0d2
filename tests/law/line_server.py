"""A server that answers each request with bytes of the test's choice, over real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

OK = b'{"ok":true,"result":{"message_id":7,"text":"\\u04d9"}}'
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def framed(content: bytes = OK, status: str = "200 OK", *headers: str) -> bytes:
    """Return an answer with its length."""
    length = f"Content-Length: {len(content)}"
    return head(status, length, *headers) + content


def head(status: str, *headers: str) -> bytes:
    """Return the head of an answer."""
    return "\r\n".join((f"HTTP/1.1 {status}", *headers, "", "")).encode()


def chunked(*parts: bytes) -> bytes:
    """Return an answer in chunks."""
    body = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (*parts, b""))
    return head("200 OK", "Transfer-Encoding: chunked") + body


class Server:
    """Answers each request with the next of `replies` (the last for ever), in pieces of `piece`.

    `then_closes`: it hangs up after each. Counts connections, keeps what was asked.
    """

    def __init__(self, *replies: bytes, then_closes: bool = False, piece: int = 1 << 20) -> None:
        self.replies, self.then_closes, self.piece = [*(replies or (framed(),))], then_closes, piece
        self.connections, self.asked, self.heads = 0, list[bytes](), list[bytes]()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                begun = await reader.readuntil(b"\r\n\r\n")
                size = int(begun.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                self.heads.append(begun)
                self.asked.append(await reader.readexactly(size))
                await self._answer(writer)
                if self.then_closes:
                    break
        writer.close()

    async def _answer(self, writer: asyncio.StreamWriter) -> None:
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        for start in range(0, len(reply), self.piece):
            writer.write(reply[start : start + self.piece])
            await writer.drain()
            await asyncio.sleep(0)


@contextlib.asynccontextmanager
async def listening(
    serve: Serve, context: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[str]:
    """Serve on a free port; the address is its own."""
    server = await asyncio.start_server(serve, host, 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    try:
        name = f"[{host}]" if ":" in host else host
        yield f"{'https' if context else 'http'}://{name}:{port}"
    finally:
        server.close()


def certified(folder: Path, names: Sequence[str]) -> ssl.SSLContext:
    """Make cert.pem for those names in the folder; return the server's side of it."""
    key = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=x"
    files = ("-keyout", "key.pem", "-out", "cert.pem", "-addext")
    subprocess.run(
        [*key.split(), *files, f"subjectAltName={','.join(names)}"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context
