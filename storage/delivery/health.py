"""Store of health: counts and last errors across the columns. Writes nothing."""

from storage.database import Row, Transaction
from storage.records.health import Depth, FailedCall, SickFeed


class HealthFacts:
    """Statements on the state of the house within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def feeds(self) -> int:
        """Return how many feeds are polled."""
        count: int = await self._transaction.value("SELECT count(*) FROM feeds WHERE enabled = 1")
        return count

    async def sick_feeds(self) -> list[SickFeed]:
        """Return the feeds whose last poll failed, the longest silent first."""
        rows = await self._transaction.all(
            """
            SELECT name, coalesce(last_error, '') AS error, failures, last_success_at FROM feeds
            WHERE enabled = 1 AND failures > 0
            ORDER BY coalesce(last_success_at, 0), failures DESC, name
            """
        )
        return [SickFeed(**row) for row in rows]

    async def inbox(self, before: int) -> Depth:
        """Return how many updates came in by that UTC second and wait to be acted upon."""
        return _depth(
            await self._transaction.one(
                """
                SELECT count(*) AS waiting, min(received_at) AS since FROM inbox
                WHERE state = 'new' AND received_at <= :before
                """,
                before=before,
            )
        )

    async def outbox(self, before: int) -> Depth:
        """Return how many calls were owed and due by that UTC second and are not yet made."""
        return _depth(
            await self._transaction.one(
                """
                SELECT count(*) AS waiting, min(created_at) AS since FROM outbox
                WHERE state IN ('owed', 'sending') AND due_at <= :before AND created_at <= :before
                """,
                before=before,
            )
        )

    async def failed_calls(self, since: int, limit: int) -> list[FailedCall]:
        """Return the newest calls settled since then without success."""
        rows = await self._transaction.all(
            """
            SELECT method, kind, coalesce(error, '') AS error, settled_at AS at FROM outbox
            WHERE state IN ('failed', 'unknown') AND settled_at >= :since
            ORDER BY settled_at DESC, id DESC LIMIT :limit
            """,
            since=since,
            limit=limit,
        )
        return [FailedCall(**row) for row in rows]


def _depth(row: Row | None) -> Depth:
    return Depth(row["waiting"], row["since"]) if row else Depth(0, None)
