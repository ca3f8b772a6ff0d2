"""The sample feeds behave like a well-kept feed and publish on request; asked through HTTP."""

from __future__ import annotations

import calendar
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.news.catalog_news import load_news_catalog
from bot.rules.news.classify import classify
from sandbox.sample_feeds import add_feed_routes
from sandbox.sample_news import load_news
from storage.records.news import EntryText

START = 1_800_000_000
Client = TestClient[web.Request, web.Application]


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> int:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def told() -> list[dict[str, Any]]:
    return []


@pytest.fixture
async def client(clock: Clock, told: list[dict[str, Any]]) -> AsyncIterator[Client]:
    app = web.Application()
    add_feed_routes(app, told.append, clock)
    async with TestClient(TestServer(app)) as made:
        yield made


async def read(client: Client, lang: str) -> Any:
    answer = await client.get(f"/feeds/{lang}.xml")
    assert answer.status == 200
    return feedparser.parse(await answer.read())


@pytest.mark.parametrize("lang", ["kk", "ru"])
async def test_half_of_the_news_are_out_at_start_dated_within_two_days(
    client: Client, lang: str
) -> None:
    parsed = await read(client, lang)
    waiting = [w for w in await (await client.get("/sim/feeds")).json() if w["feed"] == lang]
    assert not parsed.bozo
    assert abs(len(parsed.entries) - len(waiting)) <= 2
    assert len(parsed.entries) + len(waiting) >= 12
    ages = [START - calendar.timegm(entry.published_parsed) for entry in parsed.entries]
    assert all(0 < age <= 48 * 3600 for age in ages)
    assert ages == sorted(ages)


@pytest.mark.parametrize(("lang", "mark"), [("kk", "үлгі"), ("ru", "образец")])
async def test_every_title_says_that_it_is_a_sample(client: Client, lang: str, mark: str) -> None:
    parsed = await read(client, lang)
    assert all(mark in entry.title for entry in parsed.entries)
    assert mark in parsed.feed.title


async def test_a_reader_with_the_same_etag_gets_304_until_something_is_published(
    client: Client,
) -> None:
    first = await client.get("/feeds/kk.xml")
    seen = {"If-None-Match": f'"other", W/{first.headers["ETag"]}'}
    assert (await client.get("/feeds/kk.xml", headers=seen)).status == 304
    assert (await client.post("/sim/feeds/publish", json={"feed": "kk"})).status == 200
    again = await client.get("/feeds/kk.xml", headers=seen)
    assert again.status == 200
    assert again.headers["ETag"] != first.headers["ETag"]


async def test_a_reader_with_only_a_date_sees_two_items_published_within_one_second(
    client: Client,
) -> None:
    await client.post("/sim/feeds/publish", json={"feed": "ru"})
    first = await client.get("/feeds/ru.xml")
    seen = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert (await client.get("/feeds/ru.xml", headers=seen)).status == 304
    await client.post("/sim/feeds/publish", json={"feed": "ru"})
    assert (await client.get("/feeds/ru.xml", headers=seen)).status == 200


async def test_a_senseless_date_or_tag_gets_the_whole_feed(client: Client) -> None:
    for headers in ({"If-Modified-Since": "yesterday"}, {"If-None-Match": '"x"'}):
        assert (await client.get("/feeds/kk.xml", headers=headers)).status == 200


async def test_a_chosen_item_comes_out_once_dated_now_and_the_page_is_told(
    client: Client, clock: Clock, told: list[dict[str, Any]]
) -> None:
    chosen = (await (await client.get("/sim/feeds")).json())[-1]
    clock.at += 600
    answer = await client.post("/sim/feeds/publish", json=chosen | {"title": ""})
    assert answer.status == 200
    assert told == [{"kind": "feed", **chosen}]
    newest = (await read(client, chosen["feed"])).entries[0]
    assert newest.id == f"sample:{chosen['id']}"
    assert newest.published_parsed.tm_min == 10
    again = await client.post("/sim/feeds/publish", json=chosen | {"title": ""})
    assert again.status == 400


async def test_an_own_item_with_markup_is_published_as_plain_text(client: Client) -> None:
    own = {"feed": "kk", "title": "<b>Жаңа</b> & бос", "summary": "<script>x</script>\x00\n"}
    item = await (await client.post("/sim/feeds/publish", json=own)).json()
    entry = (await read(client, "kk")).entries[0]
    page = await (await client.get(f"/feeds/item/{item['id']}")).text()
    assert entry.link.endswith(f"/feeds/item/{item['id']}")
    assert "&lt;b&gt;Жаңа&lt;/b&gt; &amp; бос" in page
    assert "<script>" not in page
    assert "үлгі" in page


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"feed": "fr"}', b'{"feed":"kk","id":"x"}'])
async def test_a_senseless_publish_is_refused_with_a_reason(client: Client, body: bytes) -> None:
    answer = await client.post("/sim/feeds/publish", data=body)
    assert answer.status == 400
    assert (await answer.json())["error"]


def test_the_written_news_let_a_person_see_what_is_kept_and_what_is_left_out() -> None:
    catalog = load_news_catalog(Path(__file__).parents[2] / "bot" / "catalog")
    news = load_news(START)
    items = [out.item for out in news.published] + news.waiting
    tiers = {i.id: classify(EntryText(i.title, i.summary), None, catalog).tier for i in items}
    left_out = {"kk-road", "kk-frost", "ru-bus-route", "ru-football"}
    assert {name for name, tier in tiers.items() if tier == "none"} == left_out


async def test_an_unknown_feed_or_item_is_not_found(client: Client) -> None:
    assert (await client.get("/feeds/fr.xml")).status == 404
    assert (await client.get("/feeds/item/kk-frost")).status == 404


async def test_when_everything_is_out_publishing_says_so(client: Client) -> None:
    waiting = await (await client.get("/sim/feeds")).json()
    for item in waiting:
        answer = await client.post("/sim/feeds/publish", json={"feed": item["feed"]})
        assert answer.status == 200
    assert await (await client.get("/sim/feeds")).json() == []
    assert (await client.post("/sim/feeds/publish", json={"feed": "kk"})).status == 400
