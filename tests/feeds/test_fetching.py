"""The fetcher against servers that misbehave: every limit holds and nothing raises."""

from __future__ import annotations

import asyncio
import itertools
import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.net.feeds import FeedFetcher, Limits
from bot.net.guard import AddressGuard
from storage.records.feeds import FeedRequest, Outcome
from tests.feeds.fetched import fetched_from
from tests.feeds.origin import Answer, Origin, item, response, rss

MIB = 1024 * 1024
BODY = rss(item(1))
SHORT = Limits(total_s=0.6)


async def test_validators_go_out_exactly_as_they_came_in(origin: Origin) -> None:
    etag, modified = 'W/"a b;c"', "Thu, 17 sep 2026 12:00:00 +0500"
    origin.answers["/"] = response(304, headers={"ETag": etag})
    async with FeedFetcher(AddressGuard([f"127.0.0.1:{origin.port}"])) as fetcher:
        fetched = await fetcher.fetch(FeedRequest(origin.url(), etag, modified))
    assert (fetched.outcome, fetched.etag) == (Outcome.NOT_MODIFIED, etag)
    headers = origin.requests[0][1]
    assert (headers["if-none-match"], headers["if-modified-since"]) == (etag, modified)
    assert "feed reader" in headers["user-agent"]


async def test_a_stream_of_twenty_mebibytes_is_left_early(origin: Origin) -> None:
    sent = 0

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<rss>")
        while sent < 20 * MIB:
            writer.write(b"x" * 65_536)
            sent += 65_536
            await writer.drain()

    origin.answers["/"] = endless
    assert (await fetched_from(origin)).reason == "too_big"
    await asyncio.sleep(0.05)
    assert sent < 12 * MIB


async def test_a_slow_loris_is_left_after_the_time_allowed(origin: Origin) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"<")
            await writer.drain()
            await asyncio.sleep(0.05)

    origin.answers["/"] = drip
    fetched = await fetched_from(origin, limits=SHORT)
    assert (fetched.outcome, fetched.reason) == (Outcome.FAILED, "timeout")


async def test_headers_that_never_end_are_left_too(origin: Origin) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        for number in itertools.count():
            writer.write(f"X-{number}: y\r\n".encode() if number else b"HTTP/1.1 200 OK\r\n")
            await writer.drain()
            await asyncio.sleep(0.05)

    origin.answers["/"] = drip
    assert (await fetched_from(origin, limits=SHORT)).reason == "timeout"


async def test_an_endless_redirect_ends_after_five(origin: Origin) -> None:
    origin.answers["/"] = response(302, headers={"Location": "/"})
    assert (await fetched_from(origin)).reason == "too_many_redirects"
    assert len(origin.requests) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:127.0.0.1]:{port}/feed",
        "http://127.0.0.1:1/",
        "http://localhost:1/",
        "http://[::1]:1/",
        "http://10.0.0.1/",
        "http://100.64.0.1/",
        "http://[fe80::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://0.0.0.0/",
        "http://[fec0::1]/",
        "http://[fd00:ec2::254]/",
        "http://[::127.0.0.1]/",
        "http://[2002:7f00:1::]/",
        "http://[64:ff9b:1::7f00:1]/",
        "http://[3fff::1]/",
        "http://192.0.0.8/",
        "//user@127.0.0.1:1/",
    ],
)
async def test_a_redirect_to_a_private_address_is_refused(origin: Origin, target: str) -> None:
    origin.answers["/"] = response(302, headers={"Location": target.format(port=origin.port)})
    origin.answers["/feed"] = response(200, BODY)
    fetched = await fetched_from(origin)
    assert (fetched.outcome, fetched.reason) == (Outcome.REFUSED, "address_refused")
    assert len(origin.requests) == 1


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "gopher://x/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://[fe80::1%25lo]/",
        "http://127.0.0.1:99999/",
    ],
)
async def test_a_redirect_to_no_web_address_is_refused(origin: Origin, target: str) -> None:
    origin.answers["/"] = response(302, headers={"Location": target})
    assert (await fetched_from(origin)).reason == "bad_address"


