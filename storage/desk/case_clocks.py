"""Store of the clocks of cases: what is allowed, what is used up, which step is due."""

from collections.abc import Sequence
from dataclasses import asdict

from storage.database import Transaction
from storage.records.case_clocks import Clock

COLUMNS = """
    case_id, kind, round, allowed_s, spent_s, running_since, due_at, promised_at, said,
    next_at, met_at
"""


class CaseClocks:
    """Statements on clocks within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def of(self, case_id: int) -> list[Clock]:
        """Return the case's clocks: the one of the answer, the one of the solution."""
        rows = await self._transaction.all(
            f"SELECT {COLUMNS} FROM case_clocks WHERE case_id = :case_id ORDER BY kind",  # noqa: S608 - constant
            case_id=case_id,
        )
        return [Clock(**row) for row in rows]

    async def due(self, now: int, limit: int) -> list[Clock]:
        """Return clocks whose next step is due, the longest due first."""
        rows = await self._transaction.claim(
            f"""
            SELECT {COLUMNS} FROM case_clocks WHERE next_at <= :now
            ORDER BY next_at, case_id LIMIT :limit
            """,  # noqa: S608 - a constant list of columns
            now=now,
            limit=limit,
        )
        return [Clock(**row) for row in rows]

    async def keep(self, clocks: Sequence[Clock]) -> None:
        """Keep clocks as they stand now, new ones too; a case shows when its answer is due."""
        names = [name.strip() for name in COLUMNS.split(",")]
        await self._transaction.run_many(
            f"""
            INSERT INTO case_clocks ({COLUMNS}) VALUES ({", ".join(f":{one}" for one in names)})
            ON CONFLICT (case_id, kind) DO UPDATE SET
                {", ".join(f"{one} = excluded.{one}" for one in names[2:])}
            """,  # noqa: S608 - a constant list of columns
            [asdict(clock) for clock in clocks],
        )
        await self._transaction.run_many(
            "UPDATE cases SET answer_due_at = :promised_at WHERE id = :case_id",
            [
                {"promised_at": clock.promised_at, "case_id": clock.case_id}
                for clock in clocks
                if clock.kind == "answer"
            ],
        )

    async def without(self, limit: int) -> list[int]:
        """Return open cases that have no clock yet: those of an earlier version of the bot."""
        rows = await self._transaction.all(
            """
            SELECT id FROM cases WHERE state <> 'closed'
                AND id NOT IN (SELECT case_id FROM case_clocks) ORDER BY id LIMIT :limit
            """,
            limit=limit,
        )
        return [row["id"] for row in rows]
