"""The process that is killed: a sender over a database file, nothing else.

python -m tests.law.crash_child DATABASE_URL SERVER_URL [SEED]

With a seed the disk is full now and then: no file may grow.
"""

from __future__ import annotations

import asyncio
import random
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.delivery.chat_moves import ChatMoves
from bot.delivery.sender import Sender
from bot.delivery.sender_options import SenderOptions
from bot.net.telegram import Telegram
from bot.ports.delivery import Stores, ThreadPlan
from bot.rules.delivery.limits import Limits
from storage.opening import open_database
from storage.records.delivery import Call, Outcome, Owed

LIMITS = Limits(per_second=150, bucket=20, chat_interval_s=0.03, group_per_minute=1000)


class NoThreads:
    """Every group is a plain one."""

    async def thread_of(self, stores: Stores, case_id: int) -> ThreadPlan:
        return ThreadPlan(0)

    async def record(self, stores: Stores, case_id: int, chat_id: int, thread_id: int) -> None: ...

    async def forget(self, stores: Stores, case_id: int) -> None: ...


async def follow(stores: Stores, owed: Owed, outcome: Outcome, now: int) -> Sequence[Call]:
    """Say that a message was delivered: the follow-up must come exactly as often as the outcome."""
    data: Mapping[str, Any] = owed.effect_data
    word = "done" if outcome.sent else str(outcome.reason)
    body = {"chat_id": data["chat"], "text": f"{word} {data['n']}"}
    return [Call("sendMessage", body)]


async def full_now_and_then(path: Path, chance: random.Random) -> None:
    """Let no file grow beyond what the log has now, again and again for some tenths of a second."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    while True:
        await asyncio.sleep(chance.uniform(0.02, 0.3))
        size = path.with_name(path.name + "-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + chance.randrange(9000), most))
        await asyncio.sleep(chance.uniform(0.05, 0.4))
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


async def main(database_url: str, server_url: str, seed: str = "") -> None:
    database = await open_database(database_url)
    path = Path(database_url.removeprefix("sqlite:///"))
    weather = full_now_and_then(path, random.Random(seed)) if seed else asyncio.sleep(0)
    filling = asyncio.create_task(weather)
    # no answer is late here but for a slow machine: the server drops lines, it is never silent
    async with Telegram("42:CRASH", server_url) as api:
        sender = Sender(
            database,
            api,
            effects={"follow": follow},
            threads=NoThreads(),
            moves=ChatMoves(),
            clock=lambda: int(time.time()),
            steady=time.monotonic,
            options=SenderOptions(limits=LIMITS),
        )
        await sender.run()
    filling.cancel()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