class Rebinding(AbstractResolver):
    """An address that may be asked the first time, a private one ever after."""

    def __init__(self) -> None:
        self.asked = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked += 1
        address = "127.0.0.1" if self.asked == 1 else "127.0.0.2"
        kind = socket.AF_INET
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=0)
        ]

    async def close(self) -> None:
        pass


async def test_a_name_that_changes_its_address_between_check_and_connect_gains_nothing(
    origin: Origin,
) -> None:
    origin.answers["/"] = response(200, BODY)
    intruded = 0

    async def secret(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal intruded
        intruded += 1
        writer.close()

    resolver, private = Rebinding(), await asyncio.start_server(secret, "127.0.0.2", origin.port)
    guard = AddressGuard([f"127.0.0.1:{origin.port}"])
    request = FeedRequest(f"http://feed.example:{origin.port}/")
    async with private, FeedFetcher(guard, resolver=resolver) as fetcher:
        first = await fetcher.fetch(request)
        # one look-up serves both the check and the connection
        assert (first.body, resolver.asked) == (BODY, 1)
        assert (await fetcher.fetch(request)).reason == "address_refused"
    assert (len(origin.requests), resolver.asked, intruded) == (1, 2, 0)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(410, Outcome.GONE), (404, Outcome.REFUSED), (429, Outcome.REFUSED), (503, Outcome.REFUSED)],
)
async def test_other_answers_keep_their_status_and_their_wish(
    origin: Origin, status: int, outcome: Outcome
) -> None:
    origin.answers["/"] = response(status, b"x", {"Retry-After": "120"})
    fetched = await fetched_from(origin)
    assert (fetched.outcome, fetched.reason) == (outcome, f"http_{status}")
    assert fetched.retry_after == "120"


async def test_nobody_there_is_a_failure_with_a_reason(origin: Origin) -> None:
    port = origin.port
    assert origin._server is not None
    origin._server.close()
    async with FeedFetcher(AddressGuard([f"127.0.0.1:{port}"])) as fetcher:
        fetched = await fetcher.fetch(FeedRequest(f"http://127.0.0.1:{port}/"))
    assert (fetched.outcome, fetched.reason) == (Outcome.FAILED, "unreachable")


async def test_what_is_no_http_is_a_reason_too(origin: Origin) -> None:
    origin.answers["/"] = b"SSH-2.0-OpenSSH_9.6\r\n\r\n"
    assert (await fetched_from(origin)).reason == "broken_http"
    origin.answers["/"] = b""
    assert (await fetched_from(origin)).reason == "connection_lost"
    origin.answers["/"] = b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<rss>"
    assert (await fetched_from(origin)).reason == "connection_lost"


def answering_when_busy(origin: Origin, count: int) -> Answer:
    """Hold answers back until so many were asked for at once, and a moment longer for more."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        while origin.busiest < count:  # noqa: ASYNC110 - the fetcher does not say when it has asked
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.03)
        writer.write(response(200, BODY))

    return answer


async def test_one_host_is_asked_by_two_at_a_time(origin: Origin) -> None:
    origin.answers["/"] = answering_when_busy(origin, 2)
    async with FeedFetcher(AddressGuard([f"127.0.0.1:{origin.port}"])) as fetcher:
        found = await asyncio.gather(*(fetcher.fetch(FeedRequest(origin.url())) for _ in range(12)))
    assert origin.busiest == 2
    assert {fetched.outcome for fetched in found} == {Outcome.FRESH}


class Loopback(AbstractResolver):
    """Every name is this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = ResolveResult(
            hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0
        )
        return [found]

    async def close(self) -> None:
        pass


async def test_all_hosts_together_are_asked_by_sixteen_at_a_time(origin: Origin) -> None:
    origin.answers["/"] = answering_when_busy(origin, 16)
    guard = AddressGuard([f"127.0.0.1:{origin.port}"])
    urls = [f"http://gazet{number}.example:{origin.port}/" for number in range(40)]
    async with FeedFetcher(guard, resolver=Loopback()) as fetcher:
        found = await asyncio.gather(*(fetcher.fetch(FeedRequest(url)) for url in urls))
    assert origin.busiest == 16
    assert {fetched.outcome for fetched in found} == {Outcome.FRESH}
