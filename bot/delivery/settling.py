"""Writes what became of a call: sent, owed again, moved, given up, and what follows from it."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.delivery.chat_moves import ChatMoves
from bot.ports.delivery import Clock, Effect, Stores, ThreadDirectory
from bot.rules.delivery.bodies import simplified
from bot.rules.delivery.outcomes import (
    DISPROVED_BY_A_WORD,
    THREAD_METHODS,
    Kind,
    Verdict,
    may_repeat,
)
from bot.rules.delivery.patience import MAX_TRIES, back_off_s
from storage.database import Database, StorageError
from storage.records.delivery import Answer, Call, Outcome, Owed
from storage.stores import stores

log = logging.getLogger(__name__)
Step = Callable[[Stores, int], Awaitable[None]]
# Words and refusals of one second have no order; those of the next have.
STALE_REST_S = 1.0


@dataclass(frozen=True, slots=True)
class Flight:
    """One request on its way: the row, and what is truly sent for it.

    `creating`: it makes the thread of the row's case, the row's own call comes after it.
    `left_at`: the UTC second at which it left.
    """

    owed: Owed
    method: str
    body: str
    creating: bool = False
    left_at: int = 0


class HeardSince(Exception):  # noqa: N818 - named by what happened
    """Nothing was written: a refusal says nothing of a chat that has spoken after the call left."""


@dataclass(frozen=True, slots=True)
class Next:
    """What the scheduler is told: None, the row is settled; else the seconds until it goes again.

    `moved`: the chat has another id now.
    """

    again_in: float | None = None
    moved: bool = False
    spoke: bool = False


SETTLED = Next()


class Settling:
    """One settling is one transaction: the row, its effect, and the calls that follow from it."""

    def __init__(
        self,
        database: Database,
        effects: Mapping[str, Effect],
        threads: ThreadDirectory,
        moves: ChatMoves,
        clock: Clock,
    ) -> None:
        self._database, self._clock = database, clock
        self._effects, self._threads, self._moves = effects, threads, moves

    async def settle(self, flight: Flight, verdict: Verdict, answer: Answer) -> Next:
        """Act upon the verdict; StorageUnavailableError: nothing was written, settle again."""
        if flight.creating and verdict.kind in CREATING:
            return await self._thread_made(flight, verdict, answer)
        match verdict.kind:
            case Kind.SENT:
                return await self._sent(flight, answer)
            case Kind.RETRY:
                return await self._retry(flight, verdict, answer)
            case Kind.UNKNOWN:
                return await self._unknown(flight, "outage" if verdict.everywhere else "unknown")
            case Kind.MOVE_CHAT if answer.migrate_to not in (None, flight.owed.chat_id):
                return await self._move(flight, answer)
            case Kind.MAKE_THREAD if flight.owed.answered <= MAX_TRIES["thread"]:
                return await self._other_thread(flight, verdict, answer)
            case Kind.PLAIN_TEXT:
                return await self._simpler(flight, verdict, answer)
        return await self._give_up(flight, verdict, answer)

    async def recover(self, owed: Owed) -> None:
        """Settle a row that was in flight when the bot was killed: again, or given up as unknown.

        It is not counted as a try: being killed is not the row's fault.
        """
        if may_repeat(owed.method, owed.priority):
            await self._put_back(replace(owed, attempts=max(1, owed.attempts) - 1), 0, "unknown")
        else:
            await self._unknown(Flight(owed, owed.method, owed.body))

    async def set_aside(self, owed: Owed, error: Exception) -> Next:
        """A mistake of ours while settling: the row is the administrator's, the rest goes on."""
        async with self._database.transaction() as transaction:
            note = f"mistake: {type(error).__name__}"
            await stores(transaction).outbox.give_up(owed.id, note, self._clock())
        return SETTLED

    async def _sent(self, flight: Flight, answer: Answer) -> Next:
        outcome = replace(outcome_of(answer), left_at=flight.left_at)

        async def write(opened: Stores, now: int) -> None:
            await opened.outbox.sent([(flight.owed.id, outcome.message_id)], now)

        return await self._close(flight.owed, outcome, write)

    async def _give_up(self, flight: Flight, verdict: Verdict, answer: Answer) -> Next:
        owed, reason = flight.owed, verdict.reason or "refused"

        async def write(opened: Stores, now: int) -> None:
            if await _heard_since(opened, flight, verdict):
                raise HeardSince
            await opened.outbox.give_up(owed.id, _error(reason, answer), now)
            if verdict.kind is Kind.PAUSE_CHAT and owed.chat_id:
                await self._moves.blocked(opened, owed.chat_id, now)

        try:
            following = await self._close(owed, Outcome(False, reason=reason), write)
        except HeardSince:
            return await self._put_back(owed, STALE_REST_S, "stale")
        # who keeps something of the chat may have owed a word about it
        return replace(following, spoke=following.spoke or verdict.kind is Kind.PAUSE_CHAT)

    async def _unknown(self, flight: Flight, patience: str = "unknown") -> Next:
        owed = flight.owed
        repeat = may_repeat(flight.method, owed.priority)
        if repeat and owed.attempts <= MAX_TRIES[patience]:
            return await self._put_back(owed, back_off_s(owed.attempts), "unknown")

        async def write(opened: Stores, now: int) -> None:
            await opened.outbox.give_up(owed.id, "unknown", now, state="unknown")

        return await self._close(owed, Outcome(False, reason="unknown"), write)

    async def _retry(self, flight: Flight, verdict: Verdict, answer: Answer) -> Next:
        owed, reason = flight.owed, verdict.reason or "retry"
        if verdict.everywhere or reason == "flood":
            # Not this row's fault: it is not counted as a try.
            owed = replace(owed, attempts=max(1, owed.attempts) - 1)
            return await self._put_back(owed, float(answer.retry_after or 0), reason)
        if owed.attempts > MAX_TRIES.get(reason, MAX_TRIES["server_error"]):
            return await self._give_up(flight, verdict, answer)
        return await self._put_back(owed, back_off_s(owed.attempts), _error(reason, answer))

    async def _move(self, flight: Flight, answer: Answer) -> Next:
        old, new = flight.owed.chat_id, answer.migrate_to or 0
        async with self._database.transaction() as transaction:
            opened, now = stores(transaction), self._clock()
            await opened.outbox.put_back(flight.owed, 0, "migrated")
            await self._moves.migrated(opened, old, new, now)
        return Next(again_in=0, moved=True, spoke=True)

    async def _simpler(self, flight: Flight, verdict: Verdict, answer: Answer) -> Next:
        drop = verdict.drop or "formatting"
        plainer = simplified(flight.body, drop)
        if json.loads(plainer) == json.loads(flight.body):
            return await self._give_up(flight, verdict, answer)
        if flight.owed.case_id is not None:
            plainer = simplified(plainer, "thread")  # the case's thread is put in when it is sent
        owed = replace(flight.owed, body=plainer, edition_id=None)
        return await self._put_back(owed, 0, _error(verdict.reason or drop, answer))

    async def _other_thread(self, flight: Flight, verdict: Verdict, answer: Answer) -> Next:
        owed, reason = flight.owed, verdict.reason or "thread_gone"
        if owed.case_id is None:
            if flight.method in THREAD_METHODS:
                return await self._give_up(flight, verdict, answer)
            plainer = replace(verdict, kind=Kind.PLAIN_TEXT, drop="thread")
            return await self._simpler(flight, plainer, answer)
        async with self._database.transaction() as transaction:
            opened = stores(transaction)
            if reason == "not_a_forum":
                await self._threads.record(opened, owed.case_id, owed.chat_id, 0)
            else:
                await self._threads.forget(opened, owed.case_id)
            await opened.outbox.put_back(owed, 0, _error(reason, answer))
        return Next(again_in=0)

    async def _thread_made(self, flight: Flight, verdict: Verdict, answer: Answer) -> Next:
        owed = flight.owed
        made = answer.result.get("message_thread_id", 0) if verdict.kind is Kind.SENT else 0
        if not made:
            log.warning("no thread can be made (%s): written into the group", verdict.reason)
        async with self._database.transaction() as transaction:
            opened = stores(transaction)
            await self._threads.record(opened, owed.case_id or 0, owed.chat_id, made)
            await opened.outbox.put_back(owed, 0, None if made else _error("no_thread", answer))
        return Next(again_in=0)

    async def _put_back(self, owed: Owed, seconds: float, error: str) -> Next:
        async with self._database.transaction() as transaction:
            due_at = self._clock() + int(seconds) if seconds >= 1 else 0
            await stores(transaction).outbox.put_back(owed, due_at, error)
        return Next(again_in=seconds)

    async def _close(self, owed: Owed, outcome: Outcome, write: Step) -> Next:
        # a row that names no effect may belong to a kind that minds when it was not sent
        name = owed.effect or ("" if outcome.sent else f"unsent_{owed.kind}")
        effect = self._effects.get(name)
        if owed.effect and effect is None:
            log.error("nobody knows the effect %s", owed.effect)
        try:
            said = await self._written(owed, outcome, write, effect)
        except (StorageError, HeardSince):
            raise
        except Exception as error:
            # The message is sent all the same: it must not go out again for our mistake.
            log.exception("the effect %s failed", owed.effect)
            said = await self._written(owed, outcome, write, None)
            async with self._database.transaction() as transaction:
                note = f"effect {owed.effect}: {type(error).__name__}"
                await stores(transaction).outbox.remark(owed.id, note)
        return Next(spoke=bool(said))

    async def _written(
        self, owed: Owed, outcome: Outcome, write: Step, effect: Effect | None
    ) -> Sequence[Call]:
        async with self._database.transaction() as transaction:
            opened, now = stores(transaction), self._clock()
            await write(opened, now)
            said = await effect(opened, owed, outcome, now) if effect else ()
            await opened.outbox.owe(said, now)
        return said


