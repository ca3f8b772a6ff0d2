"""Promises of the inbox, on SQLite and PostgreSQL."""

import asyncio

import pytest

from storage.database import Database
from storage.delivery.inbox import Inbox
from storage.opening import open_database
from storage.records.delivery import Arrived, Incoming


async def take(database: Database, *updates: tuple[int, int], now: int = 100) -> None:
    async with database.transaction() as transaction:
        rows = [Incoming(number, lane, f'{{"update_id": {number}}}') for number, lane in updates]
        await Inbox(transaction).take(rows, now)


async def next_of(database: Database, now: int = 100) -> Arrived | None:
    async with database.transaction() as transaction:
        found = await Inbox(transaction).ready(now, 1)
        return found[0] if found else None


async def done(database: Database, update_id: int) -> None:
    async with database.transaction() as transaction:
        await Inbox(transaction).done(update_id, 100)


async def test_an_update_seen_before_is_ignored_even_when_done(database: Database) -> None:
    await take(database, (1, 7))
    await done(database, 1)
    await take(database, (1, 7), (2, 7))
    arrived = await next_of(database)
    assert arrived == Arrived(2, 7, '{"update_id": 2}', 0)


async def test_a_failed_update_holds_its_lane_and_no_other(database: Database) -> None:
    await take(database, (1, 7), (2, 7), (3, 8))
    async with database.transaction() as transaction:
        await Inbox(transaction).failed(1, "KeyError", 110)
    arrived = await next_of(database)
    assert arrived
    assert arrived.update_id == 3
    await done(database, 3)
    assert await next_of(database) is None
    async with database.reading() as transaction:
        assert await Inbox(transaction).next_try_at(100) == 110
    again = await next_of(database, now=110)
    assert again
    assert (again.update_id, again.attempts) == (1, 1)


async def test_an_update_set_aside_frees_its_lane_and_can_be_taken_up_again(
    database: Database,
) -> None:
    await take(database, (1, 7), (2, 7))
    async with database.transaction() as transaction:
        await Inbox(transaction).failed(1, "KeyError at x:1", None)
    arrived = await next_of(database)
    assert arrived
    assert arrived.update_id == 2
    async with database.transaction() as transaction:
        inbox = Inbox(transaction)
        assert [(one.update_id, one.error) for one in await inbox.set_aside()] == [
            (1, "KeyError at x:1")
        ]
        assert await inbox.retry(1)
        assert not await inbox.retry(2)


async def test_numbers_that_begin_anew_after_a_silent_week_are_followed(database: Database) -> None:
    await take(database, (900, 7), now=100)
    await take(database, (5, 7), now=800_000)
    async with database.reading() as transaction:
        assert await Inbox(transaction).last_update_id() == 5
        assert await Inbox(transaction).last_update_id(since=900_000) is None


async def test_done_updates_are_forgotten_in_time(database: Database) -> None:
    await take(database, (1, 7), (2, 7))
    await done(database, 1)
    async with database.transaction() as transaction:
        assert await Inbox(transaction).forget_done(before=101) == 1
        assert await Inbox(transaction).depth() == 1


async def test_a_chat_is_heard_when_an_update_of_it_is_acted_upon(database: Database) -> None:
    await take(database, (1, 7), (2, 8), now=200)
    async with database.transaction() as transaction:
        assert not await Inbox(transaction).heard(7, 0)  # not acted upon yet
    await done(database, 1)
    async with database.reading() as transaction:
        heard = Inbox(transaction).heard
        assert [await heard(7, 100), await heard(7, 101), await heard(8, 0)] == [True, False, False]


@pytest.mark.postgres
async def test_replicas_never_act_upon_one_lane_at_once(postgres_url: str) -> None:
    first, second = await open_database(postgres_url), await open_database(postgres_url)
    try:
        await take(first, (1, 7), (2, 7), (3, 8))
        async with first.transaction() as mine, second.transaction() as theirs:
            one = await Inbox(mine).ready(100, 1)
            other = await asyncio.wait_for(Inbox(theirs).ready(100, 1), 5)
            [mine_first], [their_first] = one, other
            assert (mine_first.update_id, their_first.update_id) == (1, 3)
            async with first.transaction() as third:
                assert not await Inbox(third).ready(100, 1)
    finally:
        await first.close()
        await second.close()
