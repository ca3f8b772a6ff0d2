"""A call tells truly how far it came: answered, certainly not sent, or lost on the way."""

from __future__ import annotations

import asyncio
import socket

import pytest

from bot.net import wires
from bot.net.telegram import Telegram
from storage.records.delivery import Answer, Attachment, Reached
from tests.law.line_server import OK, Serve, Server, chunked, framed, head, listening

SEVEN = {"message_id": 7}


async def asked(server: Server, times: int = 1) -> list[Answer]:
    """Call a server one after another over one client."""
    async with listening(server.serve) as url, Telegram("42:X", url) as api:
        return [await api.call("sendMessage", f'{{"n": "ә{n}"}}') for n in range(times)]


async def reached(serve: Serve, timeout_s: float = 5.0) -> Reached:
    async with listening(serve) as url, Telegram("42:X", url, timeout_s=timeout_s) as api:
        return (await api.call("sendMessage", "{}")).reached


async def test_one_connection_serves_call_after_call() -> None:
    server = Server()
    answers = await asked(server, 3)
    assert [(one.ok, one.result) for one in answers] == [(True, SEVEN)] * 3
    assert server.connections == 1
    assert server.asked[2].decode() == '{"n": "ә2"}'
    assert server.heads[0].startswith(b"POST /bot42:X/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:")


async def test_calls_at_once_have_a_connection_each() -> None:
    server = Server()
    async with listening(server.serve) as url, Telegram("42:X", url) as api:
        answers = await asyncio.gather(*(api.call("sendMessage", "{}") for _ in range(5)))
    assert all(one.ok for one in answers)
    assert server.connections == 5


@pytest.mark.parametrize("piece", [1, 7, 1 << 20])
@pytest.mark.parametrize(
    "reply",
    [
        framed(),
        chunked(OK[:9], OK[9:]),
        head("100 Continue") + framed(),
        head("103 Early Hints", "Link: <x>; rel=preload") + chunked(OK),
    ],
    ids=["length", "chunks", "continue", "hints"],
)
async def test_an_answer_is_read_however_it_is_framed_and_cut(reply: bytes, piece: int) -> None:
    server = Server(reply, piece=piece)
    assert [one.result for one in await asked(server, 2)] == [SEVEN] * 2
    assert server.connections == 1


async def test_an_answer_without_a_length_ends_with_its_connection() -> None:
    good = Server(head("200 OK") + OK, then_closes=True)
    assert [one.result for one in await asked(good, 2)] == [SEVEN] * 2
    page = Server(head("502 Bad Gateway") + b"<html>oops</html>", then_closes=True)
    (answer,) = await asked(page)
    assert (answer.reached, answer.code) == (Reached.ANSWERED, 502)


async def test_a_server_that_says_it_closes_is_believed() -> None:
    server = Server(framed(OK, "200 OK", "Connection: close"))
    assert all(one.ok for one in await asked(server, 3))
    assert server.connections == 3


async def test_a_server_that_closes_between_calls_loses_none() -> None:
    server = Server(then_closes=True)
    async with listening(server.serve) as url, Telegram("42:X", url) as api:
        for _ in range(3):
            assert (await api.call("sendMessage", "{}")).ok
            await asyncio.sleep(0.02)
    assert (server.connections, len(server.asked)) == (3, 3)


async def test_a_connection_that_was_idle_too_long_is_not_trusted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wires, "KEEP_ALIVE_S", 0.0)
    server = Server()
    assert all(one.ok for one in await asked(server, 2))
    assert server.connections == 2


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        head("200 OK", "Content-Length: 99") + OK,
        head("429 Too Many Requests", "Content-Length: 99") + b'{"ok":false',
        head("200 OK", "Transfer-Encoding: chunked") + b"8\r\nhalf",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        head("200 OK") + OK[:20],
        b"SSH-2.0-OpenSSH_9\r\n",
        head("101 Switching Protocols", "Connection: upgrade", "Upgrade: h2") + b"x",
    ],
    ids=["none", "cut", "cut-refusal", "cut-chunks", "cut-head", "cut-json", "ssh", "upgrade"],
)
async def test_half_an_answer_or_none_is_a_lost_one(reply: bytes) -> None:
    (answer,) = await asked(Server(reply, then_closes=True))
    assert answer.reached is Reached.LOST


