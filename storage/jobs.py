"""Store of jobs of one kind: what was asked for and is worked off outside of any update."""

from dataclasses import fields
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from storage.database import Transaction


class Job(Protocol):
    """A frozen dataclass whose fields are columns of its table; `id` numbers the row."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> int:
        """The number of its row."""


Kind = TypeVar("Kind", bound=Job)


class Jobs(Generic[Kind]):
    """Statements on one table of jobs within one transaction; its rows are read as `kind`."""

    def __init__(self, transaction: Transaction, table: str, kind: type[Kind]) -> None:
        self._transaction, self._table, self._kind = transaction, table, kind

    async def put(self, now: int, **asked: Any) -> bool:
        """Keep what was asked for, by column; False: the same waits already."""
        same = (
            f"{name} IS NULL" if value is None else f"{name} = :{name}"
            for name, value in asked.items()
        )
        waiting = await self._transaction.value(
            f"SELECT count(*) FROM {self._table} WHERE done_at IS NULL AND {' AND '.join(same)}",  # noqa: S608 - names of columns
            **asked,
        )
        if waiting:
            return False
        await self._transaction.run(
            f"""
            INSERT INTO {self._table} ({", ".join(asked)}, asked_at)
            VALUES (:{", :".join(asked)}, :now)
            """,  # noqa: S608 - names of columns
            now=now,
            **asked,
        )
        return True

    async def next(self) -> Kind | None:
        """Return the one that waits longest."""
        columns = ", ".join(field.name for field in fields(self._kind))
        rows = await self._transaction.claim(
            f"SELECT {columns} FROM {self._table} WHERE done_at IS NULL ORDER BY id LIMIT 1"  # noqa: S608 - names of columns
        )
        return self._kind(**rows[0]) if rows else None

    async def done(self, job_id: int, now: int, error: str | None = None) -> bool:
        """Settle it; False when it was settled already."""
        changed = await self._transaction.run(
            f"""
            UPDATE {self._table} SET done_at = :now, error = :error
            WHERE id = :job_id AND done_at IS NULL
            """,  # noqa: S608 - the name of a table
            job_id=job_id,
            now=now,
            error=error,
        )
        return changed > 0

    async def forget_done(self, before: int) -> int:
        """Remove what was settled before then; return how many."""
        return await self._transaction.run(
            f"DELETE FROM {self._table} WHERE done_at < :before",  # noqa: S608 - the name of a table
            before=before,
        )
