"""A part of a transaction stands or falls alone, on both engines and in both kinds of writing."""

from __future__ import annotations

import contextlib

import pytest

from storage.database import Database, Transaction
from storage.stores import stores


async def met(transaction: Transaction) -> list[int]:
    rows = await transaction.all("SELECT id FROM chats ORDER BY id")
    return [row["id"] for row in rows]


@pytest.mark.parametrize("kind", ["transaction", "brief"])
async def test_a_part_that_fails_is_undone_and_what_stood_before_stays(
    database: Database, kind: str
) -> None:
    async with getattr(database, kind)() as transaction:
        chats = stores(transaction).chats
        await chats.meet(1, "private", "kk", 0)
        with contextlib.suppress(KeyError):
            async with transaction.part():
                await chats.meet(2, "private", "kk", 0)
                raise KeyError
        async with transaction.part():
            await chats.meet(3, "private", "kk", 0)
        assert await met(transaction) == [1, 3]
    async with database.reading() as transaction:
        assert await met(transaction) == [1, 3]


@pytest.mark.parametrize("kind", ["transaction", "brief"])
async def test_a_statement_that_the_schema_refuses_fails_its_part_only(
    database: Database, kind: str
) -> None:
    async with getattr(database, kind)() as transaction:
        await stores(transaction).chats.meet(1, "private", "kk", 0)
        with pytest.raises(Exception, match=r"(?i)constraint"):
            async with transaction.part():
                await transaction.run("UPDATE chats SET kind = 'nonsense'")
        async with transaction.part():
            await stores(transaction).chats.choose_language(1, "ru")
    async with database.reading() as transaction:
        assert await transaction.value("SELECT language FROM chats") == "ru"


async def test_brief_writing_and_other_writing_take_turns(database: Database) -> None:
    async with database.brief() as transaction:
        await stores(transaction).chats.meet(1, "private", "kk", 0)
    async with database.transaction() as transaction:
        await stores(transaction).chats.meet(2, "private", "kk", 0)
        assert await met(transaction) == [1, 2]
    with contextlib.suppress(KeyError):
        async with database.brief() as transaction:
            await stores(transaction).chats.meet(3, "private", "kk", 0)
            raise KeyError
    async with database.reading() as transaction:
        assert await met(transaction) == [1, 2]


async def test_a_glance_beside_a_writer_sees_what_is_committed_and_writes_nothing(
    database: Database,
) -> None:
    async with database.transaction() as transaction:
        await stores(transaction).chats.meet(1, "private", "kk", 0)
    async with database.transaction() as transaction:
        await stores(transaction).chats.meet(2, "private", "kk", 0)
        async with database.glance() as glanced:
            assert await met(glanced) == [1]
    with pytest.raises(Exception, match=r"(?i)read.?only"):
        async with database.glance() as glanced:
            await stores(glanced).chats.meet(3, "private", "kk", 0)
    async with database.glance() as glanced:
        assert await met(glanced) == [1, 2]
