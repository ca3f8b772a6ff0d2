"""Over TLS only a server that proves its name is spoken to."""

from __future__ import annotations

import shutil
import ssl
from pathlib import Path

import pytest

from bot.net.telegram import Telegram
from storage.records.delivery import Attachment, Reached
from tests.law.line_server import Server, certified, listening

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl makes the certificate"
)


async def test_a_server_that_is_trusted_is_told_its_name_and_spoken_to(tmp_path: Path) -> None:
    own, server, named = certified(tmp_path, ["DNS:localhost"]), Server(), list[str | None]()
    own.sni_callback = lambda _socket, name, _context: named.append(name)
    trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    async with listening(server.serve, own) as url:
        named_url = url.replace("127.0.0.1", "localhost")
        async with Telegram("42:X", named_url, context=trusting) as api:
            answers = [await api.call("sendMessage", "{}") for _ in range(2)]
            sent = await api.call("sendDocument", "{}", [Attachment("d", "a", b"x")])
    assert all(one.ok for one in [*answers, sent])
    assert named == ["localhost"] * 2  # one connection for calls, one for files


async def test_neither_a_stranger_nor_another_name_hears_a_word(tmp_path: Path) -> None:
    own, server = certified(tmp_path, ["DNS:other.example"]), Server()
    trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    async with listening(server.serve, own) as url:
        for context in (trusting, None):
            async with Telegram("42:X", url, context=context) as api:
                answer = await api.call("sendMessage", "{}")
                assert answer.reached is Reached.UNSENT
    assert server.asked == []
