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
from math import ceil
from typing import Any

from benchmarks.sending_ours import ours
from benchmarks.sending_peers import PEERS, Message, Peer, PersonsAnswer

TEXT = "«Мейірім» еріктілері ауылдағы жалғызбасты қарттарға көмектесті. " * 4
PERSON_EVERY_S = 0.5
PEOPLE_FROM = 900_000
RATE = 30
IDLE_ANSWERS, IDLE_EVERY_S = 150, 0.2
# Of forty answers the longest would be the p99, and one stall of the machine the result.
ROUNDS = 5
GROUPS = tuple(-1_001_000_000_000 - index for index in range(10))


@dataclass(frozen=True, slots=True)
class Scene:
    """A mailing and the people answered beside it; `best_s`: the best schedule where a chat's own
    limit binds, None where the global rate does. Ours plays it `rounds` times."""

    name: str
    messages: tuple[Message, ...]
    people: tuple[PersonsAnswer, ...] = ()
    best_s: float | None = None
    rounds: int = 1


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
        Scene("600 messages to 600 chats, a person every 0.5 s", many, people, rounds=ROUNDS),
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


def centile(waits: Sequence[float], share: float) -> float:
    """Return the wait that this share of all does not exceed, in milliseconds."""
    return sorted(waits)[ceil(len(waits) * share) - 1] * 1000 if waits else 0.0


def waited(waits: Sequence[float]) -> str:
    """Return how long people waited, in milliseconds."""
    half, nine, most = (centile(waits, share) for share in (0.5, 0.9, 0.99))
    longest = max(waits, default=0.0) * 1000
    return f"half {half:.0f} ms, nine in ten {nine:.0f}, p99 {most:.0f}, longest {longest:.0f}"


def report(scene: Scene, name: str, rounds: Sequence[Result], idle: Sequence[float]) -> None:
    """Print one row: shares are those of the worst round, waits those of all."""
    count = sum(len(one.accepted) for one in rounds)
    share = min((scene.best_s or (len(one.accepted) - 1) / RATE) / one.took for one in rounds)
    steady = min(one.steady_share(RATE) for one in rounds)
    waits = [wait for one in rounds for wait in one.waits]
    sent = sum(chat < PEOPLE_FROM for one in rounds for _, chat, _ in one.accepted)
    p99 = centile(waits, 0.99)
    print(
        f"  {name:40} {share:5.3f} of the best, steady {steady:5.3f}, "
        f"429: {sum(one.refused for one in rounds):3}, "
        f"CPU {sum(one.cpu_s for one in rounds) / count * 1e6:5.0f} us a message, "
        f"missing {len(rounds) * len(scene.messages) - sent}",
        *[
            f"    {len(waits)} people: {waited(waits)}; p99 is {p99 / centile(idle, 0.5):.1f} of "
            f"the idle half, {p99 / centile(idle, 0.99):.1f} of the idle p99"
        ][: len(waits)],
        sep="\n",
        flush=True,
    )


async def idle_waits() -> Sequence[float]:
    """Return the seconds of our answers to people when there is no mailing."""
    people = tuple(
        (IDLE_EVERY_S * (index + 1), PEOPLE_FROM + index, "жауап") for index in range(IDLE_ANSWERS)
    )
    return (await measure(ours, Scene("idle", (), people), {})).waits


async def main(chosen: Sequence[str]) -> None:
    """Play every scene with every sender (or those whose name contains a chosen word)."""
    idle = await idle_waits()
    print(f"answers to people and no mailing: {waited(idle)}")
    for scene in scenes():
        print(scene.name)
        for name, peer in {"ours": ours, **PEERS}.items():
            if not chosen or any(word in name for word in chosen):
                times = scene.rounds if peer is ours else 1
                rounds = [await measure(peer, scene, {}) for _ in range(times)]
                report(scene, name, rounds, idle)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
