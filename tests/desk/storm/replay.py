"""Plays the log of a storm into a fresh database, and compares the two row by row.

Nothing is sent: what Telegram answered, ids of messages among it, stands in the log.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bot.delivery.inbox_worker import InboxWorker
from bot.desk.office.offices import Door
from storage.database import Database, Transaction
from storage.delivery.inbox import Inbox
from storage.opening import open_database
from storage.records.delivery import Incoming, Outcome, Owed
from storage.stores import stores
from tests.desk.at_work import ME
from tests.desk.storm.bot import doors_of
from tests.desk.storm.history import Line, lines
from tests.desk.storm.rounds import bind, round_of

# Not compared: the log itself; when the file was made; how far the poll had come, which is the
# order of taking in, while the log has that of acting.
APART = ("storm_log", "migrations", "intake", "sqlite_sequence", "sqlite_stat1")
SHOWN = 5  # different rows that are named of each table


async def differences(was: Database, fresh: Path) -> list[str]:
    """Replay what happened in `was` into the file `fresh`; return what is not equal."""
    again = await open_database(f"sqlite:///{fresh}")
    try:
        replay = Replay(again)
        for line in await lines(was):
            await replay.play(line)
        return replay.surprises + await compared(was, again)
    finally:
        await again.close()


class Replay:
    """The bot's parts over a fresh database; lines do to them what once happened.

    `surprises`: calls that were to be made and differ from those that were made.
    """

    def __init__(self, database: Database) -> None:
        self._database, self._now = database, 0
        self._doors = doors_of(self._clock)
        self._effects = self._doors.effects()
        handler = self._doors.dispatch(ME)
        self._worker = InboxWorker(database, handler, self._clock, _nobody)
        self._played: set[int] = set()
        self.surprises: list[str] = []

    def _clock(self) -> int:
        return self._now

    async def play(self, line: Line) -> None:
        """Do what the line tells."""
        if line.at:
            self._now = line.at
        if line.what == "update":
            await self._update(line.data)
        elif line.what == "round":
            await self._round(line.data["name"], line.data["number"])
        else:
            does: Callable[..., Awaitable[None]] = getattr(self, f"_{line.what}")
            async with self._database.brief() as transaction:
                await does(transaction, **line.data)

    async def _update(self, data: dict[str, Any]) -> None:
        received_at = data.pop("received_at")
        async with self._database.brief() as transaction:
            await Inbox(transaction).take([Incoming(**data)], received_at)
        await self._worker.drain()

    async def _round(self, name: str, number: int) -> None:
        if number not in self._played:
            self._played.add(number)
            await round_of(name, self._doors, self._database, self._clock, _nobody)()

    async def _row(self, transaction: Transaction, was: list[Any], **now: Any) -> None:
        """What the sender wrote of a row; what it was about to send must be the same."""
        found = await transaction.one(
            "SELECT chat_id, method, body FROM outbox WHERE id = :id", id=now["id"]
        )
        if found is None or list(found) != was:
            there = "nothing" if found is None else found["method"]
            self.surprises.append(f"row {now['id']}: {there} where {was[1]} was")
        names = ", ".join(f"{name} = :{name}" for name in now if name != "id")
        await transaction.run(f"UPDATE outbox SET {names} WHERE id = :id", **now)

    async def _effect(
        self, transaction: Transaction, name: str, owed: dict[str, Any], outcome: dict[str, Any]
    ) -> None:
        ids = tuple(outcome.pop("message_ids"))
        opened, told = stores(transaction), Outcome(**outcome, message_ids=ids)
        said = await self._effects[name](opened, Owed(**owed), told, self._now)
        await opened.outbox.owe(said, self._now)

    async def _thread(
        self, transaction: Transaction, case_id: int, chat_id: int, thread_id: int
    ) -> None:
        await self._doors.threads.record(stores(transaction), case_id, chat_id, thread_id)

    async def _thread_gone(self, transaction: Transaction, case_id: int) -> None:
        await self._doors.threads.forget(stores(transaction), case_id)

    async def _blocked(self, transaction: Transaction, chat_id: int) -> None:
        await self._doors.moves.blocked(stores(transaction), chat_id, self._now)

    async def _migrated(self, transaction: Transaction, old: int, new: int) -> None:
        await self._doors.moves.migrated(stores(transaction), old, new, self._now)

    async def _bind(self, transaction: Transaction, office: str, door: dict[str, Any]) -> None:
        await bind(self._doors, stores(transaction), office, Door(**door), self._now)


def _nobody() -> None:
    """Nobody sends in a replay."""


async def compared(was: Database, again: Database) -> list[str]:
    """Return the tables that differ, each with the first of its rows that do."""
    found = []
    for table in await _tables(was):
        before, after = await _rows(was, table), await _rows(again, table)
        apart = sorted(before ^ after)
        if apart:
            found.append(f"{table}: {len(before - after)} rows differ, {len(after - before)} new")
            found += [f"  {row[:300]}" for row in apart[:SHOWN]]
    return found


async def _tables(database: Database) -> list[str]:
    async with database.reading() as transaction:
        rows = await transaction.all("SELECT name FROM sqlite_master WHERE type = 'table'")
    return sorted(row["name"] for row in rows if row["name"] not in APART)


async def _rows(database: Database, table: str) -> set[str]:
    async with database.reading() as transaction:
        return {repr(tuple(row)) for row in await transaction.all(f"SELECT * FROM {table}")}
