"""Kills a real sending process again and again, and counts what came of every row."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import astuple, dataclass
from operator import add
from pathlib import Path

from storage.database import Database, Row
from storage.delivery.outbox import Outbox
from storage.opening import open_database
from storage.records.delivery import Call, Priority
from tests.law.crash_server import BLOCKED, NEW_GROUP, OLD_GROUP, Scripted, scripted_server

ROOT = Path(__file__).parents[2]
CHATS = (1, 2, 3, 4, 5, 6, BLOCKED, -11, -12, OLD_GROUP)


@dataclass(frozen=True)
class Report:
    """All rows at the end, the server's memory, and the rows in flight at each kill."""

    rows: Sequence[Row]
    server: Scripted
    in_flight: Counter[str]
    kills: int


async def owe_all(database: Database, per_chat: int) -> None:
    """Owe replies, case messages and digests to every chat; texts are unique and ascend."""
    calls = []
    for n in range(per_chat):
        for chat in CHATS:
            priority = (Priority.REPLY, Priority.CASE, Priority.DIGEST)[n % 3]
            follow = n % 5 == 0 and priority is not Priority.DIGEST
            calls.append(
                Call(
                    "sendMessage",
                    {"chat_id": chat, "text": f"{chat} {n:04}"},
                    priority=priority,
                    effect="follow" if follow else None,
                    effect_data={"chat": 100, "n": f"{chat} {n:04}"} if follow else {},
                )
            )
    async with database.transaction() as transaction:
        await Outbox(transaction).owe(calls, 1)


@dataclass(frozen=True)
class Tally:
    """What came of rows that kept the law: `repeated` messages came more than once, `missing` of
    the `unknown` rows are digests that did not come; `dropped` answers were kept back on purpose.
    """

    kills: int
    rows: int
    repeated: int
    in_flight: int
    dropped: int
    unknown: int
    missing: int

    def __add__(self, other: Tally) -> Tally:
        return Tally(*map(add, astuple(self), astuple(other)))

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.rows} rows: lost 0, repeated {self.repeated} (in flight at "
            f"the kills {self.in_flight}, answers lost on purpose {self.dropped}), digests of "
            f"unknown outcome {self.unknown} (of them {self.missing} not delivered), order kept, "
            "all settled"
        )


@dataclass(frozen=True)
class Weather:
    """What goes wrong beside the kills: a disk that is full now and then, a locked database.

    `locked_s`: another connection holds the database so long, again and again.
    """

    full: bool = False
    locked_s: float = 0.0


CALM = Weather()


async def start(database_url: str, server: Scripted, seed: str = "") -> asyncio.subprocess.Process:
    server.asked.clear()
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.law.crash_child", database_url, server.url),
        *([seed] if seed else []),
        cwd=ROOT,
        stderr=asyncio.subprocess.DEVNULL,
    )


@contextlib.asynccontextmanager
async def locking(path: Path, seconds: float) -> AsyncIterator[None]:
    """Hold the database again and again while the block runs, with a fifth of the time between."""

    def hold() -> None:
        while not over.wait(seconds / 5):
            with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
                other.execute("PRAGMA busy_timeout = 5000")
                other.execute("BEGIN IMMEDIATE")
                over.wait(seconds)
                other.execute("ROLLBACK")

    over = threading.Event()
    holding = asyncio.create_task(asyncio.to_thread(hold)) if seconds else None
    try:
        yield
    finally:
        over.set()
        if holding:
            await holding


async def owed(database: Database, *states: str) -> list[Row]:
    async with database.reading() as transaction:
        rows = await transaction.all("SELECT * FROM outbox WHERE state IN ('owed', 'sending')")
    return [row for row in rows if row["state"] in states]


async def crash_matrix(
    folder: Path, *, kills: int, per_chat: int, seed: int, weather: Weather = CALM
) -> Report:
    """Send everything while the process is killed at seeded moments; then let it finish."""
    url = f"sqlite:///{folder}/crash.db"
    database = await open_database(url)
    async with scripted_server(seed) as server:
        await owe_all(database, per_chat)
        in_flight: Counter[str] = Counter()
        killed = 0
        async with locking(folder / "crash.db", weather.locked_s):
            for number, pause in enumerate(moments(seed, kills)):
                child = await start(url, server, f"{seed}.{number}" if weather.full else "")
                await killing(child, server, pause)
                killed += 1
                in_flight.update(row["body"] for row in await owed(database, "sending"))
        await finish(url, database, server)
        async with database.reading() as transaction:
            rows = await transaction.all("SELECT * FROM outbox ORDER BY id")
        await database.close()
        return Report(rows, server, in_flight, killed)


def moments(seed: int, kills: int) -> list[float]:
    """Return seconds after the first call of each process; some kills come before any call."""
    chance = random.Random(seed)
    return [chance.uniform(0.0, 0.35) for _ in range(kills)]


async def killing(child: asyncio.subprocess.Process, server: Scripted, pause: float) -> None:
    await asyncio.wait_for(server.asked.wait(), 60)
    await asyncio.sleep(pause)
    assert child.returncode is None, "the sender ended by itself"
    child.send_signal(signal.SIGKILL)
    await child.wait()


async def finish(url: str, database: Database, server: Scripted) -> None:
    child = await start(url, server)
    left, until = -1, time.monotonic() + 60
    while rows := await owed(database, "owed", "sending"):
        if len(rows) != left:
            left, until = len(rows), time.monotonic() + 60
        assert time.monotonic() < until, [dict(row) for row in rows][:5]
        await asyncio.sleep(0.1)
    child.send_signal(signal.SIGKILL)
    await child.wait()


def group_of(chat: int) -> int:
    return NEW_GROUP if chat == OLD_GROUP else chat


def judge(report: Report, per_chat: int) -> Tally:
    """Assert the law on a report; return its numbers."""
    states = Counter(row["state"] for row in report.rows)
    assert set(states) <= {"sent", "failed", "unknown"}, states
    delivered = Counter(text for texts in report.server.delivered.values() for text in texts)
    flights, dropped = sum(report.in_flight.values()), sum(report.server.dropped.values())
    missing_digests = 0
    for chat in CHATS:
        for n in range(per_chat):
            text = f"{chat} {n:04}"
            if chat == BLOCKED:
                assert delivered[text] == 0
            elif n % 3 == 2:
                assert delivered[text] <= 1, f"the digest {text} came twice"
                missing_digests += not delivered[text]
            else:
                assert delivered[text] >= 1, f"{text} is lost"
    refused = Counter(row["state"] for row in report.rows if row["chat_id"] == BLOCKED)
    assert refused["failed"] + refused["unknown"] == per_chat
    assert missing_digests <= states["unknown"] <= flights + dropped
    repeated = sum(count - 1 for count in delivered.values() if count)
    assert repeated <= flights + dropped
    _ordered(report)
    return Tally(
        kills=report.kills,
        rows=len(report.rows),
        repeated=repeated,
        in_flight=flights,
        dropped=dropped,
        unknown=states["unknown"],
        missing=missing_digests,
    )


def _ordered(report: Report) -> None:
    for chat in CHATS:
        for talk in (True, False):
            came = [
                text
                for text in report.server.delivered.get(group_of(chat), [])
                if (int(text.split()[1]) % 3 != 2) is talk
            ]
            firsts = list(dict.fromkeys(came))
            assert firsts == sorted(firsts), f"chat {chat} out of order: {came}"
