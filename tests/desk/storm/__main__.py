"""`python -m tests.desk.storm [UPDATES [SEED]]`: plays a storm and says what was broken."""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.desk.storm.weather import play


def main(words: list[str]) -> int:
    """Play; 1 where a promise was broken."""
    updates, seed = [*map(int, words), *(10_000, 1)[len(words) :]]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="storm-") as folder:
        verdict = asyncio.run(play(updates, seed, Path(folder)))
    took = time.monotonic() - begun
    lines = [
        f"seed {seed}: {verdict.updates} updates, {verdict.cases} cases, {verdict.carried} copies"
        f", {verdict.steps} steps, {verdict.restarts} restarts, {took:.0f} s"
    ]
    for name, found in verdict.broken.items():
        lines += [f"  {name}: {len(found)}", *(f"    {one}" for one in found[:10])]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if verdict.calm else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
