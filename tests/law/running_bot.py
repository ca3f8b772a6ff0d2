"""A small bot put together from the law's real parts, over real SQLite and the sandbox."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiogram import Router
from aiogram.types import User

from bot.delivery.chat_moves import ChatMoves
from bot.delivery.inbox_worker import InboxWorker
from bot.delivery.intake import Intake
from bot.delivery.sender import Sender
from bot.delivery.sender_options import SenderOptions
from bot.net.telegram import Telegram
from bot.ports.delivery import ChatHooks, Effect, Stores, ThreadPlan
from bot.rules.delivery.limits import Limits
from handlers import moves as moves_handler
from handlers import strays
from handlers.context import Context
from handlers.dispatch import Dispatch
from storage.database import Database, Row
from storage.records.delivery import Call
from storage.stores import stores
from tests.patience import Patience
from tests.shipped import opened_database, texts
from tests.sim_driver import ADMIN

FAST = Limits(per_second=500, bucket=200, chat_interval_s=0.0, margin_s=0.0, group_per_minute=500)


class Threads:
    """Case threads in memory, as the desk keeps them in the database."""

    def __init__(self, chat_id: int) -> None:
        self.chat_id, self.known = chat_id, dict[int, int]()
        self.forgotten = 0

    async def thread_of(self, stores: Stores, case_id: int) -> ThreadPlan:
        if case_id in self.known:
            return ThreadPlan(self.known[case_id])
        return ThreadPlan(None, {"chat_id": self.chat_id, "name": f"Case {case_id}"})

    async def record(self, stores: Stores, case_id: int, chat_id: int, thread_id: int) -> None:
        self.known[case_id] = thread_id

    async def forget(self, stores: Stores, case_id: int) -> None:
        self.known.pop(case_id, None)
        self.forgotten += 1


@dataclass
class RunningBot:
    """The parts of one bot; `start` runs them, `until` waits for a state of the outbox."""

    database: Database
    api: Telegram
    sender: Sender
    worker: InboxWorker
    intake: Intake
    threads: Threads
    clock: Any
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)

    def start(self, *, polling: bool = True, sending: bool = True) -> None:
        loops = [self.worker.run()]
        loops += [self.sender.run()] if sending else []
        loops += [self.intake.poll()] if polling else []
        self.tasks += [asyncio.create_task(loop) for loop in loops]

    async def stop(self) -> None:
        self.worker.stop()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.tasks.clear()

    async def owe(self, *calls: Call) -> list[int]:
        async with self.database.transaction() as transaction:
            ids = await stores(transaction).outbox.owe(calls, self.clock())
        self.sender.wake()
        return ids

    async def rows(self, table: str = "outbox") -> Sequence[Row]:
        order = "update_id" if table == "inbox" else "id"
        async with self.database.reading() as transaction:
            return await transaction.all(f"SELECT * FROM {table} ORDER BY {order}")

    async def settled(self) -> Sequence[Row]:
        """Wait until nothing is owed or in flight; return the outbox."""
        patience = Patience()
        unsettled = "SELECT id, state, error FROM outbox WHERE state IN ('owed', 'sending')"
        while True:
            async with self.database.reading() as transaction:
                left = await transaction.all(f"{unsettled} LIMIT 20")
            if not left:
                return await self.rows()
            patience.look([tuple(row) for row in left])
            await asyncio.sleep(0.02)

    async def until(self, holds: Callable[[Row], bool]) -> None:
        """Wait until that is true of every row of the outbox."""
        patience = Patience()
        while True:
            rows = await self.rows()
            if all(holds(row) for row in rows):
                return
            patience.look([(r["state"], r["error"], r["body"]) for r in rows])
            await asyncio.sleep(0.02)

    async def acted(self) -> Sequence[Row]:
        """Wait until no update is new; return the inbox."""
        return await self._inbox(lambda rows: all(row["state"] != "new" for row in rows))

    async def taken_in(self, count: int) -> Sequence[Row]:
        """Wait until so many updates were taken in; return the inbox."""
        return await self._inbox(lambda rows: len(rows) >= count)

    async def failed(self, times: int = 1) -> Sequence[Row]:
        """Wait until the first update has failed so often; return the inbox."""
        return await self._inbox(lambda rows: bool(rows) and rows[0]["attempts"] >= times)

    async def _inbox(self, holds: Callable[[Sequence[Row]], bool]) -> Sequence[Row]:
        patience = Patience()
        while True:
            rows = await self.rows("inbox")
            if rows and holds(rows):
                return rows
            patience.look([(row["state"], row["attempts"], row["error"]) for row in rows])
            await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def running_bot(
    url: str,
    path: Path,
    *routers: Router,
    token: str = "42:SANDBOX",
    effects: Mapping[str, Effect] | None = None,
    hooks: Sequence[ChatHooks] = (),
    limits: Limits = FAST,
    group: int = -1001000000001,
    clock: Any = None,
    timeout_s: float = 5.0,
    paid: bool = False,
) -> AsyncIterator[RunningBot]:
    """Build the parts as main.py does; the block starts them itself."""
    now = clock or (lambda: int(time.time()))
    database = await opened_database(path / "bot.db")
    threads, moves = Threads(group), ChatMoves(hooks)
    async with Telegram(token, url, timeout_s=timeout_s) as api:
        me = User(id=42, is_bot=True, first_name="Алтын көпір", username="altyn_kopir_bot")
        context = Context(texts(), lambda stores, now: {}, admins=(ADMIN,))
        handlers = [moves_handler.build_router(moves), *routers, strays.build_router()]
        dispatch = Dispatch(me, handlers, context)
        sender = Sender(
            database,
            api,
            effects=effects or {},
            threads=threads,
            moves=moves,
            clock=now,
            steady=time.monotonic,
            options=SenderOptions(limits=limits, paid=paid),
        )
        worker = InboxWorker(database, dispatch, now, sender.wake)
        intake = Intake(database, api, now, worker.wake)
        bot = RunningBot(database, api, sender, worker, intake, threads, now)
        try:
            yield bot
        finally:
            await bot.stop()
            await database.close()
