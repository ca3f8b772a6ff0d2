"""Takes back what was noted of a digest that may not have come, so that the next one offers it."""

from collections.abc import Mapping, Sequence

from bot.ports.delivery import Effect, Stores
from storage.records.delivery import Call, Outcome, Owed

# Not what Telegram finds wrong with the digest itself: that would be wrong with the next one too.
OFFERED_AGAIN = frozenset(("unknown", "server_error", "blocked"))


async def digest_unsent(stores: Stores, owed: Owed, outcome: Outcome, _now: int) -> Sequence[Call]:
    """Let the next digest begin with the stories of this one; it is not sent again itself."""
    if owed.edition_id is not None and outcome.reason in OFFERED_AGAIN:
        numbers = await stores.editions.stories(owed.edition_id)
        if numbers:
            await stores.subscribers.untold(owed.chat_id, owed.edition_id, min(numbers))
    return ()


async def alert_unsent(stores: Stores, owed: Owed, outcome: Outcome, _now: int) -> Sequence[Call]:
    """Let the next digest offer the stories of an alert that may not have come."""
    if owed.edition_id is not None and outcome.reason in OFFERED_AGAIN:
        numbers = await stores.editions.stories(owed.edition_id)
        await stores.alerts.unsend(owed.chat_id, numbers)
    return ()


EFFECTS: Mapping[str, Effect] = {"unsent_digest": digest_unsent, "unsent_alert": alert_unsent}
