"""Keeps the log of a storm in the bot's own database, each line in the transaction it tells of.

What comes into the bot is all there: updates, what became of each call, the rounds of the clock.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any

from bot.delivery.chat_moves import ChatMoves
from bot.ports.delivery import Clock, Effect, Stores, ThreadDirectory, ThreadPlan
from storage.database import Database, Transaction
from storage.records.delivery import Call, Outcome, Owed

# A line is written by the same commit as what it tells of, so a kill cannot part the two.
TABLES = (
    """
    CREATE TABLE IF NOT EXISTS storm_log (
        seq INTEGER PRIMARY KEY, what TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL)
    """,
    """
    CREATE TRIGGER IF NOT EXISTS storm_update AFTER UPDATE OF state ON inbox
    WHEN old.state = 'new' AND new.state <> 'new' BEGIN
        INSERT INTO storm_log (what, at, data) VALUES ('update', coalesce(new.settled_at, 0),
            json_object('update_id', new.update_id, 'lane', new.lane, 'body', old.body,
                'message_id', new.message_id, 'received_at', new.received_at));
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS storm_row AFTER UPDATE OF state ON outbox BEGIN
        INSERT INTO storm_log (what, at, data) VALUES ('row', coalesce(new.settled_at, 0),
            json_object('id', new.id, 'state', new.state, 'attempts', new.attempts,
                'due_at', new.due_at, 'message_id', new.message_id, 'error', new.error,
                'settled_at', new.settled_at, 'unsure', new.unsure, 'body', new.body,
                'edition_id', new.edition_id,
                'was', json_array(old.chat_id, old.method, old.body)));
    END
    """,
)


@dataclass(frozen=True)
class Line:
    """One line: what happened, at which second of the bot's clock, with what."""

    seq: int
    what: str
    at: int
    data: dict[str, Any]


async def begin(database: Database) -> None:
    """Let the database keep a log from now on."""
    async with database.transaction() as transaction:
        for statement in TABLES:
            await transaction.run(statement)


async def lines(database: Database) -> list[Line]:
    """Return the log, oldest first."""
    async with database.reading() as transaction:
        rows = await transaction.all("SELECT seq, what, at, data FROM storm_log ORDER BY seq")
    return [Line(row["seq"], row["what"], row["at"], json.loads(row["data"])) for row in rows]


async def note(transaction: Transaction, what: str, at: int, **data: Any) -> None:
    """Write a line within the transaction that it tells of."""
    await transaction.run(
        "INSERT INTO storm_log (what, at, data) VALUES (:what, :at, :data)",
        what=what,
        at=at,
        data=json.dumps(data, ensure_ascii=False),
    )


class NotedEffects(Mapping[str, Effect]):
    """The bot's effects; each is noted with the outcome that it was told."""

    def __init__(self, effects: Mapping[str, Effect]) -> None:
        self._effects = effects

    def __getitem__(self, name: str) -> Effect:
        effect = self._effects[name]

        async def noted(stores: Stores, owed: Owed, outcome: Outcome, now: int) -> Sequence[Call]:
            told = {"owed": asdict(owed), "outcome": asdict(outcome)}
            await note(stores.transaction, "effect", now, name=name, **told)
            return await effect(stores, owed, outcome, now)

        return noted

    def __iter__(self) -> Iterator[str]:
        return iter(self._effects)

    def __len__(self) -> int:
        return len(self._effects)


class NotedThreads:
    """The bot's threads; what the sender tells them is noted. Implements ThreadDirectory."""

    def __init__(self, threads: ThreadDirectory, clock: Clock) -> None:
        self._threads, self._clock = threads, clock

    async def thread_of(self, stores: Stores, case_id: int) -> ThreadPlan:
        return await self._threads.thread_of(stores, case_id)

    async def record(self, stores: Stores, case_id: int, chat_id: int, thread_id: int) -> None:
        at, made = self._clock(), {"chat_id": chat_id, "thread_id": thread_id}
        await note(stores.transaction, "thread", at, case_id=case_id, **made)
        await self._threads.record(stores, case_id, chat_id, thread_id)

    async def forget(self, stores: Stores, case_id: int) -> None:
        await note(stores.transaction, "thread_gone", self._clock(), case_id=case_id)
        await self._threads.forget(stores, case_id)


class NotedMoves(ChatMoves):
    """The bot's notes of chats that closed or moved; what the sender finds out is noted."""

    def __init__(self, moves: ChatMoves) -> None:
        super().__init__()
        self._moves = moves

    async def blocked(self, stores: Stores, chat_id: int, now: int) -> None:
        await note(stores.transaction, "blocked", now, chat_id=chat_id)
        await self._moves.blocked(stores, chat_id, now)

    async def migrated(self, stores: Stores, old: int, new: int, now: int) -> None:
        await note(stores.transaction, "migrated", now, old=old, new=new)
        await self._moves.migrated(stores, old, new, now)


class NotedDatabase:
    """A database for one round of the clock: each of its transactions is noted with its name.

    `number` tells rounds apart: a replay plays the whole round where its first transaction stood.
    """

    def __init__(self, database: Database, clock: Clock, name: str, number: int) -> None:
        self._database, self._clock, self._name, self._number = database, clock, name, number

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self._database.transaction() as transaction:
            await note(transaction, "round", self._clock(), name=self._name, number=self._number)
            yield transaction

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)
