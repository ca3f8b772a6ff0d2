"""A peer in the polling benchmark, alone in its process: reader, or plain download.

Every contender (ours is in polling_ours.py) goes through the same polls of the same feeds; prints
one JSON line of the processor seconds of each kind of poll (workers and their start included; the
kinds that cost little are repeated and the median counts), memory and stalls.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import sys
import tempfile
import time
import urllib.request
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from statistics import median

import aiohttp

REPEATS = 7
PHASES = ("all new", "all 304", "one new in 5 %", "unchanged, no ETag")
Poll = Callable[[], Awaitable[int]]
Clock = Callable[[], float]


def prepare(port: int, phase: str, turn: int) -> None:
    """Puts the server into the state that a phase is about."""
    settings = {"one new in 5 %": f"version/{turn + 1}", "unchanged, no ETag": "etags/0"}
    if phase in settings:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/set/{settings[phase]}"):
            pass


def children() -> list[Path]:
    """The processes that this one started and that still run."""
    mine = Path(f"/proc/{os.getpid()}/task")
    pids = [pid for task in mine.iterdir() for pid in (task / "children").read_text().split()]
    return [Path("/proc") / pid for pid in pids]


def processor_s() -> float:
    """Processor seconds of this process and of its workers, alive and ended."""
    own, ended = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    alive = 0
    for process in children():
        # in nanoseconds, where `stat` counts ticks of 10 ms
        threads = (process / "task").glob("*/schedstat")
        alive += sum(int(one.read_text().split()[0]) for one in threads)
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime + alive / 1e9


def peak_mib() -> float:
    """Peak memory of this process and its workers together."""
    total = 0
    for process in (Path("/proc/self"), *children()):
        lines = (process / "status").read_text().splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return total / 1024


async def measure(port: int, poll: Poll, clocks: Mapping[str, Clock] | None = None) -> None:
    """Runs the phases and prints what each cost by each clock; the only one of a peer is `cpu_s`,
    all processor seconds."""
    gc.collect()
    gc.freeze()
    clocks = {"cpu_s": processor_s, **(clocks or {})}
    costs: dict[str, dict[str, list[float]]] = {
        name: {phase: [] for phase in PHASES} for name in clocks
    }
    entries: dict[str, int] = dict.fromkeys(PHASES, 0)
    stalls = asyncio.create_task(longest_work())
    for phase in PHASES:
        for turn in range(1 if phase == "all new" else REPEATS):
            prepare(port, phase, turn)
            await asyncio.sleep(0)
            before = {name: clock() for name, clock in clocks.items()}
            entries[phase] += await poll()
            for name, clock in clocks.items():
                costs[name][phase].append(clock() - before[name])
    stalls.cancel()
    figures = {"entries": entries, "peak_mib": peak_mib(), "stall_ms": await stalls * 1000}
    usual = {name: {p: median(all_) for p, all_ in of.items()} for name, of in costs.items()}
    print(json.dumps({**usual, **figures}))


async def longest_work() -> float:
    """Until cancelled: the longest this thread worked without letting the event loop turn."""
    worst, last = 0.0, time.thread_time()
    try:
        while True:
            await asyncio.sleep(0.002)
            now = time.thread_time()
            worst, last = max(worst, now - last), now
    except asyncio.CancelledError:
        return worst


async def plain(port: int, count: int) -> None:
    """The floor: the same requests with the same validators, bodies read and dropped."""
    etags: dict[int, str] = {}
    turns = asyncio.Semaphore(16)
    async with aiohttp.ClientSession() as session:

        async def get(number: int) -> None:
            headers = {"If-None-Match": etags[number]} if number in etags else {}
            async with turns, session.get(url(port, number), headers=headers) as response:
                await response.read()
                if response.status == 200 and "ETag" in response.headers:
                    etags[number] = response.headers["ETag"]

        async def poll() -> int:
            await asyncio.gather(*(get(number) for number in range(count)))
            return 0

        await measure(port, poll)


async def peer(port: int, count: int) -> None:
    """reader, as its documentation says: `update_feeds(workers=8)` into a database on disk."""
    from reader import make_reader

    with tempfile.TemporaryDirectory() as folder, make_reader(f"{folder}/reader.sqlite") as reader:
        for number in range(count):
            reader.add_feed(url(port, number))
        seen = 0

        async def poll() -> int:
            nonlocal seen
            # its own schedule would leave out what was polled a moment ago
            reader.update_feeds(workers=8, scheduled=False)
            before, seen = seen, reader.get_entry_counts().total or 0
            return seen - before

        await measure(port, poll)


def url(port: int, number: int) -> str:
    """The address of one feed."""
    return f"http://127.0.0.1:{port}/feed/{number}"


if __name__ == "__main__":
    contender = {"plain": plain, "reader": peer}[sys.argv[1]]
    asyncio.run(contender(int(sys.argv[2]), int(sys.argv[3])))
