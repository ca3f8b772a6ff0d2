"""PostgreSQL engine over asyncpg: the same SQL texts, replicas share work by SKIP LOCKED."""

import re
import zlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    suppress,
)
from functools import lru_cache
from typing import Any

import asyncpg

from storage.database import Held, Row, StorageError, StorageUnavailableError
from storage.migrations import CREATE_JOURNAL, for_postgres, missing

# Any constant of our own: replicas that start together migrate one after another.
MIGRATION_LOCK = 7_041_501
# Troubles of the connection, the disk or another transaction, which pass.
PASSING = (
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
    asyncpg.InterfaceError,
    ConnectionError,
)


@lru_cache(maxsize=1024)
def _positional(sql: str) -> tuple[str, tuple[str, ...]]:
    """Rewrite `:name` to `$n`; `::type` casts stay."""
    names: list[str] = []

    def place(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return re.sub(r"(?<!:):([a-z_][a-z0-9_]*)", place, sql), tuple(names)


class PostgresTransaction:
    """Statements on one asyncpg connection; implements storage.database.Transaction."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def all(self, sql: str, **params: Any) -> list[Row]:
        text, names = _positional(sql)
        return list(await self._connection.fetch(text, *(params[name] for name in names)))

    async def one(self, sql: str, **params: Any) -> Row | None:
        text, names = _positional(sql)
        row: Row | None = await self._connection.fetchrow(text, *(params[name] for name in names))
        return row

    async def claim(self, sql: str, **params: Any) -> list[Row]:
        return await self.all(sql + " FOR UPDATE SKIP LOCKED", **params)

    async def value(self, sql: str, **params: Any) -> Any:
        row = await self.one(sql, **params)
        return None if row is None else row[0]  # type: ignore[index]

    async def run(self, sql: str, **params: Any) -> int:
        text, names = _positional(sql)
        status: str = await self._connection.execute(text, *(params[name] for name in names))
        return int(status.rsplit(" ", 1)[-1]) if status[-1:].isdigit() else 0

    async def run_many(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        text, names = _positional(sql)
        await self._connection.executemany(text, [[row[name] for name in names] for row in rows])

    @asynccontextmanager
    async def part(self) -> AsyncIterator[None]:
        try:
            async with self._connection.transaction():
                yield
        except PASSING as error:
            raise StorageUnavailableError(type(error).__name__) from error


class PostgresDatabase:
    """A pool of connections; see Database."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[PostgresTransaction]:
        try:
            async with self._pool.acquire() as connection, connection.transaction():
                yield PostgresTransaction(connection)
        except PASSING as error:
            raise StorageUnavailableError(type(error).__name__) from error

    def brief(self) -> AbstractAsyncContextManager[PostgresTransaction]:
        return self.transaction()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[PostgresTransaction]:
        async with (
            self._pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield PostgresTransaction(connection)

    def glance(self) -> AbstractAsyncContextManager[PostgresTransaction]:
        return self.reading()

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[Held | None]:
        """An advisory lock: it dies with its connection, so with its process."""
        key = zlib.crc32(name.encode())
        try:
            async with self._pool.acquire() as connection:
                if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", key):
                    yield None
                    return

                async def held() -> bool:
                    try:
                        await connection.fetchval("SELECT 1")
                    except PASSING:
                        return False
                    return True

                try:
                    yield held
                finally:
                    with suppress(*PASSING):
                        await connection.fetchval("SELECT pg_advisory_unlock($1)", key)
        except PASSING as error:
            raise StorageUnavailableError(type(error).__name__) from error

    async def close(self) -> None:
        await self._pool.close()


async def open_postgres(url: str) -> PostgresDatabase:
    """Connect and migrate. Raises StorageError; the password of `url` is never in its message."""
    try:
        async with AsyncExitStack() as opened:
            pool = await asyncpg.create_pool(url, min_size=1, max_size=8)
            opened.callback(pool.terminate)
            async with pool.acquire() as connection, connection.transaction():
                await _migrate(connection)
            opened.pop_all()
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise StorageError(
            f"PostgreSQL cannot be used ({type(error).__name__}). Check that the server of "
            "DATABASE_URL runs, and its user, password and database name."
        ) from error
    return PostgresDatabase(pool)


async def _migrate(connection: Any) -> None:
    await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK)
    await connection.execute(CREATE_JOURNAL)
    applied = {row[0] for row in await connection.fetch("SELECT number FROM migrations")}
    for step in missing(applied):
        for statement in step.statements:
            await connection.execute(for_postgres(statement))
        await connection.execute("INSERT INTO migrations VALUES ($1, $2)", step.number, step.name)
