"""Whether processor time is too much, on a machine that may be slower than the reference one."""

from __future__ import annotations

import statistics
import time

# Compiling touches as much memory as the programs that are measured do: beside busy neighbours it
# slows down as they do (by 1.2 where a tight loop's share swung by 1.8).
SOURCE = "".join(
    f"def said_{n}(first, *rest, named={n}):\n"
    "    kept = {one: [one, first] for one in rest if one != named}\n"
    f"    return kept.get(first, (named, '{n}'))\n"
    for n in range(30)
)
# what compiling it takes on the reference machine when nothing else runs there
COMPILE_SECONDS = 0.0024


def within(used: float, limit: float) -> bool:
    """Whether seconds of processor time keep a limit in seconds of the reference machine."""
    return used < limit or used < limit * slowness()


def slowness(samples: int = 9) -> float:
    """Return how many times slower than the reference machine this one is now; never less than 1.

    A neighbour on the same core slows every program down, an older processor too. The median of
    an odd number of samples, of 3 to 5 ms each.
    """
    return max(1.0, statistics.median(_compiled() for _ in range(samples)) / COMPILE_SECONDS)


def _compiled() -> float:
    start = time.thread_time()
    compile(SOURCE, "reference", "exec")
    return time.thread_time() - start
