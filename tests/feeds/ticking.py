"""Measures how long the event loop did not turn while something was done."""

from __future__ import annotations

import asyncio
import gc
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.pace import slowness

SCHEDULED = Path("/proc/thread-self/schedstat")


class Ticker:
    """An async context; afterwards `worst_work` is the longest time that this thread worked without
    letting the loop turn, in seconds of the reference machine, `worst_held` the longest that the
    loop did not turn at all, in seconds, without the time in which this thread was ready and others
    had the processor."""

    def __init__(self) -> None:
        self.worst_held = self.worst_work = 0.0
        self._ticking: asyncio.Task[None] | None = None

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
        while True:
            wall, work = _had_the_processor(), time.thread_time()
            await asyncio.sleep(0.005)
            now, done = _had_the_processor(), time.thread_time()
            self.worst_held = max(self.worst_held, now - wall)
            if done - work > self.worst_work:  # neighbours come and go: weighed by this moment
                self.worst_work = max(self.worst_work, (done - work) / slowness(5))


def _had_the_processor() -> float:
    """Return seconds by the clock, without those in which this thread waited for a processor."""
    try:
        # nanoseconds at work, nanoseconds in the queue, turns: Documentation/scheduler/sched-stats
        queued = int(SCHEDULED.read_bytes().split()[1]) / 1e9
    except OSError:
        queued = 0.0  # no Linux: a busy machine cannot be told from a held loop
    return time.perf_counter() - queued
