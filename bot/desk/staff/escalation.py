"""Says that cases take too long: each step once, in working hours, one message a chat and round."""

from collections.abc import Callable, Sequence

from bot.desk.case_clock import CaseClock
from bot.desk.staff.conflicts import Conflicts
from bot.ports.delivery import Clock as Now
from bot.ports.escalation import EscalationView, Late
from bot.rules.desk import clocks
from bot.rules.desk.desk_catalog import Knowledge
from bot.rules.desk.working_time import WorkingCalendar, opening
from storage.database import Database
from storage.records.case_clocks import ANSWER, Clock
from storage.records.consultation import Case, CaseState, Office, StaffMember
from storage.records.delivery import Call
from storage.stores import Stores, stores

# Cases looked at in one round; after an outage the next rounds take the others.
AT_ONCE = 500
COORDINATOR_FROM, ADMIN_FROM = clocks.TARGET, 150


class Escalation:
    """Asks the database which cases are due; `admins` are the administrators' private chats."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        view: EscalationView,
        admins: Sequence[int],
        now: Now,
        owed: Callable[[], None],
    ) -> None:
        self._database, self._knowledge, self._view = database, knowledge, view
        self._admins, self._now, self._owed = tuple(admins), now, owed

    async def run(self) -> int:
        """Say the steps that are due; return how many messages that makes."""
        now = self._now()
        async with self._database.transaction() as transaction:
            opened = stores(transaction)
            await self._adopt(opened)
            said = await _Round(opened, self._knowledge, self._view, self._admins, now).said()
            await opened.outbox.owe(said, now)
        if said:
            self._owed()
        return len(said)

    async def _adopt(self, opened: Stores) -> None:
        """Cases of a version that had no clocks are counted from their opening on."""
        for case_id in await opened.case_clocks.without(AT_ONCE):
            case = await opened.cases.get(case_id)
            if case is not None:
                await CaseClock(opened, self._knowledge, case.created_at).start(case)
                if case.first_answer_at is not None:
                    await CaseClock(opened, self._knowledge, case.first_answer_at).answered(case_id)


class _Round:
    """One round within one transaction."""

    def __init__(
        self,
        opened: Stores,
        knowledge: Knowledge,
        view: EscalationView,
        admins: Sequence[int],
        now: int,
    ) -> None:
        self._stores, self._view, self._admins, self._now = opened, view, admins, now
        self._clock = CaseClock(opened, knowledge, now)

    async def said(self) -> list[Call]:
        """Note every step that is due; return the messages, one for each chat."""
        late: list[Late] = []
        for clock in await self._stores.case_clocks.due(self._now, AT_ONCE):
            found = await self._look(clock)
            if found is not None:
                late.append(found)
        return await self._gathered(late)

    async def _look(self, clock: Clock) -> Late | None:
        case = await self._stores.cases.get(clock.case_id)
        if case is None or case.state is CaseState.CLOSED:
            await self._clock.closed(clock.case_id)
            return None
        calendar = await self._clock.calendar(case)
        step = clocks.step_reached(clock, calendar, self._now)
        if opening(calendar, self._now) > self._now:
            await self._stores.case_clocks.keep([clocks.put_off(clock, calendar, self._now)])
            return None
        after = clocks.told(clock, step, calendar, self._now)
        await self._stores.case_clocks.keep([after])
        if step == 0:  # the hours were changed meanwhile
            return None
        data = {"kind": clock.kind, "percent": step, "round": clock.round}
        await self._stores.cases.note(case.id, "step", self._now, data=data)
        return await self._late(case, clock, step, after.promised_at, calendar)

    async def _late(
        self, case: Case, clock: Clock, step: int, promised_at: int, calendar: WorkingCalendar
    ) -> Late:
        office = await self._stores.offices.get(case.office_id)
        chat_id = office.chat_id or 0
        person = await self._person(case)
        card = await self._stores.case_posts.card(case.id, chat_id)
        return Late(case, clock, step, promised_at, calendar.zone, person, card)

    async def _person(self, case: Case) -> StaffMember | None:
        """Who took the case; where nobody did, or she is away, who is on duty."""
        taker = await self._stores.offices.member(case.office_id, case.taken_by or 0)
        if taker is not None and not (taker.away_until or 0) > self._now:
            return taker
        barred = await Conflicts(self._stores, self._now).barred(case)
        on_duty = await self._stores.staff.on_duty(case.office_id, self._now)
        return next((one for one in on_duty if one.user_id not in barred), taker)

    async def _gathered(self, late: Sequence[Late]) -> list[Call]:
        said: list[Call] = []
        above: dict[int, list[Late]] = {}
        for office_id in dict.fromkeys(one.case.office_id for one in late):
            office = await self._stores.offices.get(office_id)
            mine = [one for one in late if one.case.office_id == office_id]
            watchers = await self._stores.offices.coordinators(office_id)
            said += self._to_staff(office, mine, watchers)
            for one in mine:
                for chat_id in self._above(one, office, watchers):
                    above.setdefault(chat_id, []).append(one)
        said += await self._to_each(above, self._view.watcher)
        citizens: dict[int, list[Late]] = {}
        for one in late:
            if concerns_citizen(one):
                citizens.setdefault(one.case.citizen_chat_id, []).append(one)
        return said + await self._to_each(citizens, self._view.citizen)

    def _to_staff(
        self, office: Office, late: Sequence[Late], watchers: Sequence[StaffMember]
    ) -> list[Call]:
        if office.chat_id is None:
            return []
        loud = any(one.step >= COORDINATOR_FROM for one in late)
        return [self._view.staff(office, late, watchers if loud else ())]

    def _above(self, late: Late, office: Office, watchers: Sequence[StaffMember]) -> list[int]:
        chats = [one.user_id for one in watchers if late.step >= COORDINATOR_FROM]
        if late.step >= ADMIN_FROM or office.chat_id is None:
            chats += self._admins
        return list(dict.fromkeys(chats))

    async def _to_each(
        self,
        late: dict[int, list[Late]],
        render: Callable[[int, str, Sequence[Late]], Call],
    ) -> list[Call]:
        said = []
        for chat_id, cases in late.items():
            chat = await self._stores.chats.get(chat_id)
            if chat is not None and chat.blocked_at is None:
                said.append(render(chat_id, chat.language, cases))
        return said


def concerns_citizen(late: Late) -> bool:
    """She is told once that a date has passed, and a last time when the new one has.

    A solution after an answer is not promised to her by date.
    """
    if late.clock.kind != ANSWER and late.case.state is CaseState.ANSWERED:
        return False
    passed = late.clock.said < clocks.TARGET <= late.step
    return passed or (late.clock.kind == ANSWER and late.step == clocks.LAST)
