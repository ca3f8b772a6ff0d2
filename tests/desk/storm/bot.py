"""The bot in a storm: it can be killed at any moment and goes on over the same database."""

from __future__ import annotations

import asyncio
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from bot.delivery.inbox_worker import InboxWorker
from bot.delivery.intake import Intake
from bot.delivery.sender import Sender
from bot.delivery.sender_options import SenderOptions
from bot.desk.office.offices import Door
from bot.net.telegram import Telegram
from handlers.doors import Doors, build_doors
from storage.database import Database, Row
from storage.opening import open_database
from storage.stores import stores
from tests.desk.at_work import FAST, ME, MONDAY, plan
from tests.desk.storm import history
from tests.desk.storm.rounds import ROUNDS, bind, round_of
from tests.sim_driver import ADMIN, Sim

# Real seconds in which everything that is owed must be settled: a group that comes back is told of
# hundreds of messages anew, at its pace.
PATIENCE_S = 600.0
# The sender's steady clock runs so much faster than ours: a rest of a second is over in no time.
HASTE = 25.0
LOOK_EVERY_S = 0.1


def steady() -> float:
    """Return seconds of the sender's steady clock."""
    return time.monotonic() * HASTE


@dataclass
class StormBot:
    """Workers over one database file; `now` is the bot's clock, see `pass_time`."""

    sim: Sim
    file: Path
    now: int = MONDAY
    rounds: int = 0
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)
    database: Database = field(init=False)
    api: Telegram = field(init=False)
    worker: InboxWorker = field(init=False)
    sender: Sender = field(init=False)
    doors: Doors = field(init=False)

    async def start(self) -> None:
        """Open the file and go to work, as after a crash."""
        self.database = await open_database(f"sqlite:///{self.file}")
        await history.begin(self.database)
        self.doors = doors_of(lambda: self.now)
        self.api = Telegram(self.sim.token, self.sim.url)
        await self.api.__aenter__()
        self.sender = Sender(
            self.database,
            self.api,
            effects=history.NotedEffects(self.doors.effects()),
            threads=history.NotedThreads(self.doors.threads, lambda: self.now),
            moves=history.NotedMoves(self.doors.moves),
            clock=lambda: self.now,
            steady=steady,
            options=SenderOptions(limits=FAST),
        )
        handler = self.doors.dispatch(ME)
        self.worker = InboxWorker(self.database, handler, lambda: self.now, self.sender.wake)
        intake = Intake(self.database, self.api, lambda: self.now, self.worker.wake)
        works = (self.worker.run(), self.sender.run(), intake.poll(), self._hurry())
        self.tasks = [asyncio.create_task(work) for work in works]

    async def _hurry(self) -> None:
        """Wake who rests: they count by clocks that are not ours."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            self.sender.wake()
            self.worker.wake()

    async def kill(self) -> None:
        """Cut everything where it stands."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.api.__aexit__()
        await self.database.close()

    async def pass_time(self, seconds: int) -> None:
        """Move the bot's clock between two transactions: within one it stands still."""
        async with self.database.transaction():
            self.now += seconds

    async def bind(self, office: str, group: int, by: int, *, forum: bool) -> None:
        """The group becomes the office's staff chat."""
        door = Door(group, forum, "kk", by, f"Staff {by}")
        async with self.database.transaction() as transaction:
            told = {"office": office, "door": asdict(door)}
            await history.note(transaction, "bind", self.now, **told)
            await bind(self.doors, stores(transaction), office, door, self.now)
        self.sender.wake()

    async def look(self) -> None:
        """One round of everything that the desk does by the clock."""
        for name in ROUNDS:
            self.rounds += 1
            noted = history.NotedDatabase(self.database, lambda: self.now, name, self.rounds)
            database = cast("Database", noted)
            await round_of(name, self.doors, database, lambda: self.now, self.sender.wake)()

    async def rows(self, sql: str) -> list[Row]:
        async with self.database.reading() as transaction:
            return await transaction.all(sql)

    async def behind(self) -> int:
        """Return how many updates wait for their turn."""
        [row] = await self.rows("SELECT count(*) AS n FROM inbox WHERE state = 'new'")
        return int(row["n"]) + self.sim.world.updates.pending()

    async def quiet(self) -> None:
        """Wait until every update is acted upon and nothing is owed or in flight."""
        until, still = time.monotonic() + PATIENCE_S, 0
        while still < 2:
            for task in self.tasks:
                if task.done():
                    task.result()
            [row] = await self.rows(
                """
                SELECT (SELECT count(*) FROM inbox WHERE state = 'new') AS new,
                    (SELECT count(*) FROM outbox WHERE state IN ('owed', 'sending')) AS owed,
                    (SELECT min(due_at) FROM outbox WHERE state = 'owed') AS due
                """
            )
            busy = row["new"] or row["owed"] or self.sim.world.updates.pending()
            still = 0 if busy else still + 1
            if row["owed"] and not row["new"]:
                await self.pass_time(max(1, row["due"] - self.now if row["due"] else 0))
            assert time.monotonic() < until, dict(row)
            await asyncio.sleep(0.01 if busy else 0.02)


def doors_of(clock: Any) -> Doors:
    """Return the doors of the bot that is tried, with one administrator."""
    known = replace(plan(), settings=replace(plan().settings, admin_ids=(ADMIN,)))
    return build_doors(known, clock, str(ME.username))
