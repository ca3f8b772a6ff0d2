"""Remembers recent tellings between polls, so that each is read once and not at every poll."""

import asyncio

from bot.ports.delivery import Stores
from bot.rules.news.stories import LIFE_S, Recent
from bot.rules.news.story_telling import Telling, telling

# what arrives late is compared with what was seen before it, too
WINDOW_S = 2 * LIFE_S
AGAIN_S = 86_400
PAGE = 200
# some 90 µs each: the loop turns at least every 2 ms
AT_ONCE = 20


class RecentTellings:
    """A copy of what the database knows. Which story an entry tells is asked there, for an
    administrator may have split or merged it; a copy that may be wrong is forgotten."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Read everything anew next time: after an entry was remembered and not committed."""
        self._recent, self._last, self._begun_at = Recent(), 0, 0

    async def catch_up(self, stores: Stores, now: int) -> None:
        """Read what was stored since the last look; all of eight days once a day."""
        if now - self._begun_at > AGAIN_S:
            self.forget()
            self._begun_at = now
            self._last = await stores.stories.last_before(now - WINDOW_S)
        while True:
            page = await stores.stories.told_after(self._last, PAGE)
            for place, told in enumerate(page):
                self._recent.add(telling(told))
                self._last = told.entry
                if place % AT_ONCE == AT_ONCE - 1:
                    await asyncio.sleep(0)
            if len(page) < PAGE:
                return

    async def story_of(self, stores: Stores, new: Telling) -> int | None:
        """Return the number of the story that this entry tells, or None when it begins one."""
        known = self._recent.nearest(new)
        return await stores.stories.story_of_entry(known.entry) if known else None
