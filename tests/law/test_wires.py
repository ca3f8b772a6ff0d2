"""A call tells truly how far it came: answered, certainly not sent, or lost on the way."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.net.telegram import Telegram
from storage.records.delivery import Reached

OK = b'{"ok":true,"result":{"message_id":7,"text":"\\u04d9"}}'
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Server:
    """Answers each request with `reply`; counts connections and keeps what was asked."""

    def __init__(self, reply: bytes = OK, *, length: bool = True, status: str = "200 OK") -> None:
        head = f"HTTP/1.1 {status}\r\n" + (f"Content-Length: {len(reply)}\r\n" if length else "")
        self.reply, self.length = head.encode() + b"\r\n" + reply, length
        self.connections, self.asked = 0, list[bytes]()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                self.asked.append(await reader.readexactly(size))
                writer.write(self.reply)
                if not self.length:
                    break
        writer.close()


@contextlib.asynccontextmanager
async def listening(serve: Serve, context: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{port}"
    finally:
        server.close()


async def test_one_connection_serves_call_after_call() -> None:
    server = Server()
    async with listening(server.serve) as url, Telegram("42:X", url) as api:
        answers = [await api.call("sendMessage", f'{{"n": "ә{n}"}}') for n in range(3)]
    assert [(one.ok, one.result) for one in answers] == [(True, {"message_id": 7})] * 3
    assert server.connections == 1
    assert server.asked[2].decode() == '{"n": "ә2"}'


async def test_calls_at_once_have_a_connection_each() -> None:
    server = Server()
    async with listening(server.serve) as url, Telegram("42:X", url) as api:
        answers = await asyncio.gather(*(api.call("sendMessage", "{}") for _ in range(5)))
    assert all(one.ok for one in answers)
    assert server.connections == 5


async def test_a_refused_connection_is_certainly_not_sent() -> None:
    async with listening(Server().serve) as url:
        pass
    async with Telegram("42:X", url) as api:
        assert (await api.call("sendMessage", "{}")).reached is Reached.UNSENT


async def test_a_line_that_breaks_before_the_answer_is_lost() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async with listening(hang_up) as url, Telegram("42:X", url) as api:
        assert (await api.call("sendMessage", "{}")).reached is Reached.LOST


async def test_an_answer_that_does_not_come_in_time_is_lost() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with listening(silent) as url, Telegram("42:X", url, timeout_s=0.1) as api:
        assert (await api.call("sendMessage", "{}")).reached is Reached.LOST


async def test_an_error_page_without_a_length_is_an_answer_and_half_a_good_one_is_lost() -> None:
    page = Server(b"<html>oops</html>", length=False, status="502 Bad Gateway")
    async with listening(page.serve) as url, Telegram("42:X", url) as api:
        answer = await api.call("sendMessage", "{}")
    assert (answer.reached, answer.code) == (Reached.ANSWERED, 502)
    async with listening(Server(OK[:20], length=False).serve) as url, Telegram("42:X", url) as api:
        assert (await api.call("sendMessage", "{}")).reached is Reached.LOST


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
async def test_over_tls_only_a_server_that_proves_itself_is_spoken_to(tmp_path: Path) -> None:
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
    subject = ("-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=x")
    names = ("-addext", "subjectAltName=IP:127.0.0.1")
    subprocess.run([*command.split(), *subject, *names], cwd=tmp_path, check=True)  # noqa: ASYNC221 - once, a constant
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    server = Server()
    async with listening(server.serve, own) as url:
        async with Telegram("42:X", url, context=trusting) as api:
            assert (await api.call("sendMessage", "{}")).ok
        async with Telegram("42:X", url) as api:
            assert (await api.call("sendMessage", "{}")).reached is Reached.UNSENT
    assert len(server.asked) == 1
