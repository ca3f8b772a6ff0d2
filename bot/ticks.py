"""Wakes work at a steady pace. What is due, the database knows; a tick only asks it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from storage.database import StorageUnavailableError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tick:
    """Some work and how many seconds lie between looks at what is due."""

    name: str
    every_s: float
    work: Callable[[], Awaitable[object]]


async def keep_ticking(ticks: Sequence[Tick]) -> None:
    """Run each tick's work now and then at its pace, never twice at once; until cancelled."""
    scheduler = AsyncIOScheduler(timezone=UTC)
    async with asyncio.TaskGroup() as works:
        for tick in ticks:
            woken = asyncio.Event()
            works.create_task(_work(tick, woken))
            scheduler.add_job(
                woken.set,
                "interval",
                seconds=tick.every_s,
                next_run_time=datetime.now(UTC),
                misfire_grace_time=None,
            )
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)


async def _work(tick: Tick, woken: asyncio.Event) -> None:
    while True:
        await woken.wait()
        woken.clear()
        try:
            await tick.work()
        except StorageUnavailableError as error:
            log.error("%s waits for the database: %s", tick.name, error)
        except Exception:
            # the other ticks go on; this one is tried again at its next time
            log.exception("%s failed", tick.name)
