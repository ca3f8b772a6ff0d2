"""SQLite engine: one writer at a time, readers beside it, every commit on disk."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import Any

import aiosqlite

from storage.database import Held, Row, StorageError, StorageUnavailableError
from storage.migrations import CREATE_JOURNAL, missing

# WAL lets readers go on beside the writer; FULL puts each commit on the disk before it is believed.
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 15000",
    "PRAGMA temp_store = MEMORY",
)
# Troubles of the disk or of another process, which pass; the rest are our own mistakes.
PASSING = frozenset(
    (
        *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR),
        *(sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL),
    )
)


class SqliteTransaction:
    """Statements on one aiosqlite connection, in its thread; implements Transaction."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def all(self, sql: str, **params: Any) -> list[Row]:
        return list(await self._connection.execute_fetchall(sql, params))  # type: ignore[arg-type]

    async def one(self, sql: str, **params: Any) -> Row | None:
        rows = await self.all(sql, **params)
        return rows[0] if rows else None

    async def claim(self, sql: str, **params: Any) -> list[Row]:
        return await self.all(sql, **params)  # one writer: nobody else can hold a row

    async def value(self, sql: str, **params: Any) -> Any:
        row = await self.one(sql, **params)
        return None if row is None else row[0]  # type: ignore[index]

    async def run(self, sql: str, **params: Any) -> int:
        cursor = await self._connection.execute(sql, params)
        return cursor.rowcount

    async def run_many(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        await self._connection.executemany(sql, rows)

    @asynccontextmanager
    async def part(self) -> AsyncIterator[None]:
        await self.run("SAVEPOINT part")
        try:
            yield
        except BaseException as error:
            _refuse_passing(error)
            await self.run("ROLLBACK TO part")
            await self.run("RELEASE part")
            raise
        await self.run("RELEASE part")


class BriefTransaction(SqliteTransaction):
    """The same statements without a thread: a hop to it and back costs more than they do."""

    def __init__(self, connection: aiosqlite.Connection, plain: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._plain = plain

    async def all(self, sql: str, **params: Any) -> list[Row]:
        return self._plain.execute(sql, params).fetchall()

    async def run(self, sql: str, **params: Any) -> int:
        return self._plain.execute(sql, params).rowcount

    async def run_many(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        self._plain.executemany(sql, rows)


class SqliteDatabase:
    """One writing connection behind a lock, one for reading and one for glances; see Database."""

    def __init__(
        self,
        writer: aiosqlite.Connection,
        reader: aiosqlite.Connection,
        plain: sqlite3.Connection,
        glancer: tuple[aiosqlite.Connection, sqlite3.Connection] | None = None,
        guard: sqlite3.Connection | None = None,
    ) -> None:
        self._writer, self._reader, self._plain = writer, reader, plain
        self._glancer, self._guard = glancer, guard
        self._write_lock, self._read_lock = asyncio.Lock(), asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqliteTransaction]:
        async with self._writing():
            yield SqliteTransaction(self._writer)

    @asynccontextmanager
    async def brief(self) -> AsyncIterator[SqliteTransaction]:
        async with self._writing():
            yield BriefTransaction(self._writer, self._plain)

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[None]:
        """Begin and commit in the thread: both wait, for another process or for the disk."""
        async with self._write_lock:
            try:
                await self._writer.execute("BEGIN IMMEDIATE")
                yield
                await self._writer.commit()
            except BaseException as error:
                await asyncio.shield(self._writer.rollback())
                _refuse_passing(error)
                raise

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqliteTransaction]:
        if self._reader is self._writer:
            async with self.transaction() as transaction:
                yield transaction
            return
        async with self._read_lock:
            try:
                await self._reader.execute("BEGIN")
                yield SqliteTransaction(self._reader)
            finally:
                await asyncio.shield(self._reader.rollback())

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[SqliteTransaction]:
        if self._glancer is None:
            async with self.transaction() as transaction:
                yield transaction
        else:
            yield BriefTransaction(*self._glancer)

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[Held | None]:  # noqa: ARG002 - see Database
        async def held() -> bool:
            return True  # a database file serves one bot, in one process

        yield held

    async def close(self) -> None:
        if self._reader is not self._writer:
            await self._reader.close()
        if self._glancer:
            await self._glancer[0].close()
        await self._writer.close()
        if self._guard:
            self._guard.close()


async def open_sqlite(path: str, *, sole: bool = False) -> SqliteDatabase:
    """Open or create the file (empty path: in memory) and migrate it. Raises StorageError.

    `sole`: refuse while another process has it open so.
    """
    try:
        if path:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        async with AsyncExitStack() as opened:
            guard = opened.enter_context(closing(_guard(path))) if sole and path else None
            writer, plain = await _connect(path or ":memory:", opened)
            await _migrate(writer)
            reader = (await _connect(path, opened, read_only=True))[0] if path else writer
            glancer = await _connect(path, opened, read_only=True) if path else None
            opened.pop_all()
    except (sqlite3.Error, OSError) as error:
        raise StorageError(
            f"The database file cannot be opened ({error}). Check that the folder of DATABASE_URL "
            "exists, is writable and has free space."
        ) from error
    return SqliteDatabase(writer, reader, plain, glancer, guard)


def _guard(path: str) -> sqlite3.Connection:
    """Hold the file beside the database as long as the connection lives, or its process does.

    SQLite's own lock is the system's, so a killed process leaves nothing behind.
    """
    guard = sqlite3.connect(f"{path}.lock", timeout=0, isolation_level=None)
    try:
        guard.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        guard.close()
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        raise StorageError(
            f"Another bot is running on {path}. Stop it, or give this one its own DATABASE_URL."
        ) from error
    return guard


async def _connect(
    path: str, opened: AsyncExitStack, *, read_only: bool = False
) -> tuple[aiosqlite.Connection, sqlite3.Connection]:
    """Open; the second is what the first one's thread works on, free while nothing is awaited."""
    plain = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection = await aiosqlite.Connection(lambda: plain, iter_chunk_size=64)
    opened.push_async_callback(connection.close)  # its thread would keep the process alive
    connection.row_factory = sqlite3.Row
    for pragma in PRAGMAS:
        await connection.execute(pragma)
    if read_only:
        await connection.execute("PRAGMA query_only = ON")
    return connection, plain


def _refuse_passing(error: BaseException) -> None:
    """Raise StorageUnavailableError for troubles that pass."""
    # The lower byte is the kind, the rest its details: IOERR_WRITE, BUSY_SNAPSHOT …
    kind = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    if isinstance(error, sqlite3.OperationalError) and kind in PASSING:
        raise StorageUnavailableError(str(error)) from error


async def _migrate(connection: aiosqlite.Connection) -> None:
    await connection.execute(CREATE_JOURNAL)
    rows = await connection.execute_fetchall("SELECT number FROM migrations")
    for step in missing({row[0] for row in rows}):
        await connection.execute("BEGIN IMMEDIATE")
        for statement in step.statements:
            await connection.execute(statement)
        await connection.execute("INSERT INTO migrations VALUES (?, ?)", (step.number, step.name))
        await connection.commit()
