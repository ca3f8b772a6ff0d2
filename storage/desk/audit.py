"""Store of the audit log: who looked at, changed or took what, and when; never a text."""

from storage.database import Transaction
from storage.records.privacy import AuditLine


class Audit:
    """Statements on the log within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def note(
        self,
        what: str,
        at: int,
        actor_id: int | None = None,
        case_id: int | None = None,
        count: int | None = None,
    ) -> None:
        """Add a line; `actor_id`: a person or a staff chat; None: the bot, or a citizen."""
        await self._transaction.run(
            """
            INSERT INTO audit (at, actor_id, what, case_id, count)
            VALUES (:at, :actor_id, :what, :case_id, :count)
            """,
            at=at,
            actor_id=actor_id,
            what=what,
            case_id=case_id,
            count=count,
        )

    async def latest(self, limit: int = 30) -> list[AuditLine]:
        """Return the newest lines, the newest first."""
        rows = await self._transaction.all(
            "SELECT at, actor_id, what, case_id, count FROM audit ORDER BY id DESC LIMIT :limit",
            limit=limit,
        )
        return [AuditLine(**row) for row in rows]
