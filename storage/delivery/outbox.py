"""Store of the outbox: calls to Telegram that are owed, marked before they are sent, settled."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from storage.database import Row, Transaction
from storage.records.delivery import Attachment, Call, Owed, Stream, Waiting

ROW = """
    id, chat_id, priority, kind, method, body, edition_id, case_id, effect, effect_data, due_at,
    attempts, unsure
"""
# Only of these must the body be read to know how many messages one call makes.
MANY = "('sendMediaGroup', 'copyMessages', 'forwardMessages')"
# What was tried and must rest is seen all the same: later rows of its chat stand behind it.
TRIED_OR_DUE = "(due_at <= :now OR attempts > 0 OR error IS NOT NULL)"
WAITING = f"""
    SELECT id, chat_id, priority, method, due_at, attempts,
        CASE WHEN method IN {MANY} THEN body END AS many
    FROM outbox WHERE state = 'owed' AND id > :after AND {TRIED_OR_DUE}
"""  # noqa: S608 - a constant list of methods
STREAMS = {
    Stream.ANSWERS: "AND chat_id = 0 AND priority = 0",
    Stream.TALK: "AND priority <= 1 AND NOT (chat_id = 0 AND priority = 0)",
    Stream.ALERTS: "AND priority = 2",
    Stream.DIGESTS: "AND priority = 3",
    Stream.HOUSEKEEPING: "AND priority = 4",
}


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
            body=_json(call.body),
            case_id=call.case_id,
            effect=call.effect,
            effect_data=_json(call.effect_data) if call.effect_data else None,
            now=now,
            due_at=call.due_at,
        )
        for file in call.files:
            await self._attach(row_id, file)
        return row_id

    async def _attach(self, row_id: int, file: Attachment) -> None:
        await self._transaction.run(
            """
            INSERT INTO outbox_files (outbox_id, name, filename, content)
            VALUES (:id, :name, :filename, :content)
            """,
            id=row_id,
            name=file.name,
            filename=file.filename,
            content=file.content,
        )

    async def files(self, row_id: int) -> tuple[Attachment, ...]:
        """Return the files that go out with a row."""
        rows = await self._transaction.all(
            "SELECT name, filename, content FROM outbox_files WHERE outbox_id = :id", id=row_id
        )
        return tuple(Attachment(**row) for row in rows)

    async def rewrite(self, row_id: int, body: Mapping[str, Any], due_at: int) -> bool:
        """Change a call that is still owed; False: it is on its way or gone."""
        touched = await self._transaction.run(
            """
            UPDATE outbox SET body = :body, due_at = :due_at
            WHERE id = :id AND state = 'owed' AND attempts = 0
            """,
            id=row_id,
            body=_json(body),
            due_at=due_at,
        )
        return touched > 0

    async def withdraw(self, row_id: int) -> bool:
        """Take back a call that is still owed; False: it is on its way or gone."""
        touched = await self._transaction.run(
            "DELETE FROM outbox WHERE id = :id AND state = 'owed'", id=row_id
        )
        return touched > 0

    async def waiting(self, stream: Stream, after: int, now: int, limit: int) -> list[Waiting]:
        """Return owed rows of one stream that are due, by id, those beyond the id `after`.

        A row that was tried before is returned even if it must rest: later rows of its chat
        stand behind it.
        """
        rows = await self._transaction.all(
            f"{WAITING} {STREAMS[stream]} ORDER BY {_order(stream)} LIMIT :limit",
            after=after,
            now=now,
            limit=limit,
        )
        return [_waiting(row) for row in rows]

    async def newer(self, after: int, now: int, limit: int) -> list[Waiting]:
        """Return due rows of every stream beyond the id `after`, by id."""
        rows = await self._transaction.all(
            f"{WAITING} ORDER BY id LIMIT :limit", after=after, now=now, limit=limit
        )
        return [_waiting(row) for row in rows]

    async def newest_id(self) -> int:
        """Return the highest id there is, 0 when the outbox is empty."""
        value: int | None = await self._transaction.value("SELECT max(id) FROM outbox")
        return value or 0

    async def next_due(self, after: int) -> int | None:
        """Return the first UTC second after `after` at which an owed row falls due, or None."""
        value: int | None = await self._transaction.value(
            """
            SELECT min(due_at) FROM outbox
            WHERE state = 'owed' AND due_at > 0 AND due_at > :after
            """,
            after=after,
        )
        return value

    async def mark_sending(self, ids: Sequence[int], now: int) -> list[Owed]:
        """Mark rows as in flight before they are sent; return those still owed and due."""
        if not ids:
            return []
        names = {f"id{index}": row_id for index, row_id in enumerate(ids)}
        rows = await self._transaction.all(
            f"""
            UPDATE outbox SET state = 'sending', attempts = attempts + 1
            WHERE state = 'owed' AND {TRIED_OR_DUE}
                AND id IN ({", ".join(f":{name}" for name in names)}) RETURNING {ROW}
            """,  # noqa: S608 - names of parameters and a constant list of columns
            now=now,
            **names,
        )
        return [owed_of(row) for row in rows]

    async def take_back(self, ids: Sequence[int]) -> None:
        """Owe again rows that were marked as in flight and have not left."""
        await self._transaction.run_many(
            """
            UPDATE outbox SET state = 'owed', attempts = attempts - 1
            WHERE id = :id AND state = 'sending'
            """,
            [{"id": row_id} for row_id in ids],
        )

    async def edition(self, edition_id: int) -> str:
        """Return the shared body of an edition, JSON without a chat."""
        value: str | None = await self._transaction.value(
            "SELECT body FROM editions WHERE id = :id", id=edition_id
        )
        return value or "{}"

    async def sent(self, rows: Sequence[tuple[int, int | None]], now: int) -> None:
        """Settle (id, message_id) rows as sent. Their text is not kept."""
        await self._transaction.run_many(
            """
            UPDATE outbox SET state = 'sent', message_id = :message_id, settled_at = :now,
                body = '{}', error = NULL WHERE id = :id
            """,
            [{"id": row_id, "message_id": message_id, "now": now} for row_id, message_id in rows],
        )

    async def put_back(self, owed: Owed, due_at: int, error: str | None) -> None:
        """Owe a call again, as `owed` says it now, not before `due_at`; no withdrawn one."""
        await self._transaction.run(
            """
            UPDATE outbox SET state = 'owed', due_at = :due_at, error = :error, body = :body,
                attempts = :attempts, edition_id = :edition_id, unsure = unsure + :unsure
            WHERE id = :id AND state = 'sending'
            """,
            id=owed.id,
            due_at=due_at,
            error=error,
            body=owed.body,
            attempts=owed.attempts,
            edition_id=owed.edition_id,
            unsure=int(error == "unknown"),
        )

    async def give_up(self, row_id: int, error: str, now: int, *, state: str = "failed") -> None:
        """Settle a call that will not be made again; state `unknown`: it may have arrived."""
        await self._transaction.run(
            """
            UPDATE outbox SET state = :state, settled_at = :now, error = :error,
                unsure = unsure + :unsure WHERE id = :id
            """,
            id=row_id,
            state=state,
            unsure=int(state == "unknown"),
            now=now,
            error=error,
        )

    async def remark(self, row_id: int, error: str) -> None:
        """Note on a settled row what went wrong beside it."""
        await self._transaction.run(
            "UPDATE outbox SET error = :error WHERE id = :id", id=row_id, error=error
        )

    async def move(self, old: int, new: int) -> None:
        """Owe to the chat `new` what was owed to `old`."""
        rows = await self._transaction.all(
            "SELECT id, body FROM outbox WHERE chat_id = :old AND state IN ('owed', 'sending')",
            old=old,
        )
        await self._transaction.run_many(
            "UPDATE outbox SET chat_id = :new, body = :body WHERE id = :id",
            [{"id": row["id"], "new": new, "body": _moved(row["body"], old, new)} for row in rows],
        )


def _order(stream: Stream) -> str:
    return "priority, id" if stream not in (Stream.ANSWERS, Stream.TALK) else "id"


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value), ensure_ascii=False)


def _chat_in(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _moved(body: str, old: int, new: int) -> str:
    fields = json.loads(body)
    for name in ("chat_id", "from_chat_id"):
        if fields.get(name) == old:
            fields[name] = new
    return _json(fields)


def _waiting(row: Row) -> Waiting:
    messages = 1
    if row["many"]:
        body = json.loads(row["many"])
        messages = max(1, len(body.get("media") or body.get("message_ids") or ()))
    return Waiting(
        id=row["id"],
        chat_id=row["chat_id"],
        priority=row["priority"],
        method=row["method"],
        due_at=row["due_at"],
        attempts=row["attempts"],
        messages=messages,
    )


def owed_of(row: Row) -> Owed:
    """Read a row of the columns ROW."""
    data = row["effect_data"]
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
        effect_data=json.loads(data) if data else {},
        due_at=row["due_at"],
        attempts=row["attempts"],
        unsure=row["unsure"],
    )