CREATING = frozenset((Kind.SENT, Kind.MAKE_THREAD, Kind.GIVE_UP, Kind.PLAIN_TEXT))


async def _heard_since(opened: Stores, flight: Flight, verdict: Verdict) -> bool:
    """Whether the chat has said something since the call left, so that it may be open again.

    Of one that has closed its door since then a refusal is believed.
    """
    owed = flight.owed
    if verdict.reason not in DISPROVED_BY_A_WORD or owed.attempts > MAX_TRIES["stale"]:
        return False
    chat = await opened.chats.get(owed.chat_id)
    if chat is not None and chat.blocked_at is not None:
        return False
    return await opened.inbox.heard(owed.chat_id, flight.left_at)


def outcome_of(answer: Answer) -> Outcome:
    """Read what effects need from a good answer: the ids of what was sent, and its bare JSON."""
    ids = message_ids(answer.result)
    return Outcome(True, ids[0] if ids else None, ids, None, answer.result)


def message_ids(result: Any) -> tuple[int, ...]:
    """Return the ids in a Message, a MessageId, or a list of either; none of anything else."""
    if isinstance(result, Mapping):
        found = result.get("message_id")
        return (found,) if isinstance(found, int) else ()
    if isinstance(result, list):
        return tuple(one for item in result for one in message_ids(item))
    return ()


def _error(reason: str, answer: Answer) -> str:
    return f"{reason}: {answer.code} {answer.description[:200]}" if answer.code else reason
