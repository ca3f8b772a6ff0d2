"""A peer in the polling benchmark, alone in its process: reader, or plain download.

Every contender (ours is in polling_ours.py) makes the same polls of the same feeds, each when it
is told to, and answers each with a line of JSON: processor seconds (workers and their start
included), memory and the longest hold of its event loop.
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

import aiohttp

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


async def serve(port: int, poll: Poll, clocks: Mapping[str, Clock] | None = None) -> None:
    """Polls when it is told to, and answers what each poll cost by each clock; the only one of a
    peer is `cpu_s`, all processor seconds. A line of input is the kind of poll and its turn."""
    gc.collect()
    gc.freeze()
    clocks = {"cpu_s": processor_s, **(clocks or {})}
    holds = Holds()
    watching = asyncio.create_task(holds.watch())
    while line := await asyncio.to_thread(sys.stdin.readline):
        phase, turn = json.loads(line)
        prepare(port, phase, turn)
        await asyncio.sleep(0)
        holds.begin()
        before = {name: clock() for name, clock in clocks.items()}
        entries = await poll()
        costs = {name: clock() - before[name] for name, clock in clocks.items()}
        # the loop turns once more, so that a hold at the very end is seen
        await asyncio.sleep(0.003)
        figures = {"entries": entries, "peak_mib": peak_mib(), "stall_ms": holds.worst_s * 1000}
        print(json.dumps({**costs, **figures}), flush=True)
    watching.cancel()


class Holds:
    """How long the event loop's thread worked without letting the loop turn."""

    def __init__(self) -> None:
        self.worst_s = self._last = 0.0

    def begin(self) -> None:
        """Forgets what was before."""
        self.worst_s, self._last = 0.0, time.thread_time()

    async def watch(self) -> None:
        """Looks each time that the loop turns, until cancelled."""
        while True:
            await asyncio.sleep(0.002)
            now = time.thread_time()
            self.worst_s, self._last = max(self.worst_s, now - self._last), now


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

        await serve(port, poll)


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

        await serve(port, poll)


def url(port: int, number: int) -> str:
    """The address of one feed."""
    return f"http://127.0.0.1:{port}/feed/{number}"


if __name__ == "__main__":
    contender = {"plain": plain, "reader": peer}[sys.argv[1]]
    asyncio.run(contender(int(sys.argv[2]), int(sys.argv[3])))
