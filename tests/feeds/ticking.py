"""Measures how long the event loop did not turn while something was done."""

from __future__ import annotations

import asyncio
import gc
import itertools
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.pace import slowness

SCHEDULED = Path("/proc/thread-self/schedstat")


class Ticker:
    """An async context; afterwards `worst_work` is the longest time that this thread worked without
    letting the loop turn, `worst_held` the longest that the loop did not turn at all, without the
    time in which this thread was ready and others had the processor. Both in seconds."""

    def __init__(self) -> None:
        self.worst_held = self._worst_work = 0.0
        self._slowest = 1.0
        self._ticking: asyncio.Task[None] | None = None

    @property
    def worst_work(self) -> float:
        """Neighbours come and go: the longest work is weighed by the slowest moment."""
        return self._worst_work / self._slowest

    async def __aenter__(self) -> Self:
        # what the test runner has loaded is not the product's to collect, now or later
        gc.collect()
        gc.freeze()
        self._ticking = asyncio.create_task(self._tick())
        await asyncio.sleep(0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.sleep(0.006)
        if self._ticking:
            self._ticking.cancel()

    async def _tick(self) -> None:
        for tick in itertools.count():
            if tick % 50 == 0:
                self._slowest = max(self._slowest, slowness(20_000))
            wall, work = _had_the_processor(), time.thread_time()
            await asyncio.sleep(0.005)
            now, done = _had_the_processor(), time.thread_time()
            self.worst_held = max(self.worst_held, now - wall)
            self._worst_work = max(self._worst_work, done - work)


def _had_the_processor() -> float:
    """Return seconds by the clock, without those in which this thread waited for a processor."""
    try:
        # nanoseconds at work, nanoseconds in the queue, turns: Documentation/scheduler/sched-stats
        queued = int(SCHEDULED.read_bytes().split()[1]) / 1e9
    except OSError:
        queued = 0.0  # no Linux: a busy machine cannot be told from a held loop
    return time.perf_counter() - queued
