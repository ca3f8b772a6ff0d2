"""The sender sends, recovers and takes turns on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from bot.delivery.chat_moves import ChatMoves
from bot.delivery.sender import Sender
from bot.delivery.sender_options import SenderOptions
from bot.rules.delivery.limits import Limits
from storage.database import Database
from storage.delivery.outbox import Outbox
from storage.opening import open_database
from storage.records.delivery import Answer, Call, Priority, Reached
from tests.law.crash_child import NoThreads
from tests.patience import Patience

FAST = Limits(per_second=1000, bucket=500, chat_interval_s=0.0, margin_s=0.0)


class Telephone:
    """A Bot API that takes every call and keeps its body."""

    def __init__(self) -> None:
        self.bodies: list[str] = []

    def begin(
        self, method: str, body: str, landed: Callable[[Answer], None], files: object = ()
    ) -> None:
        self.bodies.append(body)
        answer = Answer(Reached.ANSWERED, ok=True, result={"message_id": len(self.bodies)})
        asyncio.get_running_loop().call_later(0.001, landed, answer)


def sender_on(database: Database, api: Telephone) -> Sender:
    return Sender(
        database,
        api,
        effects={},
        threads=NoThreads(),
        moves=ChatMoves(),
        clock=lambda: int(time.time()),
        steady=time.monotonic,
        options=SenderOptions(limits=FAST, rescan_s=0.1),
    )


async def owe(database: Database, *calls: Call) -> list[int]:
    async with database.transaction() as transaction:
        return await Outbox(transaction).owe(calls, 1)


async def settled(database: Database, count: int) -> list[str]:
    patience = Patience()
    while True:
        async with database.reading() as transaction:
            rows = await transaction.all("SELECT state FROM outbox ORDER BY id")
        states = [row["state"] for row in rows]
        if len([one for one in states if one not in ("owed", "sending")]) == count:
            return states
        patience.look(states)
        await asyncio.sleep(0.02)


def say(chat: int, text: str, priority: Priority = Priority.REPLY) -> Call:
    return Call("sendMessage", {"chat_id": chat, "text": text}, priority)


async def test_what_was_in_flight_at_a_crash_goes_again_but_a_digest_does_not(
    database: Database,
) -> None:
    ids = await owe(database, say(1, "a"), say(2, "b", Priority.DIGEST), say(1, "c"))
    async with database.transaction() as transaction:
        await Outbox(transaction).mark_sending(ids[:2], 1)
    api = Telephone()
    sender = sender_on(database, api)
    task = asyncio.create_task(sender.run())
    assert await settled(database, 3) == ["sent", "unknown", "sent"]
    await sender.stop()
    await task
    assert ['"a"' in api.bodies[0], '"c"' in api.bodies[1], len(api.bodies)] == [True, True, 2]


@pytest.mark.postgres
async def test_of_two_processes_one_sends_and_the_other_takes_over(postgres_url: str) -> None:
    databases = [await open_database(postgres_url) for _ in range(2)]
    phones = [Telephone(), Telephone()]
    senders = [sender_on(*pair) for pair in zip(databases, phones, strict=True)]
    tasks = [asyncio.create_task(senders[0].run())]
    await owe(databases[1], say(1, "first"))
    await settled(databases[0], 1)
    tasks.append(asyncio.create_task(senders[1].run()))
    await owe(databases[0], *(say(chat, "x") for chat in range(1, 20)))
    await settled(databases[0], 20)
    assert [len(phone.bodies) for phone in phones] == [20, 0]
    await senders[0].stop()
    await owe(databases[0], say(1, "last"))
    await settled(databases[1], 21)
    await senders[1].stop()
    await asyncio.gather(*tasks)
    assert len(phones[1].bodies) == 1
    for database in databases:
        await database.close()
