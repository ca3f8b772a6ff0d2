"""Measures the digests of a full minute: 20,000 of a million subscribers are due at once.

`python -m benchmarks.digests [PEOPLE]` — each part in a process of its own: a round with people
asking in between, the same with twice the people, and the naive loop (a composition and a row with
its text for each person) on a sample. CPU is of the whole process, the database's thread included;
memory is the most it ever held. Exit code 1 when a promise of issue 3 is broken.
"""

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.digests_crowd import WISHES, fill
from benchmarks.digests_round import naive, played
from storage.opening import open_database

PEOPLE, SAMPLE = 1_000_000, 400
# what issue 3 promises: milliseconds, CPU seconds, megabytes, and the price of one person more
FIND_MS, COMPOSE_S, MEMORY_MB, HELD_MS, WAIT_MS, MARGIN = 200, 6.0, 400, 250, 300, 1.2


async def part(name: str, url: str, number: int) -> dict[str, float]:
    """Do one part; `number` is of people, of the sample for `naive`."""
    database = await open_database(url)
    try:
        if name == "fill":
            await fill(database, number)
            return {}
        found = await (naive(database, number) if name == "naive" else played(database))
    finally:
        await database.close()
    return {**found, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


async def apart(*given: object) -> Any:
    """Do it in a process of its own: a child begins with the peak of who started it."""
    command = [sys.executable, "-m", "benchmarks.digests", "part", *map(str, given)]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    told, _ = await process.communicate()
    return json.loads(told)


async def crowd(folder: str, people: int) -> tuple[dict[str, float], dict[str, float]]:
    """Fill, play the naive loop on a copy's worth of people, then the round; return both."""
    url = f"sqlite:///{Path(folder) / f'{people}.sqlite3'}"
    await apart("fill", url, people)
    return await apart("naive", url, SAMPLE), await apart("round", url, people)


def tell(people: int, ours: dict[str, float], naive_loop: dict[str, float]) -> None:
    """Print one size."""
    due = int(ours["people"])
    each, theirs = ours["cpu"] / due * 1e6, naive_loop["cpu"] / naive_loop["people"] * 1e6
    print(
        f"  {people:,} subscribers, {WISHES} distinct wishes, {due:,} due: found in "
        f"{ours['find_ms']:.0f} ms; composed and owed in {ours['cpu']:.2f} s CPU "
        f"({ours['took']:.1f} s), {each:.0f} us a person; {ours['megabytes']:.0f} MB; longest "
        f"transaction {ours['held_ms']:.0f} ms of {ours['transactions']:.0f}; {ours['asked']:.0f} "
        f"people asked meanwhile: answered after {ours['wait_ms']:.0f} ms at the most, "
        f"{ours['median_ms']:.0f} in the middle\n"
        f"  the naive loop: {theirs:.0f} us a person, {theirs / each:.1f} times as much",
        flush=True,
    )


async def main(people: int = PEOPLE) -> int:
    """Play both sizes, tell, judge."""
    with tempfile.TemporaryDirectory(prefix="digests-") as folder:
        (peer, once), (_, twice) = await crowd(folder, people), await crowd(folder, 2 * people)
    tell(people, once, peer)
    tell(2 * people, twice, peer)
    each = once["cpu"] / once["people"]
    more = (twice["cpu"] - once["cpu"]) / (twice["people"] - once["people"])
    print(f"  one person more costs {more * 1e6:.0f} us, {more / each:.2f} of the mean before")
    promises = {
        f"due found within {FIND_MS} ms": once["find_ms"] <= FIND_MS,
        f"composed and owed within {COMPOSE_S} s CPU": once["cpu"] <= COMPOSE_S,
        f"at most {MEMORY_MB} MB": once["megabytes"] <= MEMORY_MB,
        f"no transaction longer than {HELD_MS} ms": once["held_ms"] <= HELD_MS,
        f"people answered within {WAIT_MS} ms": once["wait_ms"] < WAIT_MS,
        f"one person more costs at most {MARGIN} of the mean": more <= MARGIN * each,
    }
    broken = [words for words, kept in promises.items() if not kept]
    print("  every promise is kept" if not broken else f"  BROKEN: {'; '.join(broken)}")
    return 1 if broken else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["part"]:
        print(json.dumps(asyncio.run(part(sys.argv[2], sys.argv[3], int(sys.argv[4])))))
    else:
        sys.exit(asyncio.run(main(*(int(number) for number in sys.argv[1:2]))))
