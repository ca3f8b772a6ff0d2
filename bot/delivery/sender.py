"""Sends what is owed: marked before it leaves, paced, several at once, settled as answers come."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.delivery.chat_moves import ChatMoves
from bot.delivery.departures import Departures, Ready
from bot.delivery.outbox_window import Window
from bot.delivery.settling import Flight, Next, Settling, message_ids
from bot.ports.delivery import BotApi, Clock, Effect, ThreadDirectory
from bot.rules.delivery.limits import Limits
from bot.rules.delivery.outcomes import FLOOD, Kind, Verdict, verdict
from bot.rules.delivery.pacing import Scheduler
from bot.rules.delivery.patience import back_off_s
from storage.database import Database, StorageError, StorageUnavailableError
from storage.records.delivery import Answer, Owed, Waiting
from storage.stores import stores

log = logging.getLogger(__name__)

IN_FLIGHT = 100
STOP_WITHIN_S = 10.0
STORAGE_REST_S = 1.0
# Of several processes one sends: how often the others ask, and how often it makes sure.
TAKE_OVER_S, CHECK_S = 2.0, 5.0
# So many server errors in a row, and it is not the message: all sending rests.
OUTAGE = 5


@dataclass(frozen=True, slots=True)
class SenderOptions:
    """`rescan_s`: how often the outbox is read from its beginning (a net under late commits)."""

    limits: Limits = field(default_factory=Limits)
    in_flight: int = IN_FLIGHT
    rescan_s: float = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class _Landing:
    row: Waiting
    flight: Flight
    answer: Answer


class Sender:
    """`run` sends until `stop`; `wake` after each commit that owes something.

    `clock` gives UTC seconds, `steady` a clock that never jumps. `effects` are found by the name
    that a row carries; `moves` writes down closed and moved chats.
    """

    def __init__(
        self,
        database: Database,
        api: BotApi,
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
        self._departures = Departures(database, threads)
        self._scheduler = Scheduler(self._options.limits, steady())
        self._window = Window(self._scheduler, rescan_s=self._options.rescan_s)
        self._landed: list[_Landing] = []
        self._flying: set[asyncio.Task[None]] = set()
        self._woken, self._ended = asyncio.Event(), asyncio.Event()
        self._stopping = False
        self._troubles, self._trouble_until = 0, 0.0

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
            for task in self._flying:
                task.cancel()
            self._ended.set()

    async def _shift(self) -> bool:
        """Send until `stop`, or until another process may have taken over."""
        async with self._database.alone("sender") as held:
            if held is None:
                self._woken.clear()
                await self._pause(TAKE_OVER_S)
                return False
            await self._recover()
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

    async def _recover(self) -> bool:
        """Settle what was in flight when the bot was killed, and remember what the chats had."""
        utc, now = self._clock(), self._steady()
        async with self._database.reading() as transaction:
            outbox = stores(transaction).outbox
            interrupted = await outbox.in_flight()
            recent = await outbox.sent_since(utc - 61)
        for chat_id, at in [*recent, *((one.chat_id, utc) for one in interrupted)]:
            if chat_id < 0:
                self._scheduler.remember(chat_id, now - (utc - at))
            elif at >= utc - 1:
                self._scheduler.pause(now + self._options.limits.chat_interval_s)
        for owed in interrupted:
            await self._settling.recover(owed)
        return True

    async def _turn(self) -> bool:
        """Settle what has landed, mark and send what may go; False: there was nothing to do."""
        await self._feed()
        landed = len(self._landed)
        for landing in [one for one in self._landed if not self._plain(one)]:
            await self._settle(landing)
            self._landed.remove(landing)
        plain, picked = [one for one in self._landed if self._plain(one)], self._pick()
        if plain or picked:
            await self._depart(picked, await self._commit(plain, picked))
        return bool(landed or picked)

    async def _commit(self, plain: list[_Landing], picked: list[Waiting]) -> list[Owed]:
        """Settle what needs no more than that, and mark what leaves, in one transaction."""
        sent = [(one.row.id, _first_id(one.answer)) for one in plain]
        try:
            async with self._database.transaction() as transaction:
                outbox, utc = stores(transaction).outbox, self._clock()
                if sent:
                    await outbox.sent(sent, utc)
                owed = await outbox.mark_sending([row.id for row in picked], utc)
        except StorageUnavailableError:
            for row in picked:
                self._scheduler.again(row, self._steady(), self._steady())
            raise
        self._landed = [one for one in self._landed if one not in plain]
        for landing in plain:
            self._troubles = 0
            self._free(landing.row, Next())
        return owed

    async def _depart(self, picked: list[Waiting], owed: list[Owed]) -> None:
        rows = {row.id: row for row in picked}
        marked = {one.id for one in owed}
        for row in picked:
            if row.id not in marked:  # withdrawn or put off meanwhile
                self._free(row, Next())
        for ready in await self._departures.prepare(owed):
            task = asyncio.create_task(self._fly(rows[ready.flight.owed.id], ready))
            self._flying.add(task)
            task.add_done_callback(self._flying.discard)

    async def _fly(self, row: Waiting, ready: Ready) -> None:
        flight, answer = ready.flight, ready.refused
        if answer is None:
            self._scheduler.left(row, self._steady())
            answer = await self._api.call(flight.method, flight.body, ready.files)
        self._landed.append(_Landing(row, flight, answer))
        self._woken.set()

    async def _settle(self, landing: _Landing) -> None:
        row, flight, answer = landing.row, landing.flight, landing.answer
        judged = self._weigh(row, verdict(flight.method, answer), answer)
        try:
            following = await self._settling.settle(flight, judged, answer)
        except StorageError:
            raise
        except Exception as error:
            log.exception("row %d cannot be settled", row.id)
            following = await self._settling.set_aside(flight.owed, error)
        self._free(row, following)

    def _weigh(self, row: Waiting, judged: Verdict, answer: Answer) -> Verdict:
        """Tell a trouble of this row from one of all rows, and let the sending rest for those."""
        now = self._steady()
        if judged == FLOOD:
            self._scheduler.flooded(row, now, float(answer.retry_after or 1))
        elif judged.everywhere or judged.reason in ("server_error", "unknown"):
            if now >= self._trouble_until:
                self._troubles += 1
            if judged.everywhere or self._troubles >= OUTAGE:
                rest = back_off_s(self._troubles, most=60.0)
                self._trouble_until = now + rest
                self._scheduler.pause(now + rest)
                log.warning("sending rests %d s: %s %s", rest, judged.reason, answer.description)
            if self._troubles >= OUTAGE and judged.kind is Kind.RETRY:
                return replace(judged, everywhere=True)
        else:
            self._troubles = 0
        return judged

    def _free(self, row: Waiting, following: Next) -> None:
        now = self._steady()
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

    @staticmethod
    def _plain(landing: _Landing) -> bool:
        """Tell whether it was sent and nothing follows from it."""
        return landing.answer.ok and not (landing.flight.creating or landing.flight.owed.effect)

    async def _rest(self) -> None:
        now = self._steady()
        until = [self._window.rescan_at()]
        if len(self._flying) < self._options.in_flight:
            until += [at for at in [self._scheduler.next_at(now)] if at is not None]
        await self._pause(max(0.0, min(until) - now))

    async def _pause(self, seconds: float) -> None:
        """Rest until then, or until something happens."""
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _land(self) -> bool:
        """Wait for what is in flight and settle it."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=STOP_WITHIN_S)
        for landing in self._landed[:]:
            await self._settle(landing)
            self._landed.remove(landing)
        return True

    async def _feed(self) -> None:
        now = self._steady()
        if self._window.hungry(now):
            async with self._database.reading() as transaction:
                await self._window.fill(stores(transaction).outbox, self._clock(), now)

    def _pick(self) -> list[Waiting]:
        now, picked = self._steady(), list[Waiting]()
        while len(self._flying) + len(picked) < self._options.in_flight:
            row = self._scheduler.take(now)
            if row is None:
                break
            picked.append(row)
        return picked


def _first_id(answer: Answer) -> int | None:
    ids = message_ids(answer.result)
    return ids[0] if ids else None
