"""Who is on duty and who is away; and the list of the morning."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.desk.case_carrier import Carrier
from bot.desk.case_clock import CaseClock
from bot.desk.staff.conflicts import Conflicts
from bot.ports.consultation import CaseView
from bot.ports.delivery import Clock
from bot.rules.desk.desk_catalog import Knowledge
from storage.database import Database
from storage.records.consultation import Case, Office, StaffMember, StaffPerson
from storage.records.delivery import Call
from storage.stores import Stores, stores

# The list comes at nine, and until noon when the bot was not there at nine.
FROM_HOUR, UNTIL_HOUR = 9, 12
# cards shown anew at once: a group takes 20 messages a minute
SHOWN = 15


@dataclass(frozen=True, slots=True)
class InHand:
    """Cases in hand: somebody's own and those that nobody has; who is barred sees neither."""

    own: tuple[Case, ...]
    free: tuple[Case, ...]


class StaffDays:
    """Duty, vacation and work in hand, within one transaction."""

    def __init__(self, stores: Stores, view: CaseView, now: int) -> None:
        self._stores, self._view, self._now = stores, view, now
        self._carrier = Carrier(stores, view, now)
        self._conflicts = Conflicts(stores, now)

    async def people(self, office: Office) -> list[StaffMember]:
        """Who has acted in the office's staff chat."""
        return await self._stores.staff.of_office(office.id)

    async def coordinators(self, office: Office) -> list[StaffPerson]:
        """Who watches the office."""
        found = [one for one in await self.people(office) if one.role == "coordinator"]
        return [StaffPerson(one.user_id, one.name) for one in found if one.user_id]

    async def may_speak_for(self, office: Office, person: StaffPerson, other: int) -> bool:
        """Whether she may set the days of somebody: her own always, others' as a coordinator."""
        if person.id == other:
            return True
        return any(one.id == person.id for one in await self.coordinators(office))

    async def turn_duty(self, office: Office, person: StaffPerson) -> bool:
        """Put somebody on duty, or off it; return what it is now."""
        await self._known(office, person)
        member = await self._stores.offices.member(office.id, person.id)
        on_duty = not (member and member.on_duty)
        await self._stores.staff.set_duty(office.id, person.id, on_duty)
        return on_duty

    async def free_cards(self, office: Office) -> list[Call]:
        """Show the cards that name who is on duty as they stand, at most SHOWN."""
        free = await self._stores.case_work.untaken(office.id)
        return await self.cards(free[:SHOWN])

    async def go_away(self, office: Office, person: StaffPerson, until: int | None) -> list[Case]:
        """Somebody is away until then; return her open cases, which are offered to others."""
        await self._known(office, person)
        await self._stores.staff.set_away(person.id, until)
        return await self._stores.case_work.of_taker(office.id, person.id)

    async def is_away(self, office: Office, person: StaffPerson) -> bool:
        """Whether somebody is on vacation now."""
        member = await self._stores.offices.member(office.id, person.id)
        return member is not None and (member.away_until or 0) > self._now

    async def cards(self, cases: list[Case]) -> list[Call]:
        """Show the cards of these cases as they stand."""
        return [call for case in cases for call in await self._carrier.refresh_card(case.id)]

    async def in_hand(self, office: Office, person: StaffPerson) -> InHand:
        """What somebody has and could take, the earliest deadline first."""
        own = await self._stores.case_work.of_taker(office.id, person.id)
        free = await self._stores.case_work.untaken(office.id)
        for case in await self._stores.cases.open_of(office.id):
            if case.taken_by not in (None, person.id) and await self._is_away(case):
                free.append(case)
        return InHand(
            tuple([one for one in own if not await self._barred(one, person)]),
            tuple([one for one in free if not await self._barred(one, person)]),
        )

    async def _barred(self, case: Case, person: StaffPerson) -> bool:
        return person.id in await self._conflicts.barred(case)

    async def _is_away(self, case: Case) -> bool:
        return (await self._carrier.hands(case)).away_until is not None

    async def _known(self, office: Office, person: StaffPerson) -> None:
        await self._stores.offices.seen(office.id, person.id, person.name, "staff", self._now)


class MorningRounds:
    """Sends each staff chat what is due today: on working days, once, and only if there is any."""

    def __init__(
        self, database: Database, knowledge: Knowledge, view: CaseView, clock: Clock
    ) -> None:
        self._database, self._knowledge, self._view = database, knowledge, view
        self._clock = clock

    async def run(self) -> bool:
        """Look at every office; return whether anything is owed by it."""
        now, spoke = self._clock(), False
        async with self._database.transaction() as transaction:
            opened = stores(transaction)
            for office in await opened.offices.bound():
                call = await self._list(opened, office, now)
                if call is not None:
                    await opened.outbox.owe([call], now)
                    spoke = True
        return spoke

    async def _list(self, opened: Stores, office: Office, now: int) -> Call | None:
        facts = await CaseClock(opened, self._knowledge, now).office(office.id)
        local = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(facts.calendar.zone))
        if not FROM_HOUR <= local.hour < UNTIL_HOUR or not facts.calendar.intervals(local.date()):
            return None
        epoch = date(1970, 1, 1)
        if not await opened.case_waits.claim_morning(
            office.chat_id or 0, (local.date() - epoch).days
        ):
            return None
        midnight = datetime.combine(local.date(), time(23, 59, 59), local.tzinfo)
        due = await opened.case_work.due(office.id, int(midnight.timestamp()) + 1)
        return self._view.morning(office, due, now) if due else None
