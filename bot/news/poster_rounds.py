"""Takes orders for posters, and makes them in a thread, outside of any update."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from bot.job_rounds import JobRounds, Workshop
from bot.links import Invitation
from bot.ports.delivery import Clock
from storage.database import Database
from storage.news.posters import Posters as PosterStore
from storage.records.delivery import Call
from storage.records.posters import PosterJob
from storage.stores import Stores


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
        self._view = view
        expected = (ValueError, KeyError, TypeError, ArithmeticError, OSError)
        workshop = Workshop("poster", _waiting, self._make, view.failed, expected)
        self._rounds = JobRounds(database, workshop, clock, wake)

    async def run(self) -> int:
        """Make every poster that waits; return how many."""
        return await self._rounds.run()

    async def _make(self, job: PosterJob) -> list[Call]:
        return [await asyncio.to_thread(self._view.finished, job)]


def _waiting(opened: Stores) -> PosterStore:
    return opened.posters
