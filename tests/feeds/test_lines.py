"""The connections that feeds are asked over: kept, cut, spoilt, closed behind our back, secured."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import gzip
import shutil
import socket
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.net.feeds import FeedFetcher, Limits
from bot.net.guard import AddressGuard
from storage.records.feeds import FeedRequest, Fetched, Outcome
from tests.feeds.origin import item, rss
from tests.law.line_server import certified, chunked, framed, head, listening
from tests.patience import Patience

BODY = rss(item(1))
KEPT = framed(BODY, "200 OK", "ETag: a")


class Web:
    """Answers each request with the next of `replies` (the last for ever), in pieces of `piece`;
    `closes` says that it hangs up after each without a word."""

    def __init__(self, *replies: bytes, closes: bool = False, piece: int = 1 << 20) -> None:
        self.replies, self.closes, self.piece = list(replies), closes, piece
        self.connections, self.heads, self.over = 0, list[str](), 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
                reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
                for start in range(0, len(reply), self.piece):
                    writer.write(reply[start : start + self.piece])
                    await writer.drain()
                    await asyncio.sleep(0)
                if self.closes:
                    break
        self.over += 1
        writer.close()


@contextlib.asynccontextmanager
async def asking(
    web: Web, limits: Limits | None = None, context: ssl.SSLContext | None = None
) -> AsyncIterator[tuple[FeedFetcher, str]]:
    """A fetcher and the address of the server."""
    async with listening(web.serve) as url:
        guard = AddressGuard([url.partition("//")[2]])
        async with FeedFetcher(guard, limits, context=context) as fetcher:
            yield fetcher, url


async def asked(web: Web, times: int = 1, limits: Limits | None = None) -> list[Fetched]:
    """Asks one server one time after the other."""
    async with asking(web, limits) as (fetcher, url):
        return [await fetcher.fetch(FeedRequest(url + "/ж ү?a=ә")) for _ in range(times)]


async def test_one_connection_serves_request_after_request() -> None:
    web = Web(KEPT, head("304 Not Modified", "ETag: a"), framed(b"no", "404 Not Found"), KEPT)
    answers = await asked(web, 4)
    assert [one.status for one in answers] == [200, 304, 404, 200]
    assert [one.body for one in answers] == [BODY, b"", b"", BODY]
    assert web.connections == 1
    assert web.heads[0].startswith("GET /%D0%B6%20%D2%AF?a=%D3%99 HTTP/1.1\r\nHost: 127.0.0.1:")


@pytest.mark.parametrize("piece", [1, 7, 1 << 20])
@pytest.mark.parametrize(
    "reply",
    [
        framed(BODY),
        framed(BODY).replace(b"\r\n", b"\n"),
        chunked(BODY[:9], BODY[9:]),
        head("100 Continue") + framed(BODY),
        head("103 Early Hints", "Link: <x>; rel=preload") + chunked(BODY),
    ],
    ids=["length", "bare line feeds", "chunks", "continue", "hints"],
)
async def test_an_answer_is_read_however_it_is_framed_and_cut(reply: bytes, piece: int) -> None:
    web = Web(reply, piece=piece)
    assert [one.body for one in await asked(web, 2)] == [BODY] * 2
    assert web.connections == 1


async def test_of_two_lengths_the_chunks_count() -> None:
    both = chunked(BODY).replace(b"\r\n", b"\r\nContent-Length: 9\r\n", 1)
    assert [one.body for one in await asked(Web(both), 2)] == [BODY] * 2


async def test_a_body_without_an_end_of_its_own_ends_with_the_connection() -> None:
    answers = await asked(Web(head("200 OK") + BODY, closes=True), 2)
    assert [one.body for one in answers] == [BODY] * 2


@pytest.mark.parametrize(
    "reply", [framed(BODY)[:-1], chunked(BODY)[:-1], chunked(BODY)[:99]], ids=["all", "end", "half"]
)
async def test_an_answer_that_ends_too_early_is_none(reply: bytes) -> None:
    (answer,) = await asked(Web(reply, closes=True))
    assert (answer.outcome, answer.reason) == (Outcome.FAILED, "connection_lost")


async def test_a_connection_that_was_closed_behind_our_back_costs_nothing() -> None:
    web = Web(KEPT, closes=True)
    assert [one.body for one in await asked(web, 3)] == [BODY] * 3
    assert len(web.heads) == 3


async def test_what_nobody_asked_for_is_nobodys_answer() -> None:
    web = Web(KEPT + framed(b"<rss>false</rss>"), KEPT)
    assert [one.body for one in await asked(web, 3)] == [BODY] * 3
    assert web.connections == 2


@pytest.mark.parametrize(
    "flood",
    [b"X-A: " + b"a" * 400_000, b"X-A: b\r\n" * 60_000, b"a" * 400_000],
    ids=["one header", "many headers", "no header"],
)
async def test_headers_without_end_are_not_listened_to(flood: bytes) -> None:
    (answer,) = await asked(Web(b"HTTP/1.1 200 OK\r\n" + flood))
    assert (answer.outcome, answer.reason) == (Outcome.REFUSED, "broken_http")


async def test_the_body_of_an_error_page_is_not_read() -> None:
    web = Web(head("404 Not Found", "Content-Length: 99999999") + bytes(100_000), KEPT)
    assert [one.status for one in await asked(web, 2)] == [404, 200]
    assert web.connections == 2


async def test_a_packed_body_may_not_be_followed_by_junk_without_end() -> None:
    packed = gzip.compress(BODY) + bytes(600_000)
    reply = framed(packed, "200 OK", "Content-Encoding: gzip")
    limits = Limits(body_bytes=200_000)
    assert (await asked(Web(reply), limits=limits))[0].reason == "too_big"


async def test_a_connection_is_not_kept_for_long() -> None:
    web = Web(KEPT)
    async with asking(web, Limits(kept_s=0.05)) as (fetcher, url):
        await fetcher.fetch(FeedRequest(url))
        patience = Patience()
        while not web.over:
            patience.look("the connection is open still")
            await asyncio.sleep(0.01)
        assert (await fetcher.fetch(FeedRequest(url))).body == BODY
    assert web.connections == 2


async def test_a_validator_that_no_header_can_hold_is_not_sent() -> None:
    web = Web(KEPT)
    async with asking(web) as (fetcher, url):
        await fetcher.fetch(FeedRequest(url, "a\r\nX-Evil: 1", "ә"))
        await fetcher.fetch(FeedRequest(url, "\xe9 tag"))
    assert all(word not in web.heads[0] for word in ("X-Evil", "None-Match", "Modified-Since"))


async def test_a_move_told_in_plain_cyrillic_is_followed() -> None:
    moved = framed(b"", "301 Moved", "Location: /жаңалық?б=1")
    web = Web(moved, KEPT)
    (answer,) = await asked(web)
    assert answer.body == BODY
    assert answer.moved_to is not None
    assert answer.moved_to.endswith("/%D0%B6%D0%B0%D2%A3%D0%B0%D0%BB%D1%8B%D2%9B?%D0%B1=1")
    assert web.heads[1].startswith("GET /%D0%B6%D0%B0%D2%A3")


async def test_a_password_goes_to_its_own_host_only() -> None:
    web = Web(framed(b"", "302 Found", "Location: http://{host}/b"), KEPT)
    async with asking(web) as (fetcher, url):
        host = url.partition("//")[2]
        web.replies[0] = web.replies[0].replace(b"{host}", host.encode())
        assert (await fetcher.fetch(FeedRequest(f"http://ana:s3@{host}/a"))).body == BODY
    word = base64.b64encode(b"ana:s3").decode()
    assert [f"Authorization: Basic {word}" in one for one in web.heads] == [True, False]


@pytest.mark.parametrize(
    "url",
    ["http://a b/", "http://127.1/", "http://0x7f.1/", "http://2130706433/", "http://[::1", "x",
     "http://a.example:99999/", "http:///a", "ftp://a.example/", ""],
)  # fmt: skip
async def test_what_is_no_address_of_the_web_is_not_asked(url: str) -> None:
    async with FeedFetcher(AddressGuard(())) as fetcher:
        answer = await fetcher.fetch(FeedRequest(url))
    assert (answer.outcome, answer.reason) == (Outcome.REFUSED, "bad_address")


class Names(AbstractResolver):
    """Every name has these addresses, or none."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if not self.addresses:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        kind = socket.AF_INET
        return [
            ResolveResult(hostname=host, host=one, port=port, family=kind, proto=0, flags=0)
            for one in self.addresses
        ]

    async def close(self) -> None:
        pass


