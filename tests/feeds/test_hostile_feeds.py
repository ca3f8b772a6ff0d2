"""Bodies made to hurt: each ends in entries or a reason, and the event loop never waits."""

from __future__ import annotations

import gzip

import pytest

from bot.net.parsing import ParserPool, WorkerLimits
from bot.news.feed_reader import read_feed
from bot.rules.feeds.feed_parsing import read_document
from storage.records.feeds import Outcome, Parsed, ParseTask
from tests.feeds.conftest import NOW, Desk
from tests.feeds.origin import item, response, rss

STALL_S = 0.1
LAUGHS = (
    "<!DOCTYPE rss [<!ENTITY l0 'lol'>"
    + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>"
)


async def test_an_unreadable_item_takes_only_itself(desk: Desk) -> None:
    bad = f"<guid>bad</guid><title>x</title><description>{'<a' * 400_000}</description>"
    desk.publish(rss(item(1), bad, item(2)))
    result = await desk.poll()
    assert {entry.title for entry in result.new} >= {"Жаңалық 1", "Жаңалық 2"}
    assert desk.ticker.worst_work < STALL_S
    desk.publish(rss(item(3), item(1), bad, item(2)))
    again = await desk.poll()
    assert [entry.title for entry in again.new] == ["Жаңалық 3"]


@pytest.mark.parametrize(
    "more",
    [
        "<link>&#xD800;</link>",
        "<author>&#x110000; &#99999999999999999999;</author>",
        '<cc:license xmlns:cc="http://web.resource.org/cc/"/>',
        '<gml:pos xmlns:gml="http://www.opengis.net/gml"/>',
        '<gml:pos xmlns:gml="http://www.opengis.net/gml">here</gml:pos>',
    ],
)
async def test_what_the_parser_stumbles_over_costs_no_entry(
    desk: Desk, more: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.publish(rss(item(1), item(2, more), item(3)))
    result = await desk.poll()
    assert [entry.title for entry in result.new] == ["Жаңалық 1", "Жаңалық 2", "Жаңалық 3"]
    assert caplog.records == []


def _stumble(task: ParseTask) -> Parsed:
    return Parsed(refused="unreadable") if b"id-2<" in task.body else read_document(task)


async def test_an_item_that_cannot_be_parsed_is_left_out_and_not_tried_again(desk: Desk) -> None:
    desk.publish(rss(item(1), item(2), item(3)))
    async with ParserPool(_stumble, WorkerLimits(workers=1)) as pool:
        first = await read_feed(desk.state, desk.fetcher, pool, NOW)
        assert [entry.title for entry in first.new] == ["Жаңалық 1", "Жаңалық 3"]
        assert "unreadable_items" in first.health.notes
        desk.publish(rss(item(2), item(4)))
        again = await read_feed(first.state, desk.fetcher, pool, NOW)
        assert [entry.title for entry in again.new] == ["Жаңалық 4"]
        assert again.state.body_hash


async def test_billion_laughs_are_not_laughed(desk: Desk) -> None:
    desk.publish(LAUGHS.encode() + rss(item(1), "<title>&l9;</title><guid>x</guid>"))
    result = await desk.poll()
    assert all(len(entry.title) < 400 for entry in result.new)
    assert "Жаңалық 1" in {entry.title for entry in result.new}
    assert desk.ticker.worst_work < STALL_S


async def test_external_entities_are_never_opened(desk: Desk) -> None:
    secret = desk.origin.url("/secret")
    doctype = f'<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY u SYSTEM "{secret}">]>'
    desk.publish(doctype.encode() + rss("<title>a&f;&u;b</title><guid>x</guid>"))
    result = await desk.poll()
    assert "root:" not in repr(result.new)
    assert [path for path, _ in desk.origin.requests] == ["/"]


async def test_five_thousand_items_are_all_taken_without_a_stall(desk: Desk) -> None:
    body = gzip.compress(rss(*(item(number) for number in range(5_000))), 1)
    desk.origin.answers["/"] = response(200, body, {"Content-Encoding": "gzip"})
    result = await desk.poll()
    assert len(result.new) == 5_000
    assert desk.ticker.worst_work < STALL_S


async def test_one_guid_for_every_item_loses_none(desk: Desk) -> None:
    desk.publish(rss(*(item(number, guid="0") for number in range(20))))
    result = await desk.poll()
    assert len({entry.identity for entry in result.new}) == 20
    assert "bad_ids" in result.health.notes


@pytest.mark.parametrize("date", ["Thu, 01 Jan 2099 00:00:00 GMT", "Tue, 01 Jan 1709 00:00:00 GMT"])
async def test_an_unbelievable_date_is_no_date(desk: Desk, date: str) -> None:
    desk.publish(rss(item(1, f"<pubDate>{date}</pubDate>")))
    result = await desk.poll()
    assert result.new[0].published_at is None
    assert "undated" in result.health.notes


async def test_utf8_under_a_cp1251_header_is_read_right(desk: Desk) -> None:
    desk.publish(rss(item(1)), "text/xml; charset=windows-1251")
    assert (await desk.poll()).new[0].title == "Жаңалық 1"


async def test_undeclared_koi8_is_read_right(desk: Desk) -> None:
    text = "Общественные объединения области получили новые гранты на этот год"
    desk.publish(rss(f"<title>{text}</title>").decode().encode("koi8-r"), "text/xml")
    assert (await desk.poll()).new[0].title == text


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty_body"),
        (b"\x00\x01\x02" * 1000, "not_a_feed"),
        (b"<html><body>502 Bad Gateway</body></html>", "html_page"),
        (b'{"error": "no"}', "not_a_feed"),
        (b"[" * 100_000, "not_a_feed"),
        (b"<kml></kml>", "not_a_feed"),
    ],
)
async def test_what_is_no_feed_is_refused_with_a_reason(
    desk: Desk, body: bytes, reason: str
) -> None:
    desk.publish(body)
    result = await desk.poll()
    assert (result.health.outcome, result.health.reason) == (Outcome.REFUSED, reason)


