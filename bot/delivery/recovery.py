"""Takes up the sending where a killed process left it."""

from bot.delivery.settling import Settling
from bot.rules.delivery.pacing import Scheduler
from storage.database import Database
from storage.stores import stores

# What was sent before that is no concern of any limit: the longest is a group's minute.
MINUTE_S = 61
# Seconds are whole in the database, so what was sent "within a second" is that of two.
BURST_S = 2


async def recover(
    database: Database, scheduler: Scheduler, settling: Settling, utc: int, now: float
) -> None:
    """Settle what was in flight, and let the scheduler know what the chats had lately.

    `utc` is the outbox's second, `now` the scheduler's.
    """
    async with database.reading() as transaction:
        flights = stores(transaction).flights
        interrupted = await flights.in_flight()
        sent = await flights.sent_since(utc - MINUTE_S)
    recent = [*sent, *((one.chat_id, utc) for one in interrupted)]
    for chat_id, at in recent:
        if chat_id < 0:
            scheduler.remember(chat_id, now - (utc - at))
    scheduler.resume(now, sum(at >= utc - BURST_S for _, at in recent))
    for owed in interrupted:
        await settling.recover(owed)