async def test_of_the_addresses_of_a_name_only_public_ones_are_tried() -> None:
    web, private = Web(KEPT), Web(KEPT)
    async with listening(web.serve) as url:
        port = int(url.rpartition(":")[2])
        guard = AddressGuard([f"127.0.0.1:{port}"])
        behind = await asyncio.start_server(private.serve, "127.0.0.3", port)
        async with behind, FeedFetcher(guard, resolver=Names("127.0.0.3", "127.0.0.1")) as fetcher:
            answer = await fetcher.fetch(FeedRequest(f"http://gazet.example:{port}/"))
    assert (answer.body, private.connections) == (BODY, 0)


async def test_a_name_that_nobody_knows_is_a_failure_with_its_reason() -> None:
    async with FeedFetcher(AddressGuard(()), resolver=Names()) as fetcher:
        answer = await fetcher.fetch(FeedRequest("http://gazet.example/"))
    assert (answer.outcome, answer.reason) == (Outcome.FAILED, "name_unknown")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
@pytest.mark.parametrize("name", ["gazet.example", "other.example"])
async def test_over_tls_a_server_that_proves_its_name_is_read(tmp_path: Path, name: str) -> None:
    own, web = certified(tmp_path, ["DNS:gazet.example"]), Web(KEPT, chunked(BODY))
    trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    async with listening(web.serve, own) as url:
        port = url.rpartition(":")[2]
        guard, names = AddressGuard([f"127.0.0.1:{port}"]), Names("127.0.0.1")
        async with FeedFetcher(guard, resolver=names, context=trusting) as fetcher:
            request = FeedRequest(f"https://{name}:{port}/")
            answers = [await fetcher.fetch(request) for _ in range(2)]
    if name == "gazet.example":
        assert [one.body for one in answers] == [BODY] * 2
        assert web.connections == 1
    else:
        assert {one.reason for one in answers} == {"certificate_other_name"}
        assert web.heads == []
