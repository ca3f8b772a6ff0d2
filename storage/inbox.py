"""Store of the inbox: updates taken in and not yet acted upon, in order within each lane."""

from collections.abc import Sequence

from storage.database import Transaction
from storage.records.delivery import Arrived, SetAside


class Inbox:
    """Statements on the inbox within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def take(self, updates: Sequence[tuple[int, int, str]], now: int) -> None:
        """Store (update_id, lane, JSON body) rows; one that was seen before is ignored."""
        await self._transaction.run_many(
            """
            INSERT INTO inbox (update_id, lane, body, received_at)
            VALUES (:update_id, :lane, :body, :now) ON CONFLICT DO NOTHING
            """,
            [
                {"update_id": update_id, "lane": lane, "body": body, "now": now}
                for update_id, lane, body in updates
            ],
        )

    async def last_update_id(self) -> int | None:
        """Return the highest update_id ever taken in, or None."""
        value: int | None = await self._transaction.value("SELECT max(update_id) FROM inbox")
        return value

    async def next(self, now: int) -> Arrived | None:
        """Return the oldest update that is ready and stands first in its lane."""
        rows = await self._transaction.claim(
            """
            SELECT update_id, lane, body, attempts FROM inbox AS mine
            WHERE state = 'new' AND next_try_at <= :now AND NOT EXISTS (
                SELECT 1 FROM inbox AS earlier
                WHERE earlier.state = 'new' AND earlier.lane = mine.lane
                    AND earlier.update_id < mine.update_id)
            ORDER BY update_id LIMIT 1
            """,
            now=now,
        )
        return Arrived(**rows[0]) if rows else None

    async def next_try_at(self) -> int | None:
        """Return when the earliest waiting update may be tried, or None when nothing waits."""
        value: int | None = await self._transaction.value(
            "SELECT min(next_try_at) FROM inbox WHERE state = 'new'"
        )
        return value

    async def done(self, update_id: int, now: int) -> None:
        """Settle an update; its text is not kept, its number is (a repetition is harmless)."""
        await self._transaction.run(
            """
            UPDATE inbox SET state = 'done', body = '', error = NULL, settled_at = :now
            WHERE update_id = :update_id
            """,
            update_id=update_id,
            now=now,
        )

    async def failed(self, update_id: int, error: str, retry_at: int | None) -> None:
        """Keep the error; try again at `retry_at`, or set the update aside when it is None."""
        await self._transaction.run(
            """
            UPDATE inbox SET attempts = attempts + 1, error = :error,
                state = :state, next_try_at = :retry_at WHERE update_id = :update_id
            """,
            update_id=update_id,
            error=error,
            state="failed" if retry_at is None else "new",
            retry_at=retry_at or 0,
        )

    async def set_aside(self, limit: int = 20) -> list[SetAside]:
        """Return the newest updates that were given up, for the administrator."""
        rows = await self._transaction.all(
            """
            SELECT update_id, lane, coalesce(error, '') AS error FROM inbox
            WHERE state = 'failed' ORDER BY update_id DESC LIMIT :limit
            """,
            limit=limit,
        )
        return [SetAside(**row) for row in rows]

    async def forget_done(self, before: int) -> int:
        """Drop done updates settled before that UTC second, but for the newest."""
        return await self._transaction.run(
            """
            DELETE FROM inbox WHERE state = 'done' AND settled_at < :before
                AND update_id < (SELECT max(update_id) FROM inbox)
            """,
            before=before,
        )
