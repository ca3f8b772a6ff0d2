"""Feeds that moved: for good or for a while, told in full, by halves or in a circle."""

from __future__ import annotations

import pytest

from tests.feeds.fetched import fetched_from
from tests.feeds.origin import Origin, item, response, rss

BODY = rss(item(1))


async def test_a_permanent_move_is_remembered_and_a_temporary_one_is_not(origin: Origin) -> None:
    origin.answers["/old"] = response(301, headers={"Location": "/new?a=1"})
    origin.answers["/new?a=1"] = response(302, headers={"Location": "/today"})
    origin.answers["/today"] = response(200, BODY)
    fetched = await fetched_from(origin, "/old")
    assert fetched.final_url == origin.url("/today")
    assert fetched.moved_to == origin.url("/new?a=1")


async def test_a_way_back_to_the_old_place_is_a_loop(origin: Origin) -> None:
    origin.answers["/a"] = response(301, headers={"Location": "/b"})
    origin.answers["/b"] = response(308, headers={"Location": "/a"})
    assert (await fetched_from(origin, "/a")).reason == "too_many_redirects"


@pytest.mark.parametrize(
    ("location", "asked"),
    [
        ("b c", "/x/b%20c"),
        ("./b?q=1", "/x/b?q=1"),
        ("../b", "/b"),
        ("?page=2", "/x/a?page=2"),
        (" /b ", "/b"),
        ("/b#part", "/b"),
        ("/жаңа", "/%D0%B6%D0%B0%D2%A3%D0%B0"),
    ],
)
async def test_a_relative_way_is_followed_from_where_it_was_told(
    origin: Origin, location: str, asked: str
) -> None:
    written = location.encode().decode("latin-1")
    head = f"HTTP/1.1 302 X\r\nContent-Length: 0\r\nLocation: {written}\r\n\r\n"
    origin.answers["/x/a"] = head.encode("latin-1")
    origin.answers[asked] = response(200, BODY)
    assert (await fetched_from(origin, "/x/a")).body == BODY
