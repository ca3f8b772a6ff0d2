"""Store of calls that left: what is on its way, what may stand there twice, what was sent."""

from storage.database import Transaction
from storage.delivery.outbox import ROW, owed_of
from storage.records.delivery import Owed


class Flights:
    """Statements that look at calls that left, within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def in_flight(self) -> list[Owed]:
        """Return rows marked as in flight: at start, those whose outcome is unknown."""
        rows = await self._transaction.all(
            f"SELECT {ROW} FROM outbox WHERE state = 'sending' ORDER BY id"  # noqa: S608 - constant
        )
        return [owed_of(row) for row in rows]

    async def unsure(self, chat_id: int) -> list[Owed]:
        """Return rows of a chat of which more may stand there than is known, sent ones too."""
        rows = await self._transaction.all(
            f"""
            SELECT {ROW} FROM outbox WHERE chat_id = :chat_id AND unsure > 0
            UNION ALL
            SELECT {ROW} FROM outbox
            WHERE chat_id = :chat_id AND unsure = 0 AND state = 'sending'
            """,  # noqa: S608 - a constant list of columns
            chat_id=chat_id,
        )
        return [owed_of(row) for row in rows]

    async def sent_since(self, since: int) -> list[tuple[int, int]]:
        """Return (chat_id, UTC second) of what was settled since then, in that order."""
        rows = await self._transaction.all(
            """
            SELECT chat_id, settled_at FROM outbox WHERE settled_at >= :since ORDER BY settled_at
            """,
            since=since,
        )
        return [(row["chat_id"], row["settled_at"]) for row in rows]
