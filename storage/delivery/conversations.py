"""Store of conversations: aiogram's state and data, written in the update's own transaction."""

import json
from collections.abc import Mapping
from typing import Any

from storage.database import Transaction
from storage.records.delivery import Conversation

NOWHERE = Conversation(None, {})


class Conversations:
    """Statements on conversations within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, key: str) -> Conversation:
        """Return where the conversation stands; one that never was stands nowhere."""
        row = await self._transaction.one(
            "SELECT state, data FROM conversations WHERE key = :key", key=key
        )
        return Conversation(row["state"], json.loads(row["data"])) if row else NOWHERE

    async def put(self, key: str, state: str | None, data: Mapping[str, Any], now: int) -> None:
        """Write where it stands now; nothing to remember removes the row."""
        if state is None and not data:
            await self._transaction.run("DELETE FROM conversations WHERE key = :key", key=key)
            return
        await self._transaction.run(
            """
            INSERT INTO conversations (key, state, data, updated_at)
            VALUES (:key, :state, :data, :now)
            ON CONFLICT (key) DO UPDATE SET state = excluded.state, data = excluded.data,
                updated_at = excluded.updated_at
            """,
            key=key,
            state=state,
            data=json.dumps(dict(data), ensure_ascii=False),
            now=now,
        )
