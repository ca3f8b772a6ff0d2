"""The whole crash matrix: `make matrix`, `python -m tests.law.matrix [KILLS [WEATHER [SEED]]]`.

Each weather has several senders at once, each with a database and a server of its own: who waits
for a lock of ten seconds does not need the processor.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from functools import reduce
from operator import add
from pathlib import Path

from tests.law.crash_matrix import CALM, Tally, Weather, crash_matrix, judge

WEATHERS = {"calm": CALM, "full": Weather(full=True), "locked": Weather(locked_s=10.0)}
SENDERS = {"calm": 2, "full": 2, "locked": 6}
ROWS_A_KILL = 3  # to each chat: there is always something left to be killed at


async def weathered(name: str, kills: int, seed: int) -> Tally:
    """Kill so many times in one weather, spread over its senders."""
    senders = SENDERS[name]
    shares = [len(range(number, kills, senders)) for number in range(senders)]
    tallies = await asyncio.gather(
        *(one(name, share, f"{seed}{number}") for number, share in enumerate(shares) if share)
    )
    return reduce(add, tallies)


async def one(name: str, kills: int, seed: str) -> Tally:
    """Kill one sender so many times."""
    rows = kills * ROWS_A_KILL
    with tempfile.TemporaryDirectory() as folder:
        report = await crash_matrix(
            Path(folder), kills=kills, per_chat=rows, seed=int(seed), weather=WEATHERS[name]
        )
    return judge(report, rows)


def main(kills: str = "200", chosen: str = "", first_seed: str = "20261122") -> None:
    """Kill so many times in each weather, or in the chosen one, and print what came of it."""
    for seed, name in enumerate(WEATHERS):
        if chosen in ("", name):
            began = time.monotonic()
            tally = asyncio.run(weathered(name, int(kills), int(first_seed) + seed))
            sys.stdout.write(f"{name:7}{tally}; {time.monotonic() - began:.0f} s\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
