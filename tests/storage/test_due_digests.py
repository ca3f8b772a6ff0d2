"""A round of digests in few statements: many groups and editions at once, on both engines."""

import asyncio

from storage.database import Database
from storage.records.people import DueGroup, Onward, Preferences, Schedule, SubscriberState
from storage.stores import Stores, stores

NOW = 1_795_327_200
LATER = NOW + 86_400
HOURS = Schedule((480,))


async def subscribe(opened: Stores, chat_id: int, *topics: str) -> None:
    await opened.chats.meet(chat_id, "private", "kk", NOW)
    await opened.subscribers.join(chat_id, Preferences("kk", topics), HOURS, NOW)
    await opened.subscribers.arrange(chat_id, HOURS, SubscriberState.ACTIVE, NOW)


async def two_groups(database: Database) -> list[DueGroup]:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        for chat_id in range(1, 41):
            await subscribe(opened, chat_id, *(("grants",) if chat_id % 2 else ()))
        return await opened.subscribers.due_groups(NOW, 10)


async def test_editions_are_reserved_written_and_found_again(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        first = await opened.due_digests.reserve({"a": (1, 2), "b": (3,)}, NOW)
        assert [new for _, new in first.values()] == [True, True]
        number = first["a"][0]
        await opened.due_digests.write([(number, {"text": "Шолу"}, (7,))])
        again = await opened.due_digests.reserve({"b": (3,), "a": (1, 2), "c": ()}, NOW)
        assert {name: new for name, (_, new) in again.items()} == {
            "a": False, "b": False, "c": True,
        }  # fmt: skip
        assert again["a"][0] == number
        assert await opened.editions.stories(number) == [1, 2]
        assert await opened.editions.rest(number) == [7]


async def test_groups_are_moved_on_together_and_only_the_told_are_owed(database: Database) -> None:
    told, silent = await two_groups(database)
    async with database.transaction() as transaction:
        opened = stores(transaction)
        edition = (await opened.due_digests.reserve({"a": (7,)}, NOW))["a"][0]
        moves = [(told, Onward(LATER, 7, edition)), (silent, Onward(LATER, 7, None))]
        moved = await opened.due_digests.advance(moves)
        assert sorted(chat for chat, _ in moved) == list(range(1, 41))
        assert sum(one == edition for _, one in moved) == told.people == 20
        assert await opened.due_digests.advance(moves) == []
        await opened.due_digests.owe([(chat, one) for chat, one in moved if one], {}, NOW)
        rows = await transaction.value("SELECT count(*) FROM outbox WHERE kind = 'digest'")
        assert rows == 20
        assert await opened.subscribers.due_groups(NOW, 10) == []


async def test_rounds_at_once_never_owe_anybody_twice(database: Database) -> None:
    groups = await two_groups(database)
    async with database.transaction() as transaction:
        edition = (await stores(transaction).due_digests.reserve({"a": (7,)}, NOW))["a"][0]

    async def round_of() -> list[int]:
        async with database.transaction() as transaction:
            moves = [(group, Onward(LATER, 7, edition)) for group in groups]
            return [chat for chat, _ in await stores(transaction).due_digests.advance(moves)]

    owed = [
        chat for chats in await asyncio.gather(*(round_of() for _ in range(4))) for chat in chats
    ]
    assert sorted(owed) == list(range(1, 41))
