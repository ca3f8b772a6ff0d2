"""Acts upon what came in: each update whole or not at all, in order within each chat."""

import asyncio
import logging
import time
import traceback
from collections.abc import AsyncIterator, Callable, Sequence

from bot.errors import BotError
from bot.ports.delivery import Clock, UpdateHandler
from storage.database import Database, StorageUnavailableError
from storage.delivery.inbox import Inbox
from storage.records.delivery import Arrived, Call, SetAside
from storage.stores import Stores, stores

log = logging.getLogger(__name__)

RETRY_AFTER_S = (2, 10)
STORAGE_REST_S = 1.0
# Under load updates share a commit, which waits for the disk; nobody waits longer for the others.
TOGETHER_S = 0.020
# Where so many people wait, the last of them is answered sooner if the first waits a little more.
MANY, MANY_S = 32, 0.080


class InboxWorker:
    """Drains the inbox until stopped.

    `owed` is called after each commit that may owe something: it wakes the sender. `look_every_s`
    is for replicas whose updates another one takes in; None: only `wake` and retries wake it.
    """

    def __init__(
        self,
        database: Database,
        handler: UpdateHandler,
        clock: Clock,
        owed: Callable[[], None],
        *,
        look_every_s: float | None = None,
    ) -> None:
        self._database, self._handler, self._clock, self._owed = database, handler, clock, owed
        self._look_every_s = look_every_s
        self._woken = asyncio.Event()
        self._stopping = False
        self._drained = False
        self._next_try_at: int | None = None

    def wake(self) -> None:
        """Something came in."""
        self._woken.set()

    def stop(self) -> None:
        """Finish the updates under way and return from `run`."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Act upon updates until `stop`."""
        while not self._stopping:
            self._woken.clear()
            try:
                await self.step()
            except StorageUnavailableError as error:
                log.error("the inbox waits for the database: %s", error)
                await self._sleep(STORAGE_REST_S)
                continue
            if self._drained:
                await self._sleep(self._until_retry())

    async def drain(self) -> int:
        """Act upon all that is ready now; return how many updates."""
        count = 0
        while acted := await self.step():
            count += acted
        return count

    async def step(self) -> int:
        """Act upon ready updates in one transaction, in order within each chat; return how many.

        Each stands or falls alone within it: see Transaction.part.
        """
        acted = 0
        async with self._database.brief() as transaction:
            opened = stores(transaction)
            async for arrived in self._ready(opened.inbox):
                await self._act(arrived, opened)
                acted += 1
        if acted:
            self._owed()
        return acted

    async def _ready(self, inbox: Inbox) -> AsyncIterator[Arrived]:
        """What may be acted upon now, until nothing is left or the others have waited enough."""
        begun, now = time.monotonic(), self._clock()
        self._drained = False
        while together := await inbox.ready(now, MANY):
            until = begun + (MANY_S if len(together) == MANY else TOGETHER_S)
            for arrived in together:
                yield arrived
                if time.monotonic() > until:
                    return
                await asyncio.sleep(0)  # statements do not wait: let the sender have a turn
        self._drained, self._next_try_at = True, await inbox.next_try_at(now)

    async def _act(self, arrived: Arrived, opened: Stores) -> None:
        now = self._clock()
        try:
            async with opened.transaction.part():
                calls = await self._handler.handle(arrived.body, opened, now)
                await self._settle(arrived, calls, opened, now)
        except BotError as error:
            async with opened.transaction.part():
                calls = await self._handler.apologise(arrived.body, error, opened, now)
                await self._settle(arrived, calls, opened, now)
        except StorageUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - logged, tried again, then set aside
            await self._failed(arrived, error, opened, now)

    async def _settle(
        self, arrived: Arrived, calls: Sequence[Call], opened: Stores, now: int
    ) -> None:
        await opened.outbox.owe(calls, now)
        await opened.inbox.done(arrived.update_id, now)

    async def _failed(self, arrived: Arrived, error: Exception, opened: Stores, now: int) -> None:
        where = _where(error)
        log.error("update %d failed (%d): %s", arrived.update_id, arrived.attempts + 1, where)
        final = arrived.attempts >= len(RETRY_AFTER_S)
        retry_at = None if final else now + RETRY_AFTER_S[arrived.attempts]
        await opened.inbox.failed(arrived.update_id, where, retry_at)
        if final:
            await self._give_up(arrived, where, opened, now)

    async def _give_up(self, arrived: Arrived, where: str, opened: Stores, now: int) -> None:
        failed = SetAside(arrived.update_id, arrived.lane, where)
        try:
            async with opened.transaction.part():
                await opened.outbox.owe(await self._handler.report(failed, opened, now), now)
                await self._apologise(arrived, opened, now)
        except StorageUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - an update nobody can read has nobody to tell
            log.error("nobody was told of update %d: %s", arrived.update_id, _where(error))

    async def _apologise(self, arrived: Arrived, opened: Stores, now: int) -> None:
        try:
            calls = await self._handler.apologise(arrived.body, None, opened, now)
        except ValueError as error:
            log.error("update %d cannot be read: %s", arrived.update_id, type(error).__name__)
            return
        await opened.outbox.owe(calls, now)

    def _until_retry(self) -> float | None:
        waits = [self._look_every_s] if self._look_every_s else []
        if self._next_try_at is not None:
            waits.append(max(0, self._next_try_at - self._clock()))
        return min(waits, default=None)

    async def _sleep(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return


def _where(error: Exception) -> str:
    """Return the error's kind and place; its message could quote what people wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {'/'.join(frames[-1].filename.split('/')[-2:])}:{frames[-1].lineno}"
    return type(error).__name__ + (place if frames else "")
