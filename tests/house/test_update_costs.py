"""What an update may cost, counted rather than timed: statements, threads, calls.

The limits stand a fifth above what was counted in November 2026 (benchmarks/README.md, Inbound).
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from types import FrameType
from typing import Any

from benchmarks.inbound_ours import Ours, ours
from benchmarks.inbound_scene import STEPS, Update, scene
from storage.sqlite import SqliteDatabase

STATEMENTS, MOST_STATEMENTS = 22, 42
HOPS = 2  # BEGIN and COMMIT, which may wait; every other statement runs without a thread
CALLS, MOST_CALLS = 1_350, 2_300


@dataclass
class Cost:
    """What handling one update took."""

    statements: int = 0
    hops: int = 0
    calls: Counter[str] = field(default_factory=Counter)


async def handled(bot: Ours, update: Update) -> Cost:
    """Take an update in, then count what acting upon it costs."""
    await bot.intake.take([update])
    cost, here = Cost(), threading.get_ident()
    assert isinstance(bot.database, SqliteDatabase)

    def traced(_statement: str) -> None:
        cost.statements += 1
        cost.hops += threading.get_ident() != here

    def called(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call":
            cost.calls[frame.f_code.co_qualname] += 1

    bot.database._plain.set_trace_callback(traced)
    sys.setprofile(called)
    try:
        assert await bot.worker.step() == 1
    finally:
        sys.setprofile(None)
        bot.database._plain.set_trace_callback(None)
    return cost


@asynccontextmanager
async def resting(path: Path) -> AsyncIterator[Ours]:
    """The bot of the benchmark; its worker acts only when it is told to."""
    async with ours(path, "http://127.0.0.1:1") as bot:
        bot.worker.stop()
        yield bot


async def test_a_plain_update_stays_cheap(tmp_path: Path) -> None:
    costs = []
    async with resting(tmp_path / "bot.sqlite3") as bot:
        updates = scene(2)
        for first, second in zip(updates[::2], updates[1::2], strict=True):
            await handled(bot, first)  # what is remembered for everybody is remembered now
            costs.append(await handled(bot, second))
        assert await bot.cases() == 2
    assert len(costs) == len(STEPS)
    assert max(cost.hops for cost in costs) <= HOPS
    assert mean(cost.statements for cost in costs) <= STATEMENTS
    assert max(cost.statements for cost in costs) <= MOST_STATEMENTS
    assert mean(cost.calls.total() for cost in costs) <= CALLS
    assert max(cost.calls.total() for cost in costs) <= MOST_CALLS
