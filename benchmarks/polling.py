"""Polling beside its peers in one run: `python -m benchmarks.polling [feeds]` (200 unless said).

`python -m benchmarks.polling flat` is about 2,000 feeds beside 200, ours alone.
Processor time of a poll of all feeds: ours against reader 3.26 and against plain download of the
same bytes. Each contender has a process and a server of its own; they poll in turns, so that a
machine that is slow for a minute is slow for all of them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
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
MODULES = {"ours": "polling_ours", "plain": "polling_contenders", "reader": "polling_contenders"}
PEAK_MIB, STALL_MS, ROUNDS = 300, 50, 3
# turns of a phase in a round; reader's are long, and its fourth phase is compared with nothing
TURNS, TURNS_OF_READER = 15, {"all 304": 3, "one new in 5 %": 3, "unchanged, no ETag": 1}
# so many feeds in so many rounds; a machine that others use makes runs differ by as much
FLAT, GROWTH = ((200, 3), (2_000, 1)), 1.3


@dataclass(slots=True)
class Contender:
    """A process that polls when it is told to; what each of its polls cost, by phase."""

    name: str
    process: subprocess.Popen[str]
    polls: dict[str, list[Figures]] = field(default_factory=lambda: {one: [] for one in PHASES})

    def poll(self, phase: str) -> None:
        """One poll; the turns of a phase are counted from nought."""
        given, wanted = self.process.stdin, self.process.stdout
        assert given is not None
        assert wanted is not None
        given.write(json.dumps([phase, len(self.polls[phase])]) + "\n")
        given.flush()
        self.polls[phase].append(json.loads(wanted.readline()))

    def usual(self, phase: str, name: str) -> float:
        """The median of a figure over the turns of a phase."""
        return float(median(one[name] for one in self.polls[phase]))

    def most(self, name: str) -> float:
        """The highest of a figure over all polls."""
        return float(max(one[name] for polls in self.polls.values() for one in polls))


@contextmanager
def contender(name: str, feeds: int) -> Iterator[Contender]:
    """A contender with a server of its own."""
    with running("polling_server") as server:
        port = server.stdout.readline().strip() if server.stdout else ""
        who = () if name == "ours" else (name,)
        with running(MODULES[name], *who, port, str(feeds)) as process:
            yield Contender(name, process)


@contextmanager
def running(module: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A process of this folder, which ends when its input does."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            if process.stdin:
                process.stdin.close()
            process.wait()


def round_of(names: Sequence[str], feeds: int) -> list[Contender]:
    """One round of all phases: cheap polls one after the other in turns, reader's after them."""
    with ExitStack() as running_all:
        found = [running_all.enter_context(contender(name, feeds)) for name in names]
        for phase in PHASES:
            for _ in range(1 if phase == "all new" else TURNS):
                for one in found:
                    if one.name != "reader":
                        one.poll(phase)
            for one in found:
                if one.name == "reader":
                    for _ in range(TURNS_OF_READER.get(phase, 1)):
                        one.poll(phase)
    return found


def costs(found: Sequence[Contender], phase: str) -> dict[str, float]:
    """CPU seconds of one round by the names of COLUMNS, and what they are times a peer."""
    ours, plain, reader = found
    cost = {
        "reading": ours.usual(phase, "reading_s"),
        **{one.name: one.usual(phase, "cpu_s") for one in (ours, plain, reader)},
    }
    times = {"x plain": cost["reading"] / cost["plain"], "x reader": cost["ours"] / cost["reader"]}
    return cost | times


def row(phase: str, feeds: int, rounds: Sequence[Sequence[Contender]]) -> bool:
    """Prints one phase, the medians of its rounds, and says whether its limits hold. Plain download
    stores nothing and is compared with our reading, reader stores and with all that we do."""
    each = [costs(found, phase) for found in rounds]
    cost = {name: median(one[name] for one in each) for name in each[0]}
    of_reader, of_plain = LIMITS[phase]
    holds = cost["x plain"] <= (of_plain or 1e9) and cost["x reader"] <= (of_reader or 1e9)
    wanted = [f"{of_plain} x plain"] if of_plain else []
    wanted += [f"{of_reader} x reader"] if of_reader else []
    shown = "".join(f"{cost[name] * 1000 / feeds:9.2f}" for name in COLUMNS)
    spread = f"({min(o['x plain'] for o in each):.2f}-{max(o['x plain'] for o in each):.2f})"
    print(
        f"{phase:20}{shown}  {cost['x plain']:9.2f} {spread:12}{cost['x reader']:9.3f}"
        f"   {'ok' if holds else 'MISSED'}: <= {', '.join(wanted)}"
    )
    return holds


def main(feeds: int) -> int:
    """Prints the table; 0 when every limit holds."""
    rounds = [round_of(tuple(MODULES), feeds) for _ in range(ROUNDS)]
    print(f"{feeds} feeds of 50 Cyrillic entries, CPU ms a feed; `ours` = `reading` + storing")
    print(f"medians of {ROUNDS} rounds, the least and most of them in brackets\n")
    heads = "".join(f"{name:>9}" for name in (*COLUMNS, "  x plain", "", "x reader"))
    print(f"{'':20}{heads}")
    held = [row(phase, feeds, rounds) for phase in PHASES]
    for found in zip(*rounds, strict=True):
        print(f"\nentries of {found[0].name}:", end="")
        for phase in PHASES:
            print(f" {sum(one.polls[phase][0]['entries'] for one in found)}", end="")
    return 0 if ours_alone([found[0] for found in rounds]) and all(held) else 1


def ours_alone(rounds: Sequence[Contender]) -> bool:
    """Prints what has no peer."""
    first = rounds[0].polls["all new"][0]
    judging = median(one.usual("all new", "judging_s") for one in rounds) * 1000 / first["entries"]
    print(f"\njudging an entry, which no peer does and is not counted above: {judging:.2f} ms")
    return memory_and_holds(rounds)


def memory_and_holds(rounds: Sequence[Contender]) -> bool:
    """Prints them; whether they hold."""
    peak, hold = (max(one.most(name) for one in rounds) for name in ("peak_mib", "stall_ms"))
    print(f"peak memory with workers {peak:.0f} MiB (<= {PEAK_MIB})")
    print(f"longest hold of the event loop {hold:.0f} ms (<= {STALL_MS}); by kind of poll:", end="")
    for phase in PHASES:
        usual = median(one.usual(phase, "stall_ms") for one in rounds)
        print(f" {phase} {usual:.0f}", end="," if phase != PHASES[-1] else "\n")
    return peak <= PEAK_MIB and hold <= STALL_MS


def flat() -> int:
    """Prints what a feed costs among 2,000 beside one among 200; 0 when it stays the same."""
    few, many = ([round_of(("ours",), feeds)[0] for _ in range(turns)] for feeds, turns in FLAT)
    good = True
    for phase in PHASES:
        small, big = (
            median(one.usual(phase, "cpu_s") for one in found) * 1000 / feeds
            for found, (feeds, _) in zip((few, many), FLAT, strict=True)
        )
        good = good and big <= GROWTH * small
        print(f"{phase:20}{small:8.2f}{big:8.2f} ms a feed   x {big / small:.2f} (<= {GROWTH})")
    return 0 if memory_and_holds(many) and good else 1


if __name__ == "__main__":
    if sys.argv[1:] == ["flat"]:
        sys.exit(flat())
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
