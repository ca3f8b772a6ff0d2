"""Folds what was settled into daily counts, so that the outbox holds days and not years."""

from storage.database import Database
from storage.delivery.outbox_desk import OutboxDesk

# A transaction of so many rows keeps a person waiting for no more than some ten milliseconds.
AT_ONCE = 1000
# Of what was sent the number is needed while people answer it; of what was not, to look after it.
SENT_KEPT_S, DEAD_KEPT_S = 2 * 86_400, 90 * 86_400


async def fold(database: Database, now: int) -> int:
    """Fold all that is old enough, in short transactions; return how many rows."""
    folded = 0
    while True:
        async with database.transaction() as transaction:
            desk = OutboxDesk(transaction)
            count = await desk.fold(now - SENT_KEPT_S, now - DEAD_KEPT_S, AT_ONCE)
        folded += count
        if not count:
            return folded
