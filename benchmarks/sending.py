"""Compares the sender with its peers: share of the allowed rate, refusals, people's waits, CPU.

`python -m benchmarks.sending` — all in one run against the same local server, which answers in
50 ± 40 ms and holds Telegram's limits. Figures of one run; only ratios are meant to be repeated.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.sending_ours import ours
from benchmarks.sending_peers import PEERS, Message, Peer, PersonsAnswer

TEXT = "«Мейірім» еріктілері ауылдағы жалғызбасты қарттарға көмектесті. " * 4
PERSON_EVERY_S = 0.5
PEOPLE_FROM = 900_000
RATE = 30
GROUPS = tuple(-1_001_000_000_000 - index for index in range(10))


@dataclass(frozen=True, slots=True)
class Scene:
    """A mailing and the people answered beside it; `best_s`: the best schedule where a chat's own
    limit binds, None where the global rate does."""

    name: str
    messages: tuple[Message, ...]
    people: tuple[PersonsAnswer, ...] = ()
    best_s: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What one sender did in one scene; `waits` are seconds of the people's answers."""

    accepted: list[tuple[float, int, str]]
    refused: int
    waits: list[float]
    cpu_s: float

    @property
    def took(self) -> float:
        """Seconds between the first and the last accepted message."""
        return self.accepted[-1][0] - self.accepted[0][0]

    def steady_share(self, rate: float) -> float:
        """Share of the allowed rate in the middle eight tenths."""
        tenth = len(self.accepted) // 10
        middle = self.accepted[tenth : 9 * tenth]
        return (len(middle) - 1) / (middle[-1][0] - middle[0][0]) / rate


def scenes() -> list[Scene]:
    """Return the scenes of the issue: many chats, parts to each chat, staff groups beside."""
    people = tuple(
        (PERSON_EVERY_S * (index + 1), PEOPLE_FROM + index, "жауап") for index in range(80)
    )
    many = tuple((chat, TEXT) for chat in range(1, 601))
    three = tuple((chat, f"{part}. {TEXT}") for chat in range(1, 101) for part in range(3))
    twelve = tuple((chat, f"{part}. {TEXT}") for chat in range(1, 16) for part in range(12))
    staff = tuple((group, f"{index}. {TEXT}") for index in range(20) for group in GROUPS)
    return [
        Scene("600 messages to 600 chats, a person every 0.5 s", many, people),
        Scene("3 parts to each of 100 chats", three),
        Scene("12 parts to each of 15 chats (a second between parts)", twelve, (), 11.0),
        Scene("10 staff groups of 20 a minute beside the 600", staff + many, people),
    ]


@asynccontextmanager
async def server(limits: dict[str, float]) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Run the limited server as a process; its log is in the dictionary afterwards."""
    command = [sys.executable, "-m", "benchmarks.limited_telegram", json.dumps(limits)]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, limit=1 << 26
    )
    assert process.stdin
    assert process.stdout
    port = int(await process.stdout.readline())
    log: dict[str, Any] = {}
    try:
        yield f"http://127.0.0.1:{port}", log
    finally:
        process.stdin.close()
        log |= json.loads(await process.stdout.read())
        await process.wait()


async def measure(peer: Peer, scene: Scene, limits: dict[str, float]) -> Result:
    """Let one sender play one scene."""
    async with server(limits) as (base, log):
        before = time.process_time()
        waits = await peer(base, scene.messages, scene.people)
        cpu = time.process_time() - before
    return Result([tuple(one) for one in log["accepted"]], log["refused"], waits, cpu)


def report(scene: Scene, name: str, result: Result, idle_s: float) -> None:
    """Print one row."""
    count = len(result.accepted)
    share = (scene.best_s or (count - 1) / RATE) / result.took
    waits = sorted(result.waits) or [0.0]
    p99 = waits[min(len(waits) - 1, int(len(waits) * 0.99))]
    missing = len(scene.messages) - sum(chat < PEOPLE_FROM for _, chat, _ in result.accepted)
    print(
        f"  {name:40} {share:5.3f} of the best, steady {result.steady_share(RATE):5.3f}, "
        f"429: {result.refused:3}, people p99 {p99 * 1000:5.0f} ms ({p99 / idle_s:4.1f} x idle), "
        f"CPU {result.cpu_s / count * 1e6:5.0f} us a message, missing {missing}",
        flush=True,
    )


async def idle_round_trip() -> float:
    """Return the median seconds of our answers to people when there is no mailing."""
    people = tuple((0.25 * (index + 1), PEOPLE_FROM + index, "жауап") for index in range(40))
    return median((await measure(ours, Scene("idle", (), people), {})).waits)


async def main(chosen: Sequence[str]) -> None:
    """Play every scene with every sender (or those whose name contains a chosen word)."""
    idle = await idle_round_trip()
    print(f"idle round trip of an answer to a person: {idle * 1000:.0f} ms")
    for scene in scenes():
        print(scene.name)
        for name, peer in {"ours": ours, **PEERS}.items():
            if not chosen or any(word in name for word in chosen):
                report(scene, name, await measure(peer, scene, {}), idle)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
