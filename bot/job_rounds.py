"""Works off jobs that were asked for, each outside of any update, and owes what came of it."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.ports.delivery import Clock
from storage.database import Database
from storage.jobs import Job, Jobs
from storage.records.delivery import Call
from storage.stores import Stores, stores

log = logging.getLogger(__name__)


Kind = TypeVar("Kind", bound=Job)


@dataclass(frozen=True, slots=True)
class Workshop(Generic[Kind]):
    """How jobs of a kind are worked off; `expected` are the errors that a job may fail with."""

    name: str
    waiting: Callable[[Stores], Jobs[Kind]]
    make: Callable[[Kind], Awaitable[Sequence[Call]]]
    failed: Callable[[Kind], Call]
    expected: tuple[type[Exception], ...]


class JobRounds(Generic[Kind]):
    """The tick of one kind of jobs; `wake` tells the sender."""

    def __init__(
        self,
        database: Database,
        workshop: Workshop[Kind],
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._database, self._workshop = database, workshop
        self._clock, self._wake = clock, wake

    async def run(self) -> int:
        """Work off every job that waits; return how many."""
        made = 0
        while (job := await self._next()) is not None:
            await self._make(job)
            made += 1
        return made

    async def _next(self) -> Kind | None:
        async with self._database.transaction() as transaction:
            return await self._workshop.waiting(stores(transaction)).next()

    async def _make(self, job: Kind) -> None:
        error: str | None = None
        try:
            said = await self._workshop.make(job)
        except self._workshop.expected as wrong:
            log.exception("%s %d cannot be made", self._workshop.name, job.id)
            said, error = [self._workshop.failed(job)], type(wrong).__name__
        now = self._clock()
        async with self._database.transaction() as transaction:
            opened = stores(transaction)
            if await self._workshop.waiting(opened).done(job.id, now, error):
                await opened.outbox.owe(said, now)
        self._wake()
