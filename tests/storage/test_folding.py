"""A year of sending leaves daily counts; benchmarks/sending_year.py measures what it costs."""

from __future__ import annotations

from bot.delivery.folding import DEAD_KEPT_S, SENT_KEPT_S, fold
from storage.database import Database
from storage.delivery.outbox_desk import OutboxDesk
from storage.records.delivery import Priority
from storage.stores import stores

DAY_S, ROWS_A_DAY, DAYS = 86_400, 100, 365


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


async def test_a_year_of_use_keeps_days_and_not_years(database: Database) -> None:
    kept = list[int]()
    for day in range(DAYS):
        await sent_on(database, day, ROWS_A_DAY)
        await fold(database, day * DAY_S)
        async with database.reading() as transaction:
            kept.append(await transaction.value("SELECT count(*) FROM outbox"))
    assert max(kept) == max(kept[:100]) <= 4 * ROWS_A_DAY + ROWS_A_DAY
    async with database.reading() as transaction:
        days = await OutboxDesk(transaction).daily(0)
    assert len(days) <= 2 * DAYS
    assert sum(one.count for one in days) + kept[-1] == DAYS * ROWS_A_DAY


async def test_an_edition_is_forgotten_when_nobody_waits_for_it(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        ids = [(await opened.editions.reserve(str(n), [], 0))[0] for n in range(3)]
        await opened.editions.owe(ids[1], [7], Priority.DIGEST, 0)
    async with database.transaction() as transaction:
        assert await stores(transaction).editions.forget(1) == 2
