"""Kills a real sending process again and again, and counts what came of every row."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.database import Database, Row
from storage.opening import open_database
from storage.outbox import Outbox
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


async def start(database_url: str, server: Scripted) -> asyncio.subprocess.Process:
    server.asked.clear()
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.law.crash_child", database_url, server.url),
        cwd=ROOT,
        stderr=asyncio.subprocess.DEVNULL,
    )


async def owed(database: Database) -> list[Row]:
    async with database.reading() as transaction:
        return await transaction.all("SELECT * FROM outbox WHERE state IN ('owed', 'sending')")


async def crash_matrix(folder: Path, *, kills: int, per_chat: int, seed: int) -> Report:
    """Send everything while the process is killed at seeded moments; then let it finish."""
    chance, url = random.Random(seed), f"sqlite:///{folder}/crash.db"
    in_flight: Counter[str] = Counter()
    database = await open_database(url)
    async with scripted_server(seed) as server:
        await owe_all(database, per_chat)
        killed = 0
        for _ in range(kills):
            child = await start(url, server)
            await asyncio.wait_for(server.asked.wait(), 30)
            await asyncio.sleep(chance.uniform(0.0, 0.35))
            child.send_signal(signal.SIGKILL)
            await child.wait()
            killed += 1
            rows = await owed(database)
            for row in rows:
                if row["state"] == "sending":
                    in_flight[text_of(row)] += 1
            if not rows:
                break
        await finish(url, database, server)
        async with database.reading() as transaction:
            rows = await transaction.all("SELECT * FROM outbox ORDER BY id")
        await database.close()
        return Report(rows, server, in_flight, killed)


async def finish(url: str, database: Database, server: Scripted) -> None:
    child = await start(url, server)
    until = time.monotonic() + 60
    while await owed(database):
        assert time.monotonic() < until, [dict(row) for row in await owed(database)][:5]
        await asyncio.sleep(0.1)
    child.send_signal(signal.SIGKILL)
    await child.wait()


def text_of(row: Row) -> str:
    return str(row["body"])


def group_of(chat: int) -> int:
    return NEW_GROUP if chat == OLD_GROUP else chat
