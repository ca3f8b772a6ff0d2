"""The bot in a storm: it can be killed at any moment and goes on over the same database."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.delivery.inbox_worker import InboxWorker
from bot.delivery.intake import Intake
from bot.delivery.sender import Sender
from bot.delivery.sender_options import SenderOptions
from bot.demo import bind_office
from bot.desk.escalation import Escalation
from bot.desk.offices import Door
from bot.net.telegram import Telegram
from handlers.doors import Doors, build_doors
from storage.database import Database, Row
from storage.opening import open_database
from storage.stores import stores
from tests.desk.at_work import FAST, ME, MONDAY, plan
from tests.sim_driver import ADMIN, Sim

# Time that the bot's clock moves with each call that the storm makes of it.
PATIENCE_S = 90.0


@dataclass
class StormBot:
    """Workers over one database file; `now` is the bot's clock."""

    sim: Sim
    file: Path
    now: int = MONDAY
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)
    database: Database | None = None
    api: Telegram | None = None
    worker: InboxWorker | None = None
    sender: Sender | None = None

    @cached_property
    def doors(self) -> Doors:
        known = replace(plan(), settings=replace(plan().settings, admin_ids=(ADMIN,)))
        return build_doors(known, lambda: self.now, str(ME.username))

    async def start(self) -> None:
        """Open the file and go to work, as after a crash."""
        self.database = await open_database(f"sqlite:///{self.file}")
        self.api = Telegram(self.sim.token, self.sim.url)
        await self.api.__aenter__()
        self.sender = Sender(
            self.database,
            self.api,
            effects=self.doors.effects(),
            threads=self.doors.threads,
            moves=self.doors.moves,
            clock=lambda: self.now,
            steady=time.monotonic,
            options=SenderOptions(limits=FAST),
        )
        handler = self.doors.dispatch(ME)
        self.worker = InboxWorker(self.database, handler, lambda: self.now, self.sender.wake)
        intake = Intake(self.database, self.api, lambda: self.now, self.worker.wake)
        works = (self.worker.run(), self.sender.run(), intake.poll())
        self.tasks = [asyncio.create_task(work) for work in works]

    async def kill(self) -> None:
        """Cut everything where it stands."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        assert self.api is not None
        assert self.database is not None
        await self.api.__aexit__()
        await self.database.close()

    async def bind(self, office: str, group: int, by: int, *, forum: bool) -> None:
        """The group becomes the office's staff chat."""
        assert self.database is not None
        assert self.sender is not None
        async with self.database.transaction() as transaction:
            services = self.doors.services(stores(transaction), self.now)
            door = Door(group, forum, "kk", by, f"Staff {by}")
            await bind_office(services["offices"], office, door)
        self.sender.wake()

    async def escalate(self) -> None:
        """One round of reminders."""
        assert self.database is not None
        assert self.sender is not None
        known, view = self.doors.plan.knowledge, self.doors.late_cases
        rounds = Escalation(
            self.database, known, view, (ADMIN,), lambda: self.now, self.sender.wake
        )
        await rounds.run()

    async def rows(self, sql: str) -> list[Row]:
        assert self.database is not None
        async with self.database.reading() as transaction:
            return await transaction.all(sql)

    async def quiet(self) -> None:
        """Wait until every update is acted upon and nothing is owed or in flight."""
        assert self.worker is not None
        assert self.sender is not None
        until, still = time.monotonic() + PATIENCE_S, 0
        while still < 2:
            dead = [task for task in self.tasks if task.done()]
            for task in dead:
                task.result()
            [row] = await self.rows(
                """
                SELECT (SELECT count(*) FROM inbox WHERE state = 'new') AS new,
                    (SELECT count(*) FROM outbox WHERE state IN ('owed', 'sending')) AS owed
                """
            )
            busy = row["new"] or row["owed"] or self.sim.world.updates.pending()
            still = 0 if busy else still + 1
            if row["owed"]:
                self.now += 1
                self.sender.wake()
            self.worker.wake()
            assert time.monotonic() < until, dict(row)
            await asyncio.sleep(0.03)
