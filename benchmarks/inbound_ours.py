"""Our bot while inbound work is measured: real doors and database; notes when answers leave."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aiogram.types import User

from benchmarks.inbound_scene import AT, Update
from bot.delivery.inbox_worker import InboxWorker
from bot.delivery.intake import Intake, lane_of
from bot.delivery.sender import Sender
from bot.delivery.sender_options import SenderOptions
from bot.errors import BotError
from bot.net.telegram import Telegram
from bot.plan import read_plan
from bot.ports.delivery import UpdateHandler
from bot.process import settle_memory
from bot.rules.delivery.limits import Limits
from handlers.doors import Doors, build_doors
from storage.database import Database
from storage.opening import open_database
from storage.records.delivery import Answer, Attachment, Call, SetAside
from storage.stores import Stores

ME = User(id=42, is_bot=True, first_name="b", username="bench_bot")
UNLIMITED = Limits(
    per_second=10_000, bucket=10_000, chat_interval_s=0.0, margin_s=0.0, group_per_minute=10_000
)


def now() -> int:
    """A Monday morning: deadlines are computed as at any other time."""
    return AT


@dataclass
class Leaving:
    """A Carrier that notes when each call to a chat leaves."""

    api: Telegram
    left: dict[int, list[float]] = field(default_factory=dict)

    def begin(
        self,
        method: str,
        body: str,
        landed: Callable[[Answer], None],
        files: Sequence[Attachment] = (),
    ) -> None:
        """Note the moment, then begin the call."""
        read = json.loads(body)
        self.left.setdefault(read.get("chat_id", 0), []).append(time.perf_counter())
        self.api.begin(method, body, landed, files)


@dataclass
class Heard:
    """The doors; notes which updates say something to their own chat at once.

    Some say nothing (words for an open case), others later: a burst's screen waits for its end.
    """

    doors: UpdateHandler
    answered: set[int] = field(default_factory=set)

    async def handle(self, body: str, opened: Stores, at: int) -> Sequence[Call]:
        """Handle, and note."""
        said = await self.doors.handle(body, opened, at)
        update = json.loads(body)
        if any(one.chat_id == lane_of(update) and not one.due_at for one in said):
            self.answered.add(update["update_id"])
        return said

    async def apologise(
        self, body: str, error: BotError | None, opened: Stores, at: int
    ) -> Sequence[Call]:
        """As the doors do."""
        return await self.doors.apologise(body, error, opened, at)

    async def report(self, failed: SetAside, opened: Stores, at: int) -> Sequence[Call]:
        """As the doors do."""
        return await self.doors.report(failed, opened, at)


@dataclass
class Ours:
    """The bot's inbound half, and its sender where it is asked for."""

    database: Database
    intake: Intake
    worker: InboxWorker
    doors: Doors
    heard: Heard
    leaving: Leaving
    given: list[Update] = field(default_factory=list)
    sender: Sender | None = None

    async def take(self, updates: list[Update]) -> None:
        """As polling and the webhook hand updates over."""
        self.given += updates
        await self.intake.take(updates)

    def wake(self) -> None:
        """Called after each commit that may owe something."""
        if self.sender:
            self.sender.wake()

    async def handled(self) -> None:
        """Wait until every update was acted upon."""
        await self._until_none("SELECT count(*) FROM inbox WHERE state = 'new'")
        assert not await self._count("SELECT count(*) FROM inbox WHERE error IS NOT NULL")

    async def sent(self) -> None:
        """Wait until all that was owed has left."""
        await self.handled()
        await self._until_none("SELECT count(*) FROM outbox WHERE state IN ('owed', 'sending')")

    async def cases(self) -> int:
        """How many questions were opened: the scene was really played."""
        return await self._count("SELECT count(*) FROM cases")

    def waits(self, given: dict[int, float]) -> list[float]:
        """Seconds from an update's arrival until the first call to its chat left.

        Of updates that are answered at once; for the others it would be the wait until the next.
        """
        found = []
        for update in self.given:
            at, left = given[update["update_id"]], self.leaving.left.get(lane_of(update), ())
            if update["update_id"] in self.heard.answered:
                found.append(min(one for one in left if one >= at) - at)
        return found

    @contextlib.asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        """Run the sender within the block."""
        self.sender = Sender(
            self.database,
            self.leaving,
            effects=self.doors.effects(),
            threads=self.doors.threads,
            moves=self.doors.moves,
            clock=now,
            steady=time.monotonic,
            options=SenderOptions(limits=UNLIMITED),
        )
        task = asyncio.create_task(self.sender.run())
        try:
            yield
        finally:
            await self.sender.stop()
            await task

    async def _until_none(self, sql: str) -> None:
        while await self._count(sql):  # noqa: ASYNC110 - the database is asked, as from outside
            await asyncio.sleep(0.05)

    async def _count(self, sql: str) -> int:
        async with self.database.reading() as transaction:
            return int(await transaction.value(sql))


@contextlib.asynccontextmanager
async def ours(path: Path, base: str) -> AsyncIterator[Ours]:
    """The bot over a new database file; its worker runs within the block."""
    doors = build_doors(read_plan({}, Path("none.env")), now, "bridge_bot")
    database = await open_database(f"sqlite:///{path}")
    async with Telegram("42:BENCH", base) as api:
        bot: Ours
        heard = Heard(doors.dispatch(ME))
        worker = InboxWorker(database, heard, now, lambda: bot.wake())
        intake = Intake(database, api, now, worker.wake)
        bot = Ours(database, intake, worker, doors, heard, Leaving(api))
        settle_memory()  # as main.py does once all is built
        task = asyncio.create_task(worker.run())
        try:
            yield bot
        finally:
            worker.stop()
            await task
            await database.close()
