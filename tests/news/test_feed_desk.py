"""The administrator proposes a feed, takes what is found, and switches feeds off and on."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.news.feed_desk import BadFeedAddress, FeedDesk, FeedKnown, NoFeed, ProposalRounds
from handlers.news.feed_desk import FeedMessage
from storage.database import Database
from storage.opening import open_database
from storage.records.feed_proposals import Finding
from storage.records.feeds import ListedFeed, PageSelectors
from storage.stores import stores
from tests.news.town import FEEDS, NOW, Town

ADMIN = 7
GOOD = Finding("https://jana.example/feed/", None, ("kk", "ru"), 9, ("Бірінші <b>", "Екінші"))


async def propose(town: Town, address: str, region: str = "KZ-15") -> None:
    async with town.database.transaction() as transaction:
        await FeedDesk(stores(transaction), town.now).propose(ADMIN, "kk", address, region)


async def looked_at(town: Town, finding: Finding) -> int:
    """Work off what waits."""

    async def look(address: str, _now: int) -> Finding:
        assert address == "https://jana.example/"
        return finding

    view = FeedMessage(town.texts)
    return await ProposalRounds(town.database, look, view, town.clock, lambda: None).run()


async def last_said(town: Town) -> str:
    async with town.database.transaction() as transaction:
        return str(await transaction.value("SELECT body FROM outbox ORDER BY id DESC LIMIT 1"))


async def listed(town: Town) -> dict[str, ListedFeed]:
    async with town.database.transaction() as transaction:
        feeds = await stores(transaction).feeds.listed()
    return {feed.state.id: feed for feed in feeds}


async def test_what_was_found_is_offered_and_taken_once(town: Town) -> None:
    await propose(town, "jana.example")
    assert await looked_at(town, GOOD) == 1
    assert await looked_at(town, GOOD) == 0
    offer = await last_said(town)
    assert "Бірінші &lt;b&gt;" in offer
    assert "Қазақша, Русский" in offer
    async with town.database.transaction() as transaction:
        desk = FeedDesk(stores(transaction), town.now)
        assert await desk.take(1, ADMIN + 1) is None
        assert await desk.take(1, ADMIN) == "jana"
        assert await desk.take(1, ADMIN) is None
    taken = (await listed(town))["jana"]
    assert (taken.name, taken.region, taken.state.url) == ("jana.example", "KZ-15", GOOD.url)


async def test_a_feed_she_took_stays_when_the_file_is_read_again(town: Town) -> None:
    await propose(town, "jana.example")
    await looked_at(town, GOOD)
    async with town.database.transaction() as transaction:
        await FeedDesk(stores(transaction), town.now).take(1, ADMIN)
    await town.news.list_feeds(FEEDS)
    assert set(await listed(town)) == {"gazet", "diapazon", "jana"}


async def test_the_list_on_a_page_is_offered_as_such_and_polled_by_its_selectors(
    town: Town,
) -> None:
    page = PageSelectors("div.card", title="h2", date="time")
    await propose(town, "jana.example")
    await looked_at(town, replace(GOOD, page=page))
    assert "Сайтта арна жоқ" in await last_said(town)
    async with town.database.transaction() as transaction:
        await FeedDesk(stores(transaction), town.now).take(1, ADMIN)
    assert (await listed(town))["jana"].state.page == page


async def test_where_nothing_is_found_she_hears_why_and_nothing_can_be_taken(town: Town) -> None:
    await propose(town, "https://jana.example/")
    await looked_at(town, Finding(None, "html_page"))
    said = await last_said(town)
    assert "html_page" in said
    assert "reply_markup" not in said
    async with town.database.transaction() as transaction:
        assert await FeedDesk(stores(transaction), town.now).take(1, ADMIN) is None


async def test_what_she_left_is_not_taken_later(town: Town) -> None:
    await propose(town, "jana.example")
    await looked_at(town, GOOD)
    async with town.database.transaction() as transaction:
        desk = FeedDesk(stores(transaction), town.now)
        await desk.leave(1, ADMIN)
        assert await desk.take(1, ADMIN) is None


@pytest.mark.parametrize("address", ["", "news", "ftp://a.example/x", "javascript:alert(1)"])
async def test_what_is_no_address_is_refused_at_once(town: Town, address: str) -> None:
    with pytest.raises(BadFeedAddress):
        await propose(town, address)


async def test_a_feed_that_is_listed_is_named(town: Town) -> None:
    with pytest.raises(FeedKnown) as known:
        await propose(town, "http://www.gazet.example/rss/")
    assert known.value.params == {"feed": "gazet"}


async def test_a_look_that_died_is_begun_again(town: Town) -> None:
    await propose(town, "jana.example")

    async def dies(_address: str, _now: int) -> Finding:
        raise ConnectionError

    rounds = ProposalRounds(town.database, dies, FeedMessage(town.texts), town.clock, lambda: None)
    with pytest.raises(ConnectionError):
        await rounds.run()
    assert await looked_at(town, GOOD) == 0
    town.now += 301
    assert await looked_at(town, GOOD) == 1


async def test_a_feed_that_is_off_stays_off_over_a_restart_until_it_is_on(town: Town) -> None:
    async def switch(feed_id: str, *, on: bool) -> None:
        async with town.database.transaction() as transaction:
            await FeedDesk(stores(transaction), town.now).switch(feed_id, on=on)

    await switch("gazet", on=False)
    await town.news.list_feeds(FEEDS)
    assert set(await listed(town)) == {"diapazon"}
    await switch("gazet", on=True)
    await town.news.list_feeds(FEEDS)
    assert set(await listed(town)) == {"gazet", "diapazon"}
    with pytest.raises(NoFeed):
        await switch("nobody", on=True)


@pytest.fixture
async def in_file(tmp_path: object) -> AsyncIterator[Database]:
    database = await open_database(f"sqlite:///{tmp_path}/bot.db")
    yield database
    await database.close()


async def test_where_a_feed_moved_for_good_is_remembered_over_a_restart(
    in_file: Database, tmp_path: object
) -> None:
    async with in_file.transaction() as transaction:
        feeds = stores(transaction).feeds
        await feeds.list_file(FEEDS, NOW)
        moved = [
            replace(one.state, moved_to="https://new.example/rss", etag='W/"1"')
            for one in await feeds.claim_due(NOW, 9, 60)
        ]
        await feeds.polled(moved)
    again = await open_database(f"sqlite:///{tmp_path}/bot.db")
    async with again.transaction() as transaction:
        feeds = stores(transaction).feeds
        await feeds.list_file(FEEDS, NOW)
        states = [feed.state for feed in await feeds.listed()]
    await again.close()
    assert {state.address for state in states} == {"https://new.example/rss"}
    assert {state.etag for state in states} == {'W/"1"'}
