"""The seam between stores and engines: one SQL text, named parameters, one transaction."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

Row = Mapping[str, Any]
Held = Callable[[], Awaitable[bool]]


class Transaction(Protocol):
    """Statements with `:name` parameters inside one database transaction."""

    async def all(self, sql: str, **params: Any) -> list[Row]:
        """Return every row."""

    async def one(self, sql: str, **params: Any) -> Row | None:
        """Return the first row, or None."""

    async def claim(self, sql: str, **params: Any) -> list[Row]:
        """Select rows of one table to work on; replicas never get each other's rows."""

    async def value(self, sql: str, **params: Any) -> Any:
        """Return the first column of the first row, or None."""

    async def run(self, sql: str, **params: Any) -> int:
        """Execute a write; return how many rows it touched."""

    async def run_many(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute one write for each set of parameters."""

    def part(self) -> AbstractAsyncContextManager[None]:
        """Begin a part that stands or falls alone: an exception undoes it and nothing before it."""


class Database(Protocol):
    """An open, migrated database."""

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Begin a writing transaction: committed at the end, rolled back by any exception."""

    def brief(self) -> AbstractAsyncContextManager[Transaction]:
        """Begin a writing transaction of short statements only, such as an update's.

        Where the database is a file they run at once, without a thread between: a hundred times
        a millisecond matters, a statement that takes seconds would hold everybody up.
        """

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """Begin a consistent read beside the writer. Writing in it is an error."""

    def glance(self) -> AbstractAsyncContextManager[Transaction]:
        """Read a few rows by an index, at once: what is a file is read without a thread between.

        Each statement sees what is committed by then. Writing in it is an error.
        """

    def alone(self, name: str) -> "AbstractAsyncContextManager[Held | None]":
        """Be the only process that does `name` within the block; None: another one is.

        `Held` tells whether that still holds: a lost connection ends it.
        """

    async def close(self) -> None:
        """Release every connection."""


class StorageError(Exception):
    """The database cannot be opened or does not fit this version; the message says what to do."""


class StorageUnavailableError(StorageError):
    """The database cannot be written just now (locked, disk full, connection lost): try later."""
