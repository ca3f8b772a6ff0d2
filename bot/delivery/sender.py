"""Sends what is owed: marked before it leaves, paced, several at once, settled as answers come."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import inf

from bot.delivery.chat_moves import ChatMoves
from bot.delivery.departures import Departures, Ready
from bot.delivery.landings import Landing, Landings
from bot.delivery.marks import STALE_S, Marks
from bot.delivery.outbox_window import Window
from bot.delivery.recovery import recover
from bot.delivery.sender_options import LEAD_S, SenderOptions
from bot.delivery.settling import Flight, Next, Settling
from bot.delivery.troubles import Troubles
from bot.ports.delivery import Carrier, Clock, Effect, ThreadDirectory
from bot.rules.delivery.outcomes import Kind, verdict
from bot.rules.delivery.pacing import Scheduler
from storage.database import Database, StorageError, StorageUnavailableError
from storage.records.delivery import Answer, Owed, Waiting
from storage.stores import stores

log = logging.getLogger(__name__)

STOP_WITHIN_S = 10.0
STORAGE_REST_S = 1.0
# Of several processes one sends: how often the others ask, and how often it makes sure.
TAKE_OVER_S, CHECK_S = 2.0, 5.0


class Sender:
    """`run` sends until `stop`; `wake` after each commit that owes something.

    `clock` gives UTC seconds, `steady` a clock that never jumps. `effects` are found by the name
    that a row carries; `moves` writes down closed and moved chats.
    """

    def __init__(
        self,
        database: Database,
        api: Carrier,
        *,
        effects: Mapping[str, Effect],
        threads: ThreadDirectory,
        moves: ChatMoves,
        clock: Clock,
        steady: Callable[[], float],
        options: SenderOptions | None = None,
    ) -> None:
        self._options = options or SenderOptions()
        self._database, self._api, self._clock, self._steady = database, api, clock, steady
        self._settling = Settling(database, effects, threads, moves, clock)
        self._departures = Departures(database, threads, paid=self._options.paid)
        self._scheduler = Scheduler(self._options.limits, steady())
        self._window = Window(self._scheduler, rescan_s=self._options.rescan_s)
        self._troubles, self._marks = Troubles(self._scheduler), Marks()
        self._landed = Landings()
        self._flying = 0
        self._woken, self._ended = asyncio.Event(), asyncio.Event()
        self._stopping = False
        self._batch_s, self._ahead = self._options.batch_s, self._options.ahead
        self._ahead_until = 0.0

    def wake(self) -> None:
        """Something was owed."""
        self._window.wake()
        self._woken.set()

    async def stop(self) -> None:
        """Start nothing new, finish what is in flight (at most 10 s), leave the rest owed."""
        self._stopping = True
        self._woken.set()
        await self._ended.wait()

    async def run(self) -> None:
        """Send until `stop`; of several processes on one database, one at a time."""
        try:
            while not self._stopping:
                await self._patiently(self._shift)
        finally:
            self._ended.set()

    async def _shift(self) -> bool:
        """Send until `stop`, or until another process may have taken over."""
        async with self._database.alone("sender") as held:
            if held is None:
                self._woken.clear()
                await self._pause(TAKE_OVER_S)
                return False
            await recover(
                self._database, self._scheduler, self._settling, self._clock(), self._steady()
            )
            checked_at = self._steady()
            while not self._stopping:
                self._woken.clear()
                await self._patiently(self._turn)
                await self._rest()
                if self._steady() - checked_at > CHECK_S:
                    checked_at = self._steady()
                    if not await held():
                        break
            return await self._patiently(self._land)

    async def _patiently(self, step: Callable[[], Awaitable[bool]]) -> bool:
        while True:
            try:
                return await step()
            except StorageUnavailableError as error:
                log.error("the outbox waits for the database: %s", error)
                if self._stopping:
                    return False
                await asyncio.sleep(STORAGE_REST_S)

    async def _turn(self) -> bool:
        """Let go what may leave, write down what has landed, mark what leaves soon."""
        await self._feed()
        fresh = await self._depart()
        now = self._steady()
        must = bool(fresh) or self._must_write(now)
        soon = self._soon(now) if must or now >= self._look_at(now) else []
        if must or soon:
            await self._launch(fresh, await self._commit(fresh, soon, now))
        special = self._landed.special()
        if special:
            await self._settle(special)
            self._woken.set()
        return True

    async def _depart(self) -> list[Waiting]:
        """Let those go that are marked; return those that may go and are not."""
        picked = self._pick()
        marked = [owed for owed in [self._marks.use(row.id) for row in picked] if owed]
        leaving = {owed.id for owed in marked}
        if marked:
            await self._launch([row for row in picked if row.id in leaving], marked)
        return [row for row in picked if row.id not in leaving]

    def _must_write(self, now: float) -> bool:
        """Tell whether something is to be written now that cannot wait for more of it."""
        return bool(self._marks.stale(now)) or self._landed.urgent(now - self._batch_s)

    def _look_at(self, now: float) -> float:
        """Return when to look which rows leave next: a little before the first unknown one."""
        following = self._scheduler.next_at(now)
        return inf if following is None else max(following, self._ahead_until) - LEAD_S

    def _soon(self, now: float) -> list[Waiting]:
        """Return rows that leave soon and are not marked."""
        self._ahead_until = now + self._batch_s
        rows = self._scheduler.upcoming(now, now + self._batch_s, self._ahead)
        unmarked = [row for row in rows if row.id not in self._marks]
        return unmarked[: max(0, self._ahead - len(self._marks))]

    async def _commit(self, fresh: list[Waiting], soon: list[Waiting], now: float) -> list[Owed]:
        """Write in one transaction what was sent, what leaves now, and what leaves soon."""
        plain = self._landed.plain()
        stale = self._marks.stale(now)
        try:
            async with self._database.brief() as transaction:
                outbox, utc = stores(transaction).outbox, self._clock()
                if plain:
                    await outbox.sent([one.settled for one in plain], utc)
                if stale:
                    await outbox.take_back(stale)
                owed = await outbox.mark_sending([row.id for row in fresh + soon], utc)
        except StorageUnavailableError:
            for row in fresh:
                self._scheduler.again(row, now, now)
            raise
        ahead = {row.id for row in soon}
        self._marks.put([one for one in owed if one.id in ahead], now)
        self._written(plain, stale)
        return [one for one in owed if one.id not in ahead]

    def _written(self, plain: Sequence[Landing], stale: list[int]) -> None:
        self._landed.forget(plain)
        for landing in plain:
            self._troubles.over()
            self._free(landing.row, Next(), landing.at)
        if stale:
            self._marks.forget(stale)
            self._window.rescan()

    async def _launch(self, rows: list[Waiting], owed: list[Owed]) -> None:
        by_id = {row.id: row for row in rows}
        for ready in await self._departures.prepare(owed):
            self._fly(by_id.pop(ready.flight.owed.id), ready)
        for row in by_id.values():  # withdrawn or put off meanwhile
            self._free(row, Next(), self._steady())

    def _fly(self, row: Waiting, ready: Ready) -> None:
        self._flying += 1
        flight = replace(ready.flight, left_at=self._clock())
        came = partial(self._came, row, flight)
        if ready.refused is not None:
            came(ready.refused)
            return
        self._scheduler.left(row, self._steady())
        self._api.begin(flight.method, flight.body, came, ready.files)

    def _came(self, row: Waiting, flight: Flight, answer: Answer) -> None:
        landing, full = Landing(row, flight, answer, self._steady()), self._full()
        self._flying -= 1
        # What was mailed is written together with others: only the first of them sets the hour.
        if full or not (self._flying and self._landed and landing.mailed):
            self._woken.set()
        self._landed.add(landing)

    async def _settle(self, landing: Landing) -> None:
        row, flight, answer, now = landing.row, landing.flight, landing.answer, self._steady()
        judged = self._troubles.weigh(row, verdict(flight.method, answer), answer, now)
        try:
            if judged.kind is Kind.MOVE_CHAT:  # what is marked would be overtaken by what is not
                await self._take_back(self._marks.of(row.chat_id))
            following = await self._settling.settle(flight, judged, answer)
        except StorageError:
            raise
        except Exception as error:
            log.exception("row %d cannot be settled", row.id)
            following = await self._settling.set_aside(flight.owed, error)
        self._landed.forget([landing])
        self._free(row, following, self._steady())

    def _free(self, row: Waiting, following: Next, now: float) -> None:
        if following.spoke:
            self.wake()
        if following.again_in is not None and not following.moved:
            self._scheduler.again(row, now, now + following.again_in)
            return
        self._scheduler.finished(row, now)
        self._window.gone(row)
        if following.moved:
            for other in self._scheduler.drop(row.chat_id):
                self._window.gone(other)
            self._window.rescan()

    def _full(self) -> bool:
        return self._flying >= self._options.in_flight

    async def _rest(self) -> None:
        now = self._steady()
        until = [self._window.rescan_at(), self._look_at(now)]
        if not self._full():
            following = self._scheduler.next_at(now)
            until += [] if following is None else [max(following, now + self._options.grain_s)]
        until += [at + self._batch_s for at in self._landed.since()]
        until += [now + STALE_S] if len(self._marks) else []
        await self._pause(max(0.0, min(until) - now))

    async def _pause(self, seconds: float) -> None:
        """Rest until then, or until something happens."""
        alarm = asyncio.get_running_loop().call_later(seconds, self._woken.set)
        try:
            await self._woken.wait()
        finally:
            alarm.cancel()

    async def _land(self) -> bool:
        """Wait for what is in flight and settle it."""
        until = self._steady() + STOP_WITHIN_S
        while self._flying and (left := until - self._steady()) > 0:
            self._woken.clear()
            await self._pause(left)
        for landing in self._landed.all():
            await self._settle(landing)
        await self._take_back(self._marks.everything())
        return True

    async def _take_back(self, marked: list[int]) -> None:
        if marked:
            async with self._database.transaction() as transaction:
                await stores(transaction).outbox.take_back(marked)
            self._marks.forget(marked)

    async def _feed(self) -> None:
        now = self._steady()
        if self._window.hungry(now):
            only_news, base = self._window.only_news(now), self._database
            async with base.glance() if only_news else base.reading() as transaction:
                await self._window.fill(stores(transaction).outbox, self._clock(), now)

    def _pick(self) -> list[Waiting]:
        now, picked = self._steady(), list[Waiting]()
        while self._flying + len(picked) < self._options.in_flight:
            row = self._scheduler.take(now)
            if row is None:
                break
            picked.append(row)
        return picked
