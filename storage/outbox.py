"""Store of the outbox: calls to Telegram that are owed, in flight, settled."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from storage.database import Row, Transaction
from storage.records.delivery import Call, Owed

COLUMNS = """
    outbox.id, chat_id, priority, kind, method, outbox.body, edition_id, case_id, effect,
    effect_data, due_at, attempts, editions.body AS edition_body
"""


class Outbox:
    """Statements on the outbox within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def owe(self, calls: Iterable[Call], now: int) -> list[int]:
        """Store calls in this order; return their ids."""
        return [await self._owe(call, now) for call in calls]

    async def _owe(self, call: Call, now: int) -> int:
        row_id: int = await self._transaction.value(
            """
            INSERT INTO outbox (chat_id, priority, kind, method, body, case_id, effect,
                effect_data, created_at, due_at)
            VALUES (:chat_id, :priority, :kind, :method, :body, :case_id, :effect, :effect_data,
                :now, :due_at) RETURNING id
            """,
            chat_id=call.chat_id or _chat_in(call.body.get("chat_id")),
            priority=int(call.priority),
            kind=call.kind,
            method=call.method,
            body=json.dumps(dict(call.body), ensure_ascii=False),
            case_id=call.case_id,
            effect=call.effect,
            effect_data=json.dumps(dict(call.effect_data), ensure_ascii=False),
            now=now,
            due_at=call.due_at,
        )
        return row_id

    async def owed(self, limit: int, beyond: Sequence[int] = ()) -> list[Owed]:
        """Return owed rows, the most urgent and oldest first, without the ids in `beyond`."""
        rows = await self._transaction.all(
            f"""
            SELECT {COLUMNS} FROM outbox LEFT JOIN editions ON editions.id = edition_id
            WHERE state = 'owed' ORDER BY priority, outbox.id LIMIT :limit
            """,  # noqa: S608 - a constant list of columns
            limit=limit + len(beyond),
        )
        hidden = set(beyond)
        return [_owed(row) for row in rows if row["id"] not in hidden][:limit]


def _chat_in(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _owed(row: Row) -> Owed:
    return Owed(
        id=row["id"],
        chat_id=row["chat_id"],
        priority=row["priority"],
        kind=row["kind"],
        method=row["method"],
        body=row["body"],
        edition_id=row["edition_id"],
        case_id=row["case_id"],
        effect=row["effect"],
        effect_data=json.loads(row["effect_data"] or "{}"),
        due_at=row["due_at"],
        attempts=row["attempts"],
    )
