"""The outbox as the administrator sees it: depth, dead letters, what each day brought."""

import json

from storage.database import Transaction
from storage.records.delivery import DailyCount, DeadLetter, Depth

DAY_S = 86400


class OutboxDesk:
    """Statements that look at the outbox as a whole, within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def depth(self) -> list[Depth]:
        """Return how many rows of each priority are owed and since when, the urgent first."""
        rows = await self._transaction.all(
            """
            SELECT priority, rows,
                (SELECT created_at FROM outbox WHERE id = first) AS oldest_at
            FROM (
                SELECT priority, count(*) AS rows, min(id) AS first FROM outbox
                WHERE state = 'owed' GROUP BY priority
            ) AS owed ORDER BY priority
            """
        )
        return [Depth(**row) for row in rows]

    async def sent_between(self, since: int, until: int) -> int:
        """Return how many calls were settled as sent in [since, until) UTC seconds."""
        value: int = await self._transaction.value(
            """
            SELECT count(*) FROM outbox
            WHERE settled_at >= :since AND settled_at < :until AND state = 'sent'
            """,
            since=since,
            until=until,
        )
        return value

    async def troubles(self, limit: int = 10) -> list[tuple[str, int]]:
        """Return (error, rows) of rows that are owed again after an error, the frequent first."""
        rows = await self._transaction.all(
            """
            SELECT error, count(*) AS count FROM outbox WHERE state = 'owed'
                AND error IS NOT NULL GROUP BY error ORDER BY 2 DESC LIMIT :limit
            """,
            limit=limit,
        )
        return [(row["error"], row["count"]) for row in rows]

    async def dead_letters(self, limit: int = 20) -> list[DeadLetter]:
        """Return the newest calls that were given up or may not have arrived."""
        rows = await self._transaction.all(
            """
            SELECT id, chat_id, priority, kind, method, state, coalesce(error, '') AS error,
                coalesce(settled_at, created_at) AS settled_at
            FROM outbox WHERE state IN ('failed', 'unknown') ORDER BY id DESC LIMIT :limit
            """,
            limit=limit,
        )
        return [DeadLetter(**row) for row in rows]

    async def mailed(self, since: int) -> int:
        """Return how many alerts and digests were settled from that UTC second on."""
        value: int = await self._transaction.value(
            """
            SELECT count(*) FROM outbox WHERE settled_at >= :since AND priority IN (2, 3)
            """,
            since=since,
        )
        return value

    async def dead(self) -> int:
        """Return how many calls were given up or may not have arrived."""
        value: int = await self._transaction.value(
            "SELECT count(*) FROM outbox WHERE state IN ('failed', 'unknown')"
        )
        return value

    async def letter(self, row_id: int) -> DeadLetter | None:
        """Return one dead letter; None: it was retried, dropped or folded meanwhile."""
        row = await self._transaction.one(
            """
            SELECT id, chat_id, priority, kind, method, state, coalesce(error, '') AS error,
                coalesce(settled_at, created_at) AS settled_at
            FROM outbox WHERE state IN ('failed', 'unknown') AND id = :id
            """,
            id=row_id,
        )
        return DeadLetter(**row) if row else None

    async def words(self, row_id: int) -> str:
        """Return what a dead letter says: its text or caption, empty where it has none."""
        row = await self._transaction.one(
            """
            SELECT outbox.body AS own, editions.body AS shared
            FROM outbox LEFT JOIN editions ON editions.id = edition_id
            WHERE outbox.id = :id AND state IN ('failed', 'unknown')
            """,
            id=row_id,
        )
        if row is None:
            return ""
        fields = {**json.loads(row["shared"] or "{}"), **json.loads(row["own"] or "{}")}
        return str(fields.get("text") or fields.get("caption") or "")

    async def retry(self, row_id: int, due_at: int = 0) -> bool:
        """Owe a dead letter again; False when there is none of that number.

        A second `due_at` still to come lets the sender, who reads onwards, look back then.
        """
        touched = await self._transaction.run(
            """
            UPDATE outbox SET state = 'owed', attempts = 0, due_at = :due_at,
                settled_at = NULL, error = NULL WHERE id = :id AND state IN ('failed', 'unknown')
            """,
            id=row_id,
            due_at=due_at,
        )
        return touched > 0

    async def drop(self, row_id: int) -> bool:
        """Forget a dead letter; False when there is none of that number."""
        touched = await self._transaction.run(
            "DELETE FROM outbox WHERE id = :id AND state IN ('failed', 'unknown')", id=row_id
        )
        return touched > 0

    async def fold(self, sent_before: int, dead_before: int, limit: int = 5000) -> int:
        """Fold about `limit` rows settled before then into daily counts; return how many."""
        cut = await self._cut(sent_before, limit)
        settled = """
            settled_at < :cut AND (state = 'sent' OR settled_at < :dead_before)
                AND state IN ('sent', 'failed', 'unknown')
                AND id < (SELECT max(id) FROM outbox)
        """  # the newest stays: SQLite would give its number to the next
        await self._transaction.run(
            f"""
            INSERT INTO outbox_daily (day, priority, kind, state, count)
            SELECT settled_at / {DAY_S}, priority, kind, state, count(*) FROM outbox
            WHERE {settled} GROUP BY 1, 2, 3, 4
            ON CONFLICT (day, priority, kind, state)
            DO UPDATE SET count = outbox_daily.count + excluded.count
            """,  # noqa: S608 - constants
            cut=cut,
            dead_before=dead_before,
        )
        return await self._transaction.run(
            f"DELETE FROM outbox WHERE {settled}",  # noqa: S608 - constants
            cut=cut,
            dead_before=dead_before,
        )

    async def _cut(self, before: int, limit: int) -> int:
        """Return the second before which about `limit` sent rows are settled, at most `before`."""
        value: int | None = await self._transaction.value(
            """
            SELECT settled_at + 1 FROM outbox
            WHERE settled_at IS NOT NULL AND settled_at < :before AND state = 'sent'
            ORDER BY settled_at LIMIT 1 OFFSET :limit
            """,
            before=before,
            limit=limit,
        )
        return before if value is None else min(before, value)

    async def daily(self, since_day: int) -> list[DailyCount]:
        """Return the folded counts from that day on (UTC days since 1970)."""
        rows = await self._transaction.all(
            """
            SELECT day, priority, kind, state, count FROM outbox_daily WHERE day >= :day
            ORDER BY day, priority, kind, state
            """,
            day=since_day,
        )
        return [DailyCount(**row) for row in rows]
