"""Acts upon what came in: each update whole or not at all, in order within each chat."""

import asyncio
import logging
import time
import traceback
from collections.abc import Callable, Sequence

from bot.errors import BotError
from bot.ports.delivery import Clock, UpdateHandler
from storage.database import Database, StorageUnavailableError
from storage.records.delivery import Arrived, Call, SetAside
from storage.stores import Stores, stores

log = logging.getLogger(__name__)

RETRY_AFTER_S = (2, 10)
STORAGE_REST_S = 1.0
# Under load updates share a commit, which waits for the disk; nobody waits longer for the others.
TOGETHER, TOGETHER_S = 32, 0.020


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
        self._looked_at = 0

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
                worked = bool(await self.step())
                rest = None if worked else await self._until_retry()
            except StorageUnavailableError as error:
                log.error("the inbox waits for the database: %s", error)
                worked, rest = False, STORAGE_REST_S
            if not worked:
                await self._sleep(rest)

    async def drain(self) -> int:
        """Act upon all that is ready now; return how many updates."""
        count = 0
        while acted := await self.step():
            count += acted
        return count

    async def step(self) -> int:
        """Act upon ready updates of different chats in one transaction; return how many.

        Each stands or falls alone within it: see Transaction.part.
        """
        acted, begun = 0, time.monotonic()
        async with self._database.brief() as transaction:
            opened, self._looked_at = stores(transaction), self._clock()
            for arrived in await opened.inbox.ready(self._looked_at, TOGETHER):
                await self._act(arrived, opened)
                acted += 1
                if time.monotonic() - begun > TOGETHER_S:
                    break
                await asyncio.sleep(0)  # statements do not wait: let the sender have a turn
        if acted:
            self._owed()
        return acted

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

    async def _until_retry(self) -> float | None:
        async with self._database.reading() as transaction:
            at = await stores(transaction).inbox.next_try_at(self._looked_at)
        waits = [self._look_every_s] if self._look_every_s else []
        if at is not None:
            waits.append(max(0, at - self._clock()))
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
