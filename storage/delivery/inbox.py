"""Store of the inbox: updates taken in and not yet acted upon, in order within each lane."""

from collections.abc import Sequence
from dataclasses import asdict

from storage.database import Transaction
from storage.records.delivery import Arrived, Incoming, SetAside


class Inbox:
    """Statements on the inbox within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def take(self, updates: Sequence[Incoming], now: int) -> None:
        """Store updates; one that was seen before is ignored."""
        await self._transaction.run_many(
            """
            INSERT INTO inbox (update_id, lane, body, message_id, received_at)
            VALUES (:update_id, :lane, :body, :message_id, :now) ON CONFLICT DO NOTHING
            """,
            [{**asdict(update), "now": now} for update in updates],
        )
        if updates:
            await self._remember(max(update.update_id for update in updates), now)

    async def _remember(self, update_id: int, now: int) -> None:
        await self._transaction.run(
            """
            INSERT INTO intake (id, last_update_id, received_at) VALUES (1, :update_id, :now)
            ON CONFLICT (id) DO UPDATE SET last_update_id = excluded.last_update_id,
                received_at = excluded.received_at
            """,
            update_id=update_id,
            now=now,
        )

    async def last_update_id(self, since: int = 0) -> int | None:
        """Return the number last taken in, None where that was before the UTC second `since`."""
        value: int | None = await self._transaction.value(
            "SELECT last_update_id FROM intake WHERE received_at >= :since", since=since
        )
        return value

    async def ready(self, now: int, limit: int) -> list[Arrived]:
        """Return the oldest updates that are ready and stand first in their lanes: one of each."""
        rows = await self._transaction.claim(
            """
            SELECT update_id, lane, body, attempts FROM inbox AS mine
            WHERE state = 'new' AND next_try_at <= :now AND NOT EXISTS (
                SELECT 1 FROM inbox AS earlier
                WHERE earlier.state = 'new' AND earlier.lane = mine.lane
                    AND earlier.update_id < mine.update_id)
            ORDER BY update_id LIMIT :limit
            """,
            now=now,
            limit=limit,
        )
        return [Arrived(**row) for row in rows]

    async def next_try_at(self, after: int) -> int | None:
        """Return the first UTC second after `after` for which a retry is noted, or None."""
        value: int | None = await self._transaction.value(
            "SELECT min(next_try_at) FROM inbox WHERE state = 'new' AND next_try_at > :after",
            after=after,
        )
        return value

    async def depth(self) -> int:
        """Return how many updates wait."""
        value: int = await self._transaction.value("SELECT count(*) FROM inbox WHERE state = 'new'")
        return value

    async def heard(self, chat_id: int, since: int) -> bool:
        """Tell whether an update of that chat was acted upon in that UTC second or later."""
        value: int | None = await self._transaction.value(
            """
            SELECT 1 FROM inbox
            WHERE state = 'done' AND settled_at >= :since AND lane = :chat_id LIMIT 1
            """,
            since=since,
            chat_id=chat_id,
        )
        return value is not None

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

    async def retry(self, update_id: int) -> bool:
        """Take up an update that was set aside; False when there is none of that number."""
        touched = await self._transaction.run(
            """
            UPDATE inbox SET state = 'new', attempts = 0, next_try_at = 0
            WHERE update_id = :update_id AND state = 'failed'
            """,
            update_id=update_id,
        )
        return touched > 0

    async def forget_done(self, before: int) -> int:
        """Drop done updates settled before that UTC second; Telegram repeats none after a day."""
        return await self._transaction.run(
            "DELETE FROM inbox WHERE state = 'done' AND settled_at < :before", before=before
        )

    async def said_by(self, chat_id: int, since: int) -> list[int]:
        """Return the messages that a person wrote in her private chat since that UTC second."""
        rows = await self._transaction.all(
            """
            SELECT DISTINCT message_id FROM inbox
            WHERE lane = :chat_id AND message_id IS NOT NULL AND received_at >= :since
            """,
            chat_id=chat_id,
            since=since,
        )
        return [row["message_id"] for row in rows]

    async def forget(self, chat_id: int) -> None:
        """Remove what is kept of a person's updates; those still to be acted upon stay."""
        await self._transaction.run(
            """
            DELETE FROM inbox WHERE lane = :chat_id AND state = 'failed'
            """,
            chat_id=chat_id,
        )
        await self._transaction.run(
            "UPDATE inbox SET message_id = NULL WHERE lane = :chat_id AND message_id IS NOT NULL",
            chat_id=chat_id,
        )
