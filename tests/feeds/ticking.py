"""Measures how long the event loop did not turn while something was done."""

from __future__ import annotations

import asyncio
import gc
import time
from types import TracebackType
from typing import Self


class Ticker:
    """An async context; afterwards `worst_work` is the longest time in seconds that this thread
    worked without letting the loop turn, `worst_wall` the longest that the loop did not turn at
    all - on a busy machine also because the processor was elsewhere."""

    def __init__(self) -> None:
        self.worst_work = self.worst_wall = 0.0
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
        wall, work = time.perf_counter(), time.thread_time()
        while True:
            await asyncio.sleep(0.005)
            now, done = time.perf_counter(), time.thread_time()
            self.worst_wall = max(self.worst_wall, now - wall)
            self.worst_work = max(self.worst_work, done - work)
            wall, work = now, done
