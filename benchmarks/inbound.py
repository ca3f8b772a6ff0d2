"""How fast updates are taken in, handled and answered: `python -m benchmarks.inbound`.

Ours (inbox, handler, outbox, each on disk) beside a plain aiogram Dispatcher with MemoryStorage
that answers at once and keeps nothing, in the same run. Each is bound to one core, the server that
is called to the other one.
"""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.inbound_ours import Ours, ours
from benchmarks.inbound_peer import peer
from benchmarks.inbound_scene import STEPS, Update, batches, scene

PEOPLE, CALM_PEOPLE = 200, 125
CALM_RATE = 50.0
RUNS = 3
WANTED_PER_S, WANTED_P95_S = 300, 0.050
UNLIMITED = {
    "per_second": 1e6,
    "burst": 1e6,
    "chat_per_second": 1e6,
    "group_per_minute": 1e6,
    "latency": 0.0,
    "jitter": 0.0,
}

Take = Callable[[list[Update]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Speed:
    """Updates a second by the clock and by CPU time."""

    by_clock: float
    by_cpu: float


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A Bot API server without limits, a process of its own on the other core."""
    command = [sys.executable, "-m", "benchmarks.limited_telegram", json.dumps(UNLIMITED)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(process.pid, {cores[-1]})
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.stdin.close()
            process.stdout.read()


async def at_once(take: Take, done: Callable[[], Awaitable[None]], updates: list[Update]) -> Speed:
    """Hand everything over as fast as it is taken; until all is done."""
    wall, cpu = time.perf_counter(), time.process_time()
    for batch in batches(updates):
        await take(batch)
    await done()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return Speed(len(updates) / wall, len(updates) / cpu)


async def calmly(take: Take, updates: list[Update], rate: float) -> dict[int, float]:
    """Hand one update over at a time, `rate` a second; return when each was handed over."""
    given: dict[int, float] = {}
    begun = time.perf_counter()
    for index, update in enumerate(updates):
        await asyncio.sleep(max(0.0, begun + index / rate - time.perf_counter()))
        given[update["update_id"]] = time.perf_counter()
        await take([update])
    return given


@contextlib.asynccontextmanager
async def opened(base: str) -> AsyncIterator[Ours]:
    """Our bot over a new database on this disk."""
    with tempfile.TemporaryDirectory(prefix="inbound-") as folder:
        async with ours(Path(folder) / "bot.sqlite3", base) as bot:
            yield bot


async def measure(base: str) -> bool:
    """Print what was found; False: a wanted number was missed."""
    crowd, few = scene(PEOPLE), scene(CALM_PEOPLE)
    stored, sent, plain = [], [], []
    for _ in range(RUNS):
        async with opened(base) as bot:
            stored.append(await at_once(bot.take, bot.handled, crowd))
            assert await bot.cases() == PEOPLE
        async with opened(base) as bot, bot.sending():
            sent.append(await at_once(bot.take, bot.sent, crowd))
        async with peer(base) as other:
            plain.append(await at_once(other.take, other.done, crowd))
    print(f"{len(crowd)} updates of {PEOPLE} people, {len(STEPS)} each; medians of {RUNS} runs")
    _line("inbox, handler, outbox on disk", stored)
    _line("the same and sent to a server", sent)
    _line("aiogram alone, answers sent", plain)
    async with opened(base) as bot, bot.sending():
        given = await calmly(bot.take, few, CALM_RATE)
        await bot.sent()
        ours_p95 = _waits("ours", bot.waits(given))
    async with peer(base) as other:
        given = await calmly(other.take, few, CALM_RATE)
        await other.done()
        _waits("aiogram alone", [other.left[one] - at for one, at in given.items()])
    fast = median(one.by_clock for one in stored) >= WANTED_PER_S
    return fast and ours_p95 <= WANTED_P95_S


def _line(name: str, speeds: list[Speed]) -> None:
    clock, cpu = (median(getattr(one, by) for one in speeds) for by in ("by_clock", "by_cpu"))
    print(f"{name:34} {clock:6.0f}/s by the clock, {cpu:6.0f}/s by CPU time")


def _waits(name: str, waits: list[float]) -> float:
    p95 = quantiles(waits, n=20)[-1]
    middle, most = 1000 * median(waits), 1000 * max(waits)
    print(
        f"{name}: answers at {CALM_RATE:.0f} updates/s leave after {middle:.1f} ms, "
        f"p95 {1000 * p95:.1f} ms, at most {most:.1f} ms ({len(waits)} answers)"
    )
    return p95


def main(arguments: Any = None) -> int:
    """Measure; 1 where a wanted number was missed."""
    del arguments
    with server() as base:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        return 0 if asyncio.run(measure(base)) else 1


if __name__ == "__main__":
    sys.exit(main())
