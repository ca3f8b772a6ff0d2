"""Bodies that come packed: once, twice, without a word, broken, or to burst."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable

import brotli
import pytest

from storage.records.feeds import Outcome
from tests.feeds.fetched import fetched_from
from tests.feeds.origin import Origin, item, response, rss
from tests.pace import within

MIB = 1024 * 1024
BODY = rss(item(1))


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(BODY)),
        ("gzip", gzip.compress(BODY[:50]) + gzip.compress(BODY[50:])),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY)[2:-4]),
        ("br", brotli.compress(BODY)),
        ("gzip", BODY),
        ("", BODY),
        ("gzip, gzip", gzip.compress(gzip.compress(BODY))),
        ("gzip", gzip.compress(gzip.compress(BODY))),
        ("br, gzip", gzip.compress(brotli.compress(BODY))),
        ("GZIP ,identity", gzip.compress(BODY)),
        ("", gzip.compress(BODY)),
        ("windows-1251", BODY),
    ],
)
async def test_packed_bodies_are_unpacked(origin: Origin, encoding: str, packed: bytes) -> None:
    origin.answers["/"] = response(200, packed, {"Content-Encoding": encoding})
    fetched = await fetched_from(origin)
    assert (fetched.outcome, fetched.body) == (Outcome.FRESH, BODY)


@pytest.mark.parametrize("encoding", ["", "gzip", "gzip, gzip"])
async def test_a_bomb_in_a_bomb_is_stopped_too(origin: Origin, encoding: str) -> None:
    bomb = gzip.compress(bytes(60 * MIB), 1)
    bomb = gzip.compress(bomb) if encoding else bomb
    origin.answers["/"] = response(200, bomb, {"Content-Encoding": encoding})
    assert (await fetched_from(origin)).reason == "too_big"


async def test_what_is_packed_again_and_again_is_refused(origin: Origin) -> None:
    packed = BODY
    for _ in range(9):
        packed = gzip.compress(packed)
    origin.answers["/"] = response(200, packed, {"Content-Encoding": ", ".join(["gzip"] * 9)})
    assert (await fetched_from(origin)).reason == "broken_encoding"


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate"])
async def test_a_bomb_is_stopped_at_five_mebibytes(origin: Origin, encoding: str) -> None:
    zeros = bytes(60 * MIB)
    bombs: dict[str, Callable[[], bytes]] = {
        "gzip": lambda: gzip.compress(zeros, 1),
        "br": lambda: bytes(brotli.compress(zeros, quality=1)),
        "deflate": lambda: zlib.compress(zeros, 1),
    }
    bomb = bombs[encoding]()
    origin.answers["/"] = response(200, bomb, {"Content-Encoding": encoding})
    start = time.process_time()
    assert (await fetched_from(origin)).reason == "too_big"
    assert within(time.process_time() - start, 0.5)


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
async def test_a_body_that_is_not_packed_as_it_says_is_refused(
    origin: Origin, encoding: str
) -> None:
    body = gzip.compress(BODY)[:-9] if encoding == "gzip" else b"\x8b\x00\x01 nonsense"
    origin.answers["/"] = response(200, body, {"Content-Encoding": encoding})
    assert (await fetched_from(origin)).reason == "broken_encoding"
