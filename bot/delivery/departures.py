"""Makes requests of marked rows: the edition's body, the case's thread, the files that go along."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.delivery.settling import Flight
from bot.ports.delivery import Stores, ThreadDirectory, ThreadPlan
from bot.rules.delivery.bodies import as_paid, below, in_chat, in_thread
from storage.database import Database, StorageUnavailableError
from storage.records.delivery import Answer, Attachment, Owed, Priority, Reached
from storage.stores import stores

log = logging.getLogger(__name__)
EDITIONS_KEPT = 64
ATTACHED = '"attach://'
# Nobody pays for answers to people. Of what mailings consist of, these may be paid for.
MAILED = (Priority.ALERT, Priority.DIGEST)
PAYABLE = ("sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup", "copyMessage")
NOT_READY = Answer(Reached.UNSENT, description="not prepared")
WRONG = Answer(Reached.ANSWERED, code=400, description="it cannot be made a request")


@dataclass(frozen=True, slots=True)
class Ready:
    """A request to be made, or `refused`: the answer it has without leaving."""

    flight: Flight
    files: tuple[Attachment, ...] = ()
    refused: Answer | None = None


class Departures:
    """Reads what a row leaves to the moment of sending."""

    def __init__(self, database: Database, threads: ThreadDirectory, *, paid: bool = False) -> None:
        self._database, self._threads, self._paid = database, threads, paid
        self._editions: dict[int, str] = {}

    async def prepare(self, owed: Sequence[Owed]) -> list[Ready]:
        """Return a request for each row, in their order."""
        if all(_simple(one) and self._has_edition(one) for one in owed):
            return [Ready(self._simple_flight(one)) for one in owed]
        try:
            async with self._database.reading() as transaction:
                return [await self._prepare(one, stores(transaction)) for one in owed]
        except StorageUnavailableError:
            return [_refused(one, NOT_READY) for one in owed]

    def _has_edition(self, owed: Owed) -> bool:
        return owed.edition_id is None or owed.edition_id in self._editions

    def _simple_flight(self, owed: Owed) -> Flight:
        body = owed.body
        if owed.edition_id is not None:
            body = in_chat(owed.chat_id, self._editions[owed.edition_id], body)
        if self._paid and owed.priority in MAILED and owed.method in PAYABLE:
            body = as_paid(body)
        return Flight(owed, owed.method, body)

    async def _prepare(self, owed: Owed, opened: Stores) -> Ready:
        if owed.edition_id is not None and owed.edition_id not in self._editions:
            await self._read_edition(owed.edition_id, opened)
        flight = self._simple_flight(owed)
        files = await opened.outbox.files(owed.id) if ATTACHED in owed.body else ()
        if owed.case_id is None or owed.chat_id >= 0:
            return Ready(flight, files)
        try:
            plan = await self._threads.thread_of(opened, owed.case_id)
        except StorageUnavailableError:
            raise
        except Exception:
            log.exception("the thread of case %d is not known", owed.case_id)
            return _refused(owed, WRONG)
        return Ready(_in_thread(flight, plan), () if plan.thread_id is None else files)

    async def _read_edition(self, edition_id: int, opened: Stores) -> None:
        while len(self._editions) >= EDITIONS_KEPT:
            del self._editions[next(iter(self._editions))]
        self._editions[edition_id] = await opened.outbox.edition(edition_id)


def _simple(owed: Owed) -> bool:
    in_case = owed.case_id is not None and owed.chat_id < 0
    return not in_case and ATTACHED not in owed.body


def _refused(owed: Owed, answer: Answer) -> Ready:
    return Ready(Flight(owed, owed.method, owed.body), refused=answer)


def _in_thread(flight: Flight, plan: ThreadPlan) -> Flight:
    if plan.thread_id is None:
        create = dict(plan.create or {})
        create.setdefault("chat_id", flight.owed.chat_id)
        return Flight(
            flight.owed, "createForumTopic", json.dumps(create, ensure_ascii=False), creating=True
        )
    body = in_thread(flight.body, plan.thread_id)
    if plan.card is not None and _may_stand_below(flight):
        body = below(body, plan.card)
    return Flight(flight.owed, flight.method, body)


def _may_stand_below(flight: Flight) -> bool:
    """One message that is no card itself; the parts of an album that is copied are no reply."""
    one = flight.method == "copyMessage" or flight.method.startswith("send")
    is_card = flight.owed.effect_data.get("role") == "card"
    return one and not is_card and '"reply_parameters"' not in flight.body
