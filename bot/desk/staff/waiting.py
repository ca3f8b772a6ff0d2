"""Cases that wait: for the citizen's word, or for another body. The clock rests with them."""

from bot.desk.case_carrier import Carrier
from bot.desk.case_clock import CaseClock
from bot.desk.staff.conflicts import Conflicts
from bot.ports.consultation import CaseView
from bot.ports.delivery import Clock
from bot.rules.desk.case_states import OPEN
from bot.rules.desk.desk_catalog import Knowledge
from bot.rules.desk.working_time import days_later
from storage.database import Database
from storage.records.consultation import Case, CaseState, StaffPerson
from storage.records.delivery import Call
from storage.records.staff_desk import Wait
from storage.stores import Stores, stores

# working days until she is reminded, and until the case is closed
REMIND_DAYS, CLOSE_DAYS = 3, 10
BATCH = 50


class Waiting:
    """Waiting within one transaction."""

    def __init__(self, stores: Stores, knowledge: Knowledge, view: CaseView, now: int) -> None:
        self._stores, self._knowledge, self._view, self._now = stores, knowledge, view, now
        self._carrier = Carrier(stores, view, now)
        self._clock = CaseClock(stores, knowledge, now)

    async def begin(self, case: Case, person: StaffPerson) -> list[Call]:
        """The citizen must say something first. Raises Barred."""
        await Conflicts(self._stores, self._now).check(case, person)
        if case.state not in OPEN or case.state is CaseState.WAITING:
            return []
        calendar = await self._clock.calendar(case)
        wait = Wait(
            case.id,
            self._now,
            days_later(calendar, self._now, REMIND_DAYS),
            days_later(calendar, self._now, CLOSE_DAYS),
            reminded=False,
        )
        await self._stores.case_waits.begin(wait)
        await self._stores.cases.set_state(case.id, CaseState.WAITING)
        await self._stores.cases.note(case.id, "waiting", self._now, person.id)
        await self._clock.pause(case.id)
        said = await self._carrier.refresh_card(case.id)
        return [*said, self._view.citizen_told(case, "case.waits_for_you", number=case.id)]

    async def resume(self, case: Case, person: StaffPerson | None) -> list[Call]:
        """Go on: she has written (None), or somebody of the staff goes on without her word."""
        if not await self._stores.case_waits.end(case.id):
            return []
        if case.state is CaseState.WAITING:
            await self._stores.cases.set_state(case.id, CaseState.WORKING)
        await self._stores.cases.note(case.id, "resumed", self._now, person.id if person else None)
        await self._clock.resume(case.id)
        return await self._carrier.refresh_card(case.id)

    async def forward(self, case: Case, person: StaffPerson, body: str) -> list[Call]:
        """Another body has it from now on; `body` is an id of the catalogue or a name.

        Raises Barred.
        """
        await Conflicts(self._stores, self._now).check(case, person)
        if case.state is CaseState.FORWARDED and case.forwarded_to == body:
            return []
        if not await self._stores.case_work.forward(case.id, body, self._now):
            return []
        await self._stores.case_waits.end(case.id)
        data = {"body": body if body in self._knowledge.bodies else "other", "at": self._now}
        await self._stores.cases.note(case.id, "forwarded", self._now, person.id, data)
        await self._clock.pause(case.id)
        said = await self._carrier.refresh_card(case.id)
        there = await self._stores.cases.get(case.id)
        return [*said, self._view.forwarded_citizen(there)] if there else said

    async def remind_or_close(self, wait: Wait) -> list[Call]:
        """Act upon a wait that is due. A question that nobody answered is never closed."""
        case = await self._stores.cases.get(wait.case_id)
        if case is None or case.state is not CaseState.WAITING:
            await self._stores.case_waits.end(wait.case_id)
            return []
        if wait.close_at > self._now:
            await self._stores.case_waits.reminded(case.id)
            return [self._view.citizen_told(case, "case.still_waits", number=case.id)]
        if await self._stores.case_work.last_said_by(case.id) != "staff":
            return await self._unanswered(case)
        return await self._close(case)

    async def _unanswered(self, case: Case) -> list[Call]:
        """Nothing was said to her: the case goes on instead, and the staff are told."""
        said = await self.resume(case, None)
        office = await self._stores.offices.get(case.office_id)
        if office.chat_id is None:
            return said
        return [*said, self._view.staff_told(case, office, "staff.not_closed_unanswered")]

    async def _close(self, case: Case) -> list[Call]:
        await self._stores.case_waits.end(case.id)
        if not await self._stores.cases.close(case.id, "no_need", self._now):
            return []
        data = {"outcome": "no_need", "by_timer": 1}
        await self._stores.cases.note(case.id, "closed", self._now, data=data)
        await self._clock.closed(case.id)
        said = await self._carrier.refresh_card(case.id)
        return [*said, self._view.citizen_told(case, "case.closed_waiting", number=case.id)]


class WaitingRounds:
    """Looks for waits that are due, a few in each transaction."""

    def __init__(
        self, database: Database, knowledge: Knowledge, view: CaseView, clock: Clock
    ) -> None:
        self._database, self._knowledge, self._view = database, knowledge, view
        self._clock = clock

    async def run(self) -> bool:
        """Remind and close what is due; return whether anything is owed by it."""
        now, spoke = self._clock(), False
        async with self._database.transaction() as transaction:
            opened = stores(transaction)
            waiting = Waiting(opened, self._knowledge, self._view, now)
            for wait in await opened.case_waits.due(now, BATCH):
                said = await waiting.remind_or_close(wait)
                await opened.outbox.owe(said, now)
                spoke = spoke or bool(said)
        return spoke
