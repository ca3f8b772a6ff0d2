"""A year of sending leaves daily counts, and the outbox as quick as on its first day."""

from __future__ import annotations

import time

from bot.delivery.folding import DEAD_KEPT_S, SENT_KEPT_S, fold
from storage.database import Database
from storage.outbox import Outbox
from storage.outbox_desk import OutboxDesk
from storage.records.delivery import Call, Priority, Stream

DAY_S, ROWS_A_DAY, DAYS = 86_400, 2000, 365


async def sent_on(database: Database, day: int, rows: int) -> None:
    """Write what a day of sending leaves; every hundredth call was given up."""
    async with database.transaction() as transaction:
        await transaction.run_many(
            """
            INSERT INTO outbox (chat_id, priority, kind, method, body, created_at, due_at, state,
                attempts, message_id, settled_at)
            VALUES (:chat, 3, 'digest', 'sendMessage', '{}', :at, 0, :state, 1, :chat, :at)
            """,
            [
                {
                    "chat": n + 1,
                    "at": day * DAY_S + n * 40,
                    "state": "failed" if n % 100 == 99 else "sent",
                }
                for n in range(rows)
            ],
        )


async def reading_costs(database: Database) -> float:
    """Return the least of several seconds that looking for what is owed takes."""
    costs = list[float]()
    for _ in range(30):
        started = time.perf_counter()
        async with database.reading() as transaction:
            outbox = Outbox(transaction)
            for stream in Stream:
                await outbox.waiting(stream, 0, 2**40, 500)
            await outbox.newer(0, 2**40, 500)
            await outbox.next_due(0)
            await OutboxDesk(transaction).depth()
        costs.append(time.perf_counter() - started)
    return min(costs)


async def owe_some(database: Database) -> None:
    calls = [
        Call("sendMessage", {"chat_id": chat, "text": "x"}, priority)
        for chat in range(1, 20)
        for priority in Priority
    ]
    async with database.transaction() as transaction:
        await Outbox(transaction).owe(calls, 1)


async def test_what_was_sent_long_ago_is_counted_and_forgotten(database: Database) -> None:
    for day in range(100):
        await sent_on(database, day, 50)
    now = 100 * DAY_S
    folded = await fold(database, now)
    async with database.reading() as transaction:
        left = await transaction.all("SELECT state, settled_at FROM outbox")
        counts = await OutboxDesk(transaction).daily(0)
    assert folded == sum(one.count for one in counts)
    assert folded + len(left) == 100 * 50
    assert all(
        row["settled_at"] >= now - (SENT_KEPT_S if row["state"] == "sent" else DEAD_KEPT_S)
        for row in left
    )
    assert await fold(database, now) == 0


async def test_a_year_of_use_does_not_slow_the_sender(database: Database) -> None:
    await owe_some(database)
    fresh = await reading_costs(database)
    for day in range(DAYS):
        await sent_on(database, day, ROWS_A_DAY if day > DAYS - 10 else 100)
        if day % 60 == 59:
            await fold(database, day * DAY_S)
    await fold(database, DAYS * DAY_S)
    async with database.reading() as transaction:
        rows = await transaction.value("SELECT count(*) FROM outbox")
        counted = await transaction.value("SELECT count(*) FROM outbox_daily")
    assert rows < 4 * ROWS_A_DAY
    assert counted <= 2 * DAYS
    assert await reading_costs(database) < 3 * fresh + 0.002
