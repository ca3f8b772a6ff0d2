"""Store of editions: digest texts that many subscribers share, and the rows that owe them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from storage.database import Transaction
from storage.records.delivery import Priority


class Editions:
    """Statements on editions within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def reserve(self, fingerprint: str, stories: Sequence[int], now: int) -> tuple[int, bool]:
        """Return the id of the edition with that fingerprint, and whether it is new and empty."""
        found = await self._transaction.value(
            "SELECT id FROM editions WHERE fingerprint = :fingerprint", fingerprint=fingerprint
        )
        if found is not None:
            return found, False
        edition_id: int = await self._transaction.value(
            """
            INSERT INTO editions (fingerprint, body, stories, created_at)
            VALUES (:fingerprint, '', :stories, :now) RETURNING id
            """,
            fingerprint=fingerprint,
            stories=json.dumps(stories),
            now=now,
        )
        return edition_id, True

    async def write(self, edition_id: int, body: Mapping[str, Any]) -> None:
        """Fill a reserved edition: `body` is the call's JSON without its chat."""
        await self._transaction.run(
            "UPDATE editions SET body = :body WHERE id = :id",
            id=edition_id,
            body=json.dumps(dict(body), ensure_ascii=False),
        )

    async def leave_over(self, edition_id: int, rest: Sequence[int]) -> None:
        """Note which stories fitted as well and found no room, the most telling first."""
        await self._transaction.run(
            "UPDATE editions SET rest = :rest WHERE id = :id", id=edition_id, rest=json.dumps(rest)
        )

    async def rest(self, edition_id: int) -> list[int]:
        """Return the stories that found no room in it; none when it is gone."""
        text = await self._transaction.value(
            "SELECT rest FROM editions WHERE id = :id", id=edition_id
        )
        return list(json.loads(text)) if text else []

    async def stories(self, edition_id: int) -> list[int]:
        """Return the numbers of the stories that it shows; none when it is gone."""
        text = await self._transaction.value(
            "SELECT stories FROM editions WHERE id = :id", id=edition_id
        )
        return list(json.loads(text)) if text else []

    async def owe(
        self, edition_id: int, chats: Sequence[int], priority: Priority, now: int
    ) -> None:
        """Owe the edition to every chat by reference: the rows carry no text of their own.

        Priority.ALERT owes an alert, any other a digest.
        """
        kind = "alert" if priority is Priority.ALERT else "digest"
        await self._transaction.run_many(
            """
            INSERT INTO outbox (chat_id, priority, kind, method, body, edition_id, created_at,
                due_at)
            VALUES (:chat_id, :priority, :kind, 'sendMessage', '{}', :edition_id, :now, 0)
            """,
            [
                {
                    "chat_id": chat_id,
                    "priority": int(priority),
                    "kind": kind,
                    "edition_id": edition_id,
                    "now": now,
                }
                for chat_id in chats
            ],
        )

    async def forget(self, before: int) -> int:
        """Drop editions composed before that UTC second to which no outbox row refers."""
        return await self._transaction.run(
            """
            DELETE FROM editions WHERE created_at < :before AND NOT EXISTS (
                SELECT 1 FROM outbox WHERE edition_id = editions.id)
            """,
            before=before,
        )