async def test_rss_inside_cdata_is_a_feed(desk: Desk) -> None:
    desk.publish(b"<![CDATA[" + rss(item(1)) + b"]]>", "text/html")
    assert len((await desk.poll()).new) == 1


def _sleep(task: ParseTask) -> Parsed:
    while task.body == b"forever":
        pass
    return Parsed(language="ok")


def _swell(task: ParseTask) -> Parsed:
    return Parsed(language=str(len(bytearray(10**9))))


def _die(task: ParseTask) -> Parsed:
    raise SystemExit(3)


async def _ask(pool: ParserPool, body: bytes = b"") -> Parsed:
    return await pool.parse(ParseTask("xml", body, "", "UTC"))


async def test_a_worker_that_hangs_is_killed_and_the_next_document_is_read() -> None:
    async with ParserPool(_sleep, WorkerLimits(workers=1, document_s=1)) as pool:
        assert (await _ask(pool, b"forever")).refused == "parse_timeout"
        assert (await _ask(pool)).language == "ok"


async def test_a_worker_that_swells_is_refused_memory() -> None:
    async with ParserPool(_swell, WorkerLimits(workers=1)) as pool:
        assert (await _ask(pool)).refused == "parse_memory"


async def test_a_worker_that_dies_is_replaced() -> None:
    async with ParserPool(_die, WorkerLimits(workers=1)) as pool:
        assert [(await _ask(pool)).refused for _ in range(2)] == ["parse_failed"] * 2


async def test_workers_are_recycled() -> None:
    async with ParserPool(_sleep, WorkerLimits(workers=1, documents=2)) as pool:
        for _ in range(5):
            assert (await _ask(pool)).language == "ok"
