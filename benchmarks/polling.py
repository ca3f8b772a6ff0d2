"""Polling beside its peers in one run: `python -m benchmarks.polling [feeds]` (200 unless said).

`python -m benchmarks.polling flat` is about 2,000 feeds beside 200, ours alone.
Processor time of a poll of all feeds: ours against reader 3.26 and against plain download of the
same bytes. Each contender runs in a process of its own against a fresh server in another.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

from benchmarks.polling_contenders import PHASES

# phase -> at most this many times reader, at most this many times plain download
LIMITS: Mapping[str, tuple[float | None, float | None]] = {
    "all new": (0.6, None),
    "all 304": (None, 1.5),
    "one new in 5 %": (0.1, 1.8),
    "unchanged, no ETag": (None, 1.5),
}
Figures = dict[str, Any]
COLUMNS = ("reading", "ours", "plain", "reader")
PEERS = "benchmarks.polling_contenders"
PEAK_MIB, STALL_MS, ROUNDS = 300, 50, 3
# so many feeds in so many rounds; a machine that others use makes runs differ by as much
FLAT, GROWTH = ((200, 3), (2_000, 1)), 1.3


def run(contender: str, feeds: int) -> Figures:
    """The figures of one contender against a server of its own."""
    server = [sys.executable, "-m", "benchmarks.polling_server"]
    with subprocess.Popen(
        server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        port = process.stdout.readline().strip() if process.stdout else ""
        module = "benchmarks.polling_ours" if contender == "ours" else PEERS
        who = () if contender == "ours" else (contender,)
        command = [sys.executable, "-m", module, *who, port, str(feeds)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        process.kill()
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def row(phase: str, cost: Mapping[str, float]) -> bool:
    """Prints one phase in CPU ms a feed, and says whether its limits hold. Plain download stores
    nothing and is compared with our reading; reader stores and is compared with all that we do."""
    of_reader, of_plain = LIMITS[phase]
    times_plain, times_reader = cost["reading"] / cost["plain"], cost["ours"] / cost["reader"]
    holds = times_plain <= (of_plain or 1e9) and times_reader <= (of_reader or 1e9)
    wanted = [f"{of_plain} x plain"] if of_plain else []
    wanted += [f"{of_reader} x reader"] if of_reader else []
    shown = "".join(f"{cost[name]:9.2f}" for name in COLUMNS)
    print(
        f"{phase:20}{shown}  {times_plain:9.2f}{times_reader:9.3f}"
        f"   {'ok' if holds else 'MISSED'}: <= {', '.join(wanted)}"
    )
    return holds


def table(feeds: int, ours: Figures, plain: Figures, peer: Figures) -> bool:
    """Prints what a feed costs in each phase; whether all limits hold."""
    print(f"{feeds} feeds of 50 Cyrillic entries, CPU ms a feed; `ours` = `reading` + storing\n")
    heads = "".join(f"{name:>9}" for name in (*COLUMNS, "  x plain", "x reader"))
    print(f"{'':20}{heads}")
    held = []
    for phase in PHASES:
        seconds = {
            "reading": ours["reading_s"][phase],
            "ours": ours["cpu_s"][phase],
            "plain": plain["cpu_s"][phase],
            "reader": peer["cpu_s"][phase],
        }
        held.append(row(phase, {name: one * 1000 / feeds for name, one in seconds.items()}))
    return all(held)


def in_turns(feeds: int) -> Iterable[list[Figures]]:
    """The figures of each contender in several rounds, taken in turns on a machine that others use;
    reader, whose rounds are long, has one."""
    turns = {"ours": ROUNDS, "plain": ROUNDS, "reader": 1}
    found: dict[str, list[Figures]] = {name: [] for name in turns}
    for turn in range(ROUNDS):
        for name, rounds in turns.items():
            found[name] += [run(name, feeds)] if turn < rounds else []
    return found.values()


def usual(rounds: list[Figures]) -> Figures:
    """The median seconds of each phase, the most memory and the median hold of several rounds."""
    found = dict(rounds[0])
    for name in ("cpu_s", "reading_s", "judging_s"):
        if name in found:
            found[name] = {phase: median(one[name][phase] for one in rounds) for phase in PHASES}
    found["peak_mib"] = max(one["peak_mib"] for one in rounds)
    found["stall_ms"] = median(one["stall_ms"] for one in rounds)
    return found


def main(feeds: int) -> int:
    """Prints the table; 0 when every limit holds."""
    ours, plain, peer = (usual(rounds) for rounds in in_turns(feeds))
    good = table(feeds, ours, plain, peer)
    print(f"\nentries: ours {ours['entries']}, reader {peer['entries']}")
    judging = ours["judging_s"]["all new"] * 1000 / max(1, ours["entries"]["all new"])
    print(f"judging an entry, which no peer does and is not counted above: {judging:.2f} ms")
    print(f"peak memory with workers {ours['peak_mib']:.0f} MiB (<= {PEAK_MIB})")
    print(f"longest hold of the event loop {ours['stall_ms']:.0f} ms (<= {STALL_MS})")
    return 0 if good and ours["peak_mib"] <= PEAK_MIB and ours["stall_ms"] <= STALL_MS else 1


def flat() -> int:
    """Prints what a feed costs among 2,000 beside one among 200; 0 when it stays the same."""
    few, many = (usual([run("ours", feeds) for _ in range(turns)]) for feeds, turns in FLAT)
    good = True
    for phase in PHASES:
        small, big = (
            one["cpu_s"][phase] * 1000 / feeds
            for one, (feeds, _) in zip((few, many), FLAT, strict=True)
        )
        good = good and big <= GROWTH * small
        print(f"{phase:20}{small:8.2f}{big:8.2f} ms a feed   x {big / small:.2f} (<= {GROWTH})")
    print(f"longest hold {many['stall_ms']:.0f} ms (<= {STALL_MS}), ", end="")
    print(f"peak memory {many['peak_mib']:.0f} MiB (<= {PEAK_MIB})")
    good = good and many["stall_ms"] <= STALL_MS and many["peak_mib"] <= PEAK_MIB
    return 0 if good else 1


if __name__ == "__main__":
    if sys.argv[1:] == ["flat"]:
        sys.exit(flat())
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
