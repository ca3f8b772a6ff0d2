"""`python -m tests.desk.storm [UPDATES [SEED [FOLDER]]]`: plays a storm, says what was broken.

In the folder stand the bot's database with the storm's log, and the replay's. It is kept if it was
named, or if a promise was broken: no storm is like another, even of one seed.
"""

import asyncio
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.desk.storm.play import play
from tests.desk.storm.verdict import Verdict

SHOWN = 20


def main(words: list[str]) -> int:
    """Play; 1 where a promise was broken."""
    updates, seed = [*map(int, words[:2]), *(10_000, 1)[len(words[:2]) :]]
    begun = time.monotonic()
    named = len(words) > 2
    folder = Path(words[2] if named else tempfile.mkdtemp(prefix="storm-"))
    folder.mkdir(parents=True, exist_ok=True)
    verdict = asyncio.run(play(updates, seed, folder))
    sys.stdout.write(report(seed, verdict, time.monotonic() - begun))
    if verdict.calm and not named:
        shutil.rmtree(folder)
    else:
        sys.stdout.write(f"  kept in {folder}\n")
    return 0 if verdict.calm else 1


def report(seed: int, verdict: Verdict, seconds: float) -> str:
    """Return every count, and of each kind of broken promise the first ones."""
    counts = ", ".join(f"{count} {name}" for name, count in verdict.counts.items())
    lines = [f"seed {seed}: {counts}, {seconds:.0f} s"]
    for name, found in verdict.broken.items():
        lines += [f"  {name}: {len(found)}", *(f"    {one}" for one in found[:SHOWN])]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
