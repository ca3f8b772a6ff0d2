"""Polling beside its peers in one run: `python -m benchmarks.polling [feeds]` (200 unless said).

Processor time of a poll of all feeds: ours against reader 3.26 and against plain download of the
same bytes. Each contender runs in a process of its own against a fresh server in another.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from benchmarks.polling_contenders import PHASES

# phase -> at most this many times reader, at most this many times plain download
LIMITS: Mapping[str, tuple[float | None, float | None]] = {
    "all new": (0.6, None),
    "all 304": (None, 1.5),
    "one new in 5 %": (0.1, 1.8),
    "unchanged, no ETag": (None, 1.5),
}
PEERS = "benchmarks.polling_contenders"
PEAK_MIB, STALL_MS = 300, 50


def run(contender: str, feeds: int) -> dict[str, Any]:
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
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def row(phase: str, mine: float, floor: float, other: float) -> bool:
    """Prints one phase in CPU ms a feed, and says whether its limits hold."""
    of_reader, of_plain = LIMITS[phase]
    holds = mine <= (of_reader or 1e9) * other and mine <= (of_plain or 1e9) * floor
    wanted = [f"{of_plain} x plain"] if of_plain else []
    wanted += [f"{of_reader} x reader"] if of_reader else []
    print(
        f"{phase:20}{mine:8.2f}{floor:8.2f}{other:9.2f}   {mine / floor:8.2f}{mine / other:9.3f}"
        f"   {'ok' if holds else 'MISSED'}: <= {', '.join(wanted)}"
    )
    return holds


def main(feeds: int) -> int:
    """Prints the table; 0 when every limit holds."""
    found = [run(name, feeds) for name in ("ours", "plain", "reader")]
    ours = found[0]
    print(f"{feeds} feeds of 50 Cyrillic entries, CPU ms a feed\n")
    print(f"{'':20}{'ours':>8}{'plain':>8}{'reader':>9}   {'x plain':>8}{'x reader':>9}")
    rows = [row(phase, *(one["cpu_s"][phase] * 1000 / feeds for one in found)) for phase in PHASES]
    print(f"\nentries: {[one['entries'] for one in found]}")
    entries = max(1, sum(ours["entries"].values()))
    judging = ours["excused_s"] * 1000 / entries
    print(f"judging an entry, which is not counted above: {judging:.2f} ms")
    print(f"peak memory with workers {ours['peak_mib']:.0f} MiB (<= {PEAK_MIB})")
    print(f"longest hold of the event loop {ours['stall_ms']:.0f} ms (<= {STALL_MS})")
    return 0 if all(rows) and ours["peak_mib"] <= PEAK_MIB and ours["stall_ms"] <= STALL_MS else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
