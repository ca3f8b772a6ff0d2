"""Shows that a year of use does not slow the sender: costs and size, month after month.

So many messages a day are settled and folded; then ten calls are owed, marked and settled.

`python -m benchmarks.sending_year [DAYS [ROWS_A_DAY]]` — two minutes for 365 days of 20,000.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bot.delivery.folding import fold
from storage.database import Database
from storage.delivery.outbox_desk import OutboxDesk
from storage.opening import open_database
from storage.records.delivery import Call, Priority, Stream
from storage.stores import stores

DAYS, ROWS_A_DAY, DAY_S, SHOWN_EVERY, PROBES = 365, 20_000, 86_400, 30, 40
A_DAY = """
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)
    INSERT INTO outbox (chat_id, priority, kind, method, body, created_at, due_at, state, attempts,
        message_id, settled_at, error)
    SELECT i, i % 4, CASE i % 4 WHEN 3 THEN 'digest' ELSE 'reply' END, 'sendMessage', '{}', :at, 0,
        CASE WHEN i % 200 = 0 THEN 'failed' ELSE 'sent' END, 1, i, :at + i * 80000 / :rows,
        CASE WHEN i % 200 = 0 THEN 'blocked: 403' END
    FROM n
"""


async def probe(database: Database, now: int) -> tuple[float, float]:
    """Return median seconds of owing, marking and settling ten calls, and of looking for them."""
    worked, looked = list[float](), list[float]()
    for _ in range(PROBES):
        started = time.perf_counter()
        ids = await _owe(database, now)
        async with database.transaction() as transaction:
            await stores(transaction).outbox.mark_sending(ids, now)
        async with database.transaction() as transaction:
            await stores(transaction).outbox.sent([(one, one) for one in ids], now)
        worked.append(time.perf_counter() - started)
        started = time.perf_counter()
        async with database.reading() as transaction:
            outbox = stores(transaction).outbox
            for stream in Stream:
                await outbox.waiting(stream, 0, now, 500)
            await outbox.next_due(now)
            await OutboxDesk(transaction).depth()
        looked.append(time.perf_counter() - started)
    return median(worked), median(looked)


async def _owe(database: Database, now: int) -> Sequence[int]:
    calls = [
        Call("sendMessage", {"chat_id": chat, "text": "x" * 500}, Priority(chat % 4))
        for chat in range(1, 11)
    ]
    async with database.transaction() as transaction:
        return await stores(transaction).outbox.owe(calls, now)


async def main(days: int = DAYS, rows: int = ROWS_A_DAY) -> None:
    """Live the days, print a line each month."""
    with tempfile.TemporaryDirectory(prefix="year-") as folder:
        path = Path(folder) / "year.sqlite3"
        database = await open_database(f"sqlite:///{path}")
        for day in range(1, days + 1):
            async with database.transaction() as transaction:
                await transaction.run(A_DAY, rows=rows, at=day * DAY_S)
            started = time.perf_counter()
            folded = await fold(database, (day + 1) * DAY_S)
            took = time.perf_counter() - started
            if day % SHOWN_EVERY == 5 or day == days:
                worked, looked = await probe(database, (day + 1) * DAY_S)
                print(
                    f"  day {day:3}: ten calls owed, marked, settled {worked * 1000:5.2f} ms, "
                    f"looked for {looked * 1000:5.2f} ms, file {path.stat().st_size / 1e6:5.1f} MB,"
                    f" {folded} rows folded in {took:4.2f} s",
                    flush=True,
                )
        await database.close()


if __name__ == "__main__":
    asyncio.run(main(*(int(number) for number in sys.argv[1:3])))
