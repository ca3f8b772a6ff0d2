"""Acts upon what came in: one transaction per update, in order within each chat."""

import asyncio
import logging
import traceback
from collections.abc import Callable

from bot.errors import BotError
from bot.ports.delivery import Clock, UpdateHandler
from storage.database import Database, StorageUnavailableError
from storage.records.delivery import Arrived, SetAside
from storage.stores import Stores, stores

log = logging.getLogger(__name__)

RETRY_AFTER_S = (2, 10)
STORAGE_REST_S = 1.0


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
        """Finish the update under way and return from `run`."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Act upon updates until `stop`."""
        while not self._stopping:
            self._woken.clear()
            try:
                worked = await self.step()
                rest = None if worked else await self._until_retry()
            except StorageUnavailableError as error:
                log.error("the inbox waits for the database: %s", error)
                worked, rest = False, STORAGE_REST_S
            if not worked:
                await self._sleep(rest)

    async def drain(self) -> int:
        """Act upon all that is ready now; return how many updates."""
        count = 0
        while await self.step():
            count += 1
        return count

    async def step(self) -> bool:
        """Act upon one update; False when none is ready."""
        arrived: Arrived | None = None
        try:
            async with self._database.transaction() as transaction:
                opened, now = stores(transaction), self._clock()
                self._looked_at = now
                arrived = await opened.inbox.next(now)
                if arrived is None:
                    return False
                calls = await self._handler.handle(arrived.body, opened, now)
                await opened.outbox.owe(calls, now)
                await opened.inbox.done(arrived.update_id, now)
        except BotError as error:
            if arrived is None:
                raise
            await self._told(arrived, error)
        except StorageUnavailableError:
            raise
        except Exception as error:
            if arrived is None:
                raise
            await self._failed(arrived, error)
        self._owed()
        return True

    async def _told(self, arrived: Arrived, error: BotError) -> None:
        async with self._database.transaction() as transaction:
            opened, now = stores(transaction), self._clock()
            calls = await self._handler.apologise(arrived.body, error, opened, now)
            await opened.outbox.owe(calls, now)
            await opened.inbox.done(arrived.update_id, now)

    async def _failed(self, arrived: Arrived, error: Exception) -> None:
        where = _where(error)
        log.error("update %d failed (%d): %s", arrived.update_id, arrived.attempts + 1, where)
        final = arrived.attempts >= len(RETRY_AFTER_S)
        async with self._database.transaction() as transaction:
            opened, now = stores(transaction), self._clock()
            retry_at = None if final else now + RETRY_AFTER_S[arrived.attempts]
            await opened.inbox.failed(arrived.update_id, where, retry_at)
        if final:
            await self._give_up(arrived, where)

    async def _give_up(self, arrived: Arrived, where: str) -> None:
        failed = SetAside(arrived.update_id, arrived.lane, where)
        try:
            async with self._database.transaction() as transaction:
                opened, now = stores(transaction), self._clock()
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
