"""The whole crash matrix: `make matrix`, `python -m tests.law.matrix [KILLS [WEATHER [SEED]]]`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.law.crash_matrix import CALM, Weather, crash_matrix, judge

WEATHERS = {"calm": CALM, "full": Weather(full=True), "locked": Weather(locked_s=10.0)}
ROWS_A_KILL = 3  # to each chat: there is always something left to be killed at


def main(kills: str = "200", chosen: str = "", first_seed: str = "20261122") -> None:
    """Kill so many times in each weather, or in the chosen one, and print what came of it."""
    count = int(kills)
    for seed, (name, weather) in enumerate(WEATHERS.items()):
        if chosen in ("", name):
            with tempfile.TemporaryDirectory() as folder:
                report = asyncio.run(
                    crash_matrix(
                        Path(folder),
                        kills=count,
                        per_chat=count * ROWS_A_KILL,
                        seed=int(first_seed) + seed,
                        weather=weather,
                    )
                )
                sys.stdout.write(f"{name:7}{judge(report, count * ROWS_A_KILL)}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
