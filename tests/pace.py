"""How fast this machine is just now, for promises about processor time."""

from __future__ import annotations

import time

# what the loop below takes on the reference machine when nothing else runs there
LOOP_SECONDS = 0.028


def slowness() -> float:
    """Return how many times slower than the reference machine this one is; never less than 1.

    A neighbour on the same core slows every program down, an older processor too: a limit in
    seconds is one of the reference machine, and is multiplied by this.
    """
    start = time.process_time()
    sum(number % 7 and len(str(number)) for number in range(200_000))
    return max(1.0, (time.process_time() - start) / LOOP_SECONDS)
