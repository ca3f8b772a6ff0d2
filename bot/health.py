"""Looks at the whole house for the administrator: feeds, inbox, outbox, last errors."""

from bot.ports.delivery import Stores
from bot.rules.feeds.feed_health import FeedHealth, health_of
from storage.records.health import Health

DAY = 86_400
SHOWN = 10
# what is younger is being worked on at this moment, such as the question that is answered here
BUSY_S = 5


class Watch:
    """Tells how the house is, as of `now`; decides and writes nothing."""

    def __init__(self, stores: Stores, now: int) -> None:
        self._stores, self._now = stores, now

    async def feeds(self) -> list[FeedHealth]:
        """Return how each feed that is polled fares."""
        return [health_of(feed, self._now) for feed in await self._stores.feeds.listed()]

    async def feeds_off(self) -> list[str]:
        """Return the ids of the feeds that are not polled."""
        return await self._stores.feeds.off()

    async def look(self) -> Health:
        """Return the state of the house; failed calls are those of the last 24 hours."""
        facts = self._stores.health
        return Health(
            feeds=await facts.feeds(),
            sick_feeds=tuple(await facts.sick_feeds()),
            inbox=await facts.inbox(self._now - BUSY_S),
            outbox=await facts.outbox(self._now - BUSY_S),
            set_aside=tuple(await self._stores.inbox.set_aside(SHOWN)),
            failed_calls=tuple(await facts.failed_calls(self._now - DAY, SHOWN)),
        )
