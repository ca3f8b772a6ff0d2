"""Store of cases that wait for their citizen, and of the morning lists that were sent."""

from storage.database import Row, Transaction
from storage.records.staff_desk import Wait

COLUMNS = "case_id, since, remind_at, close_at, reminded"


class CaseWaits:
    """Statements on waiting within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def begin(self, wait: Wait) -> bool:
        """The case waits from now on; False: it does already."""
        added = await self._transaction.run(
            """
            INSERT INTO case_waits (case_id, since, remind_at, close_at)
            VALUES (:case_id, :since, :remind_at, :close_at) ON CONFLICT DO NOTHING
            """,
            case_id=wait.case_id,
            since=wait.since,
            remind_at=wait.remind_at,
            close_at=wait.close_at,
        )
        return added > 0

    async def end(self, case_id: int) -> bool:
        """The case waits no more; False: it did not."""
        gone = await self._transaction.run(
            "DELETE FROM case_waits WHERE case_id = :case_id", case_id=case_id
        )
        return gone > 0

    async def reminded(self, case_id: int) -> None:
        """The citizen was reminded."""
        await self._transaction.run(
            "UPDATE case_waits SET reminded = 1 WHERE case_id = :case_id", case_id=case_id
        )

    async def due(self, now: int, limit: int) -> list[Wait]:
        """Return what must be reminded or closed, the oldest first."""
        rows = await self._transaction.all(
            f"""
            SELECT {COLUMNS} FROM case_waits
            WHERE close_at <= :now OR (reminded = 0 AND remind_at <= :now)
            ORDER BY since, case_id LIMIT :limit
            """,  # noqa: S608 - a constant list of columns
            now=now,
            limit=limit,
        )
        return [_wait(row) for row in rows]

    async def claim_morning(self, chat_id: int, day: int) -> bool:
        """Whether the list of that day is still to be sent to that chat; it counts as sent now."""
        await self._transaction.run("DELETE FROM morning_lists WHERE day < :old", old=day - 7)
        added = await self._transaction.run(
            """
            INSERT INTO morning_lists (chat_id, day) VALUES (:chat_id, :day)
            ON CONFLICT DO NOTHING
            """,
            chat_id=chat_id,
            day=day,
        )
        return added > 0


def _wait(row: Row) -> Wait:
    return Wait(
        row["case_id"], row["since"], row["remind_at"], row["close_at"], bool(row["reminded"])
    )
