"""Whether processor time is too much, on a machine that may be slower than the reference one."""

from __future__ import annotations

import time

# what a turn of the loop below takes on the reference machine when nothing else runs there
TURN_SECONDS = 0.14e-6


def within(used: float, limit: float) -> bool:
    """Whether seconds of processor time keep a limit in seconds of the reference machine."""
    return used < limit or used < limit * slowness()


def slowness(turns: int = 200_000) -> float:
    """Return how many times slower than the reference machine this one is; never less than 1.

    A neighbour on the same core slows every program down, an older processor too.
    """
    start = time.thread_time()
    sum(number % 7 and len(str(number)) for number in range(turns))
    return max(1.0, (time.thread_time() - start) / turns / TURN_SECONDS)
