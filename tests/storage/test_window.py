"""The window shows the scheduler all that is due, in order, and never more than its share."""

from __future__ import annotations

from bot.delivery.outbox_window import CAPACITY, PER_CHAT, Window
from bot.rules.delivery.limits import Limits
from bot.rules.delivery.pacing import Scheduler
from storage.database import Database
from storage.delivery.outbox import Outbox
from storage.records.delivery import Call, Priority

FAST = Limits(per_second=1e6, bucket=1e6, chat_interval_s=0.0, margin_s=0.0)


async def owe(database: Database, *calls: tuple[int, Priority], due_at: int = 0) -> None:
    rows = [
        Call("sendMessage", {"chat_id": chat, "text": "x"}, priority, due_at=due_at)
        for chat, priority in calls
    ]
    async with database.transaction() as transaction:
        await Outbox(transaction).owe(rows, 1)


class Draining:
    """A scheduler and its window on a clock of its own; `drain` sends until nothing is left."""

    def __init__(self, database: Database) -> None:
        self.database, self.now = database, 100.0
        self.scheduler = Scheduler(FAST, 0.0)
        self.window = Window(self.scheduler)

    async def fill(self) -> None:
        if self.window.hungry(self.now):
            async with self.database.reading() as transaction:
                await self.window.fill(Outbox(transaction), int(self.now), self.now)

    async def one(self) -> int | None:
        await self.fill()
        row = self.scheduler.take(self.now)
        if row is None:
            return None
        async with self.database.transaction() as transaction:
            outbox = Outbox(transaction)
            assert await outbox.mark_sending([row.id], int(self.now))
            await outbox.sent([(row.id, 1)], int(self.now))
        self.scheduler.finished(row, self.now)
        self.window.gone(row)
        return row.id

    async def drain(self, most: int = 100_000) -> list[int]:
        sent = list[int]()
        while len(sent) < most and self.now < 400:
            row_id = await self.one()
            if row_id is None:
                self.now += 1.0
            else:
                sent.append(row_id)
        return sent


async def test_a_chat_with_very_many_rows_does_not_hide_the_others(database: Database) -> None:
    draining = Draining(database)
    await owe(database, *[(1, Priority.CASE)] * (PER_CHAT * 3), (2, Priority.CASE))
    await draining.fill()
    assert draining.scheduler.rows_of(1, Priority.CASE) == PER_CHAT
    assert draining.scheduler.rows_of(2, Priority.CASE) == 1
    sent = await draining.drain()
    assert len(sent) == PER_CHAT * 3 + 1
    mine = [row_id for row_id in sent if row_id != PER_CHAT * 3 + 1]
    assert mine == sorted(mine)


async def test_rows_owed_meanwhile_do_not_overtake_those_passed_over(database: Database) -> None:
    draining = Draining(database)
    await owe(database, *[(1, Priority.REPLY)] * (PER_CHAT + 10))
    sent = await draining.drain(20)
    await owe(database, *[(1, Priority.REPLY)] * 5)
    draining.window.wake()
    sent += await draining.drain()
    assert sent == sorted(sent)
    assert len(sent) == PER_CHAT + 15


async def test_more_than_the_window_holds_is_sent_page_by_page(database: Database) -> None:
    draining = Draining(database)
    count = CAPACITY + 700
    await owe(database, *((chat + 1, Priority.DIGEST) for chat in range(count)))
    await draining.fill()
    await owe(database, (9_999_999, Priority.REPLY))
    draining.window.wake()
    assert await draining.one() == count + 1
    # What the window holds is bounded, whatever is owed.
    assert sum(one.rows for one in draining.window._streams.values()) <= CAPACITY


async def test_a_row_put_off_is_seen_at_its_second(database: Database) -> None:
    draining = Draining(database)
    await owe(database, (1, Priority.REPLY), due_at=130)
    assert await draining.one() is None
    assert draining.window.rescan_at() <= 131
    draining.now = 129.5
    assert await draining.one() is None
    draining.now = 131.0
    assert await draining.one() == 1
