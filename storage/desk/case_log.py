"""Store of what happened to cases, as it is read; and of what their citizens thought of them."""

import json
from typing import Any

from storage.database import Transaction
from storage.records.consultation import CaseMessage, Event, Rating
from storage.records.privacy import Finished


class CaseLog:
    """Statements on events and ratings within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def of(self, case_id: int) -> list[Event]:
        """Return what happened to the case, in order."""
        rows = await self._transaction.all(
            "SELECT at, kind, data FROM case_events WHERE case_id = :case_id ORDER BY id",
            case_id=case_id,
        )
        return [Event(row["at"], row["kind"], json.loads(row["data"])) for row in rows]

    async def changed_at(self, message: CaseMessage) -> int:
        """Return when its author changed a message of hers last, 0: she never did."""
        rows = await self._transaction.all(
            """
            SELECT at, data FROM case_events
            WHERE case_id = :case_id AND kind = 'changed' ORDER BY id DESC
            """,
            case_id=message.case_id,
        )
        mine = (row["at"] for row in rows if json.loads(row["data"])["message"] == message.id)
        return next(mine, 0)

    async def rate(self, case_id: int, good: bool, at: int) -> None:
        """Keep whether the answer was good; the last word counts."""
        await self._transaction.run(
            """
            INSERT INTO case_ratings (case_id, good, at) VALUES (:case_id, :good, :at)
            ON CONFLICT (case_id) DO UPDATE SET good = excluded.good, at = excluded.at
            """,
            case_id=case_id,
            good=int(good),
            at=at,
        )

    async def rating(self, case_id: int) -> Rating | None:
        """Return what she thought of the case."""
        row = await self._transaction.one(
            "SELECT good FROM case_ratings WHERE case_id = :case_id", case_id=case_id
        )
        return Rating(bool(row["good"])) if row else None

    async def to_be_asked(self, since: int, until: int, limit: int) -> list[int]:
        """Return cases closed between these UTC seconds whose citizen may be asked if it helped."""
        return await self._ids(
            """
            SELECT cases.id FROM cases
            JOIN citizens ON citizens.id = citizen_id JOIN chats ON chats.id = citizens.chat_id
            WHERE closed_at BETWEEN :since AND :until AND sensitive = 0 AND help_asked_at IS NULL
                AND erased_at IS NULL AND blocked_at IS NULL AND NOT EXISTS (
                    SELECT 1 FROM case_events
                    WHERE case_id = cases.id AND kind = 'withdrawn')
            ORDER BY cases.id LIMIT :limit
            """,
            since=since,
            until=until,
            limit=limit,
        )

    async def asked(self, case_id: int, at: int) -> None:
        """Note that she is asked now, once and for all."""
        await self._transaction.run(
            "UPDATE cases SET help_asked_at = :at WHERE id = :case_id", case_id=case_id, at=at
        )

    async def asked_at(self, case_id: int) -> int | None:
        """Return when she was asked whether it helped."""
        value: int | None = await self._transaction.value(
            "SELECT help_asked_at FROM cases WHERE id = :case_id", case_id=case_id
        )
        return value

    async def finished(self, before: int, after: int, limit: int) -> list[Finished]:
        """Return closed cases beyond the id `after` that still hold texts, closed `before`."""
        rows = await self._transaction.all(
            """
            SELECT id, category, sensitive, closed_at FROM cases
            WHERE closed_at < :before AND erased_at IS NULL AND id > :after
            ORDER BY id LIMIT :limit
            """,
            before=before,
            after=after,
            limit=limit,
        )
        return [
            Finished(row["id"], row["category"], bool(row["sensitive"]), row["closed_at"])
            for row in rows
        ]

    async def _ids(self, sql: str, **params: Any) -> list[int]:
        return [row["id"] for row in await self._transaction.all(sql, **params)]
