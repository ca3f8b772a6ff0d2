"""Takes orders for posters, and makes them in a thread, outside of any update."""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from bot.links import Invitation
from bot.ports.delivery import Clock
from storage.database import Database
from storage.records.delivery import Call
from storage.records.posters import PosterJob
from storage.stores import Stores, stores

log = logging.getLogger(__name__)


class PosterView(Protocol):
    """Words and pages of posters; implemented by handlers/news/poster_view.py."""

    def finished(self, job: PosterJob) -> Call:
        """The PDF, owed to the chat. Costs a second: call it in a thread. KeyError: about what?"""

    def failed(self, job: PosterJob) -> Call:
        """That it could not be made."""


class Posters:
    """Orders within one transaction."""

    def __init__(self, stores: Stores, now: int) -> None:
        self._stores, self._now = stores, now

    async def ask(self, chat_id: int, about: Invitation, language: str) -> bool:
        """Order it; False: it is being made already."""
        posters = self._stores.posters
        return await posters.ask(chat_id, about.kind, about.about, language, self._now)


class PosterRounds:
    """The tick of posters; `wake` tells the sender."""

    def __init__(
        self, database: Database, view: PosterView, clock: Clock, wake: Callable[[], None]
    ) -> None:
        self._database, self._view, self._clock, self._wake = database, view, clock, wake

    async def run(self) -> int:
        """Make every poster that waits; return how many."""
        made = 0
        while (job := await self._next()) is not None:
            await self._make(job)
            made += 1
        return made

    async def _next(self) -> PosterJob | None:
        async with self._database.transaction() as transaction:
            return await stores(transaction).posters.next()

    async def _make(self, job: PosterJob) -> None:
        try:
            said, error = await asyncio.to_thread(self._view.finished, job), None
        except (ValueError, KeyError, TypeError, ArithmeticError, OSError) as wrong:
            log.exception("poster %d cannot be made", job.id)
            said, error = self._view.failed(job), type(wrong).__name__
        now = self._clock()
        async with self._database.transaction() as transaction:
            opened = stores(transaction)
            if await opened.posters.done(job.id, now, error):
                await opened.outbox.owe([said], now)
        self._wake()