async def test_an_answer_that_does_not_come_in_time_is_lost() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    assert await reached(silent, timeout_s=0.1) is Reached.LOST


async def test_a_late_answer_is_never_taken_for_that_of_the_next_call() -> None:
    lost, late = asyncio.Event(), asyncio.Event()

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = (await reader.readuntil(b"}"))[-2:-1].decode()
        if number == "1":
            await lost.wait()
        writer.write(framed(b'{"ok":true,"result":%b}' % number.encode()))
        late.set()

    async with listening(slow) as url, Telegram("42:X", url, timeout_s=0.5) as api:
        assert (await api.call("getMe", '{"n":1}')).reached is Reached.LOST
        lost.set()
        await late.wait()
        answers = [await api.call("getMe", '{"n":2}') for _ in range(3)]
    # on a busy machine one may be lost again, none may be that of another
    assert {one.result for one in answers if one.ok} <= {2}
    assert any(one.ok for one in answers)


async def test_a_second_answer_nobody_asked_for_spoils_the_connection() -> None:
    server = Server(framed() + framed(b'{"ok":true,"result":{"message_id":9}}'))
    assert [one.result for one in await asked(server, 2)] == [SEVEN] * 2
    assert server.connections == 2


async def test_an_endless_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wires, "MOST_BYTES", 4096)
    for endless in (head("200 OK", "Content-Length: 9000"), head("200 OK", "X: " + "x" * 9000)):
        (answer,) = await asked(Server(endless + b"x" * 9000))
        assert answer.reached is Reached.LOST


async def test_a_redirect_is_not_followed_and_only_delays() -> None:
    elsewhere = Server()
    async with listening(elsewhere.serve) as url:
        (answer,) = await asked(Server(framed(b"", "307 Moved", f"Location: {url}/")))
    assert (answer.reached, answer.code, elsewhere.asked) == (Reached.ANSWERED, 502, [])


async def test_a_page_of_a_firewall_is_no_word_of_telegrams() -> None:
    page = b"<html>blocked</html>"
    found = [(await asked(Server(framed(page, status))))[0] for status in ("403 No", "413 Big")]
    assert [one.code for one in found] == [502, 413]
    (portal,) = await asked(Server(framed(page)))
    assert portal.reached is Reached.LOST


async def test_what_has_no_connection_is_certainly_not_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with listening(Server().serve) as url:
        pass
    nowhere = ["http://name.invalid", url, "http://[::1]:9"]
    monkeypatch.setattr(wires, "CONNECT_S", 0.1)
    with socket.socket() as full:  # its queue takes one connection, the next hears nothing
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            for server in [*nowhere, f"http://127.0.0.1:{port}"]:
                async with Telegram("42:X", server, timeout_s=0.2) as api:
                    answer = await api.call("sendMessage", "{}")
                    assert answer.reached is Reached.UNSENT, server


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine speaks no IPv6")
async def test_a_server_may_have_an_address_of_the_sixth_version() -> None:
    server = Server()
    async with listening(server.serve, host="::1") as url, Telegram("42:X", url) as api:
        assert (await api.call("sendMessage", "{}")).ok
    assert b"\r\nHost: [::1]:" in server.heads[0]


async def test_a_path_before_the_token_is_kept() -> None:
    server = Server()
    async with listening(server.serve) as url, Telegram("42:X", url + "/tg/") as api:
        await api.call("getMe", "{}")
        await api.call("sendDocument", "{}", [Attachment("d", "a.csv", b"x;y")])
    paths = [one.split()[1] for one in server.heads]
    assert paths == [b"/tg/bot42:X/getMe", b"/tg/bot42:X/sendDocument"]
    assert b'filename="a.csv"' in server.asked[1]
    assert b"x;y" in server.asked[1]


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert (await asked(Server()))[0].ok


async def test_a_cancelled_call_leaves_no_connection_to_another() -> None:
    asked, hold = asyncio.Event(), asyncio.Event()

    async def held(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"}")
        asked.set()
        await hold.wait()
        writer.write(framed(b'{"ok":true,"result":1}'))
        await reader.readuntil(b"}")

    async with listening(held) as url, Telegram("42:X", url) as api:
        call = asyncio.create_task(api.call("getMe", "{}"))
        await asked.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        hold.set()
        await asyncio.sleep(0.02)
        assert (await api.call("getMe", "{}")).result == 1
