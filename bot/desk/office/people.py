"""Who answers in an office: added by hand, made a coordinator, put on duty, removed."""

from dataclasses import dataclass

from bot.desk.case_carrier import Carrier
from bot.desk.staff.days import StaffDays
from bot.errors import BotError
from bot.ports.consultation import CaseView
from storage.records.consultation import Office, StaffMember, StaffPerson
from storage.records.delivery import Call
from storage.stores import Stores


class LastCoordinator(BotError):  # noqa: N818 - named by what happened
    """Nobody would be left who may change anything."""

    key = "office.last_coordinator"


class NotOfStaff(BotError):  # noqa: N818 - named by what happened
    """Somebody who does not answer in this office, or has left it."""

    key = "office.not_of_staff"


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the staff, and how many open cases she has."""

    member: StaffMember
    cases: int


class OfficePeople:
    """The staff of offices within one transaction."""

    def __init__(self, stores: Stores, view: CaseView, now: int) -> None:
        self._stores, self._view, self._now = stores, view, now
        self._days, self._carrier = StaffDays(stores, view, now), Carrier(stores, view, now)

    async def everybody(self, office_id: str) -> list[StaffMember]:
        """Who answers there, by name; the group's anonymous administrators are nobody."""
        found = await self._stores.staff.of_office(office_id)
        return [one for one in found if one.user_id > 0]

    async def one(self, office_id: str, user_id: int) -> Colleague:
        """Somebody who answers there. Raises NotOfStaff."""
        for member in await self.everybody(office_id):
            if member.user_id == user_id:
                cases = await self._stores.case_work.of_taker(office_id, user_id)
                return Colleague(member, len(cases))
        raise NotOfStaff

    async def add(self, office_id: str, person: StaffPerson, by: int) -> None:
        """She answers there from now on; whoever does already stays what she is."""
        await self._stores.offices.ensure(office_id)
        offices = self._stores.offices
        await offices.seen(office_id, person.id, person.name, "staff", self._now)
        await self._note("staff_added", office_id, person.id, by)

    async def add_again(self, office_id: str, user_id: int, by: int) -> None:
        """Take a removal back; her earlier cases stay free. Raises NotOfStaff."""
        member = await self._stores.offices.member(office_id, user_id)
        if member is None:
            raise NotOfStaff
        await self.add(office_id, StaffPerson(user_id, member.name), by)

    async def turn_coordinator(self, office_id: str, user_id: int, by: int) -> None:
        """Make her a coordinator, or no longer. Raises NotOfStaff or LastCoordinator."""
        member = (await self.one(office_id, user_id)).member
        if member.role == "coordinator":
            await self._keep_one(office_id, user_id)
        role = "staff" if member.role == "coordinator" else "coordinator"
        await self._stores.offices.set_role(office_id, user_id, role)
        what = "made_coordinator" if role == "coordinator" else "made_staff"
        await self._note(what, office_id, user_id, by)

    async def turn_duty(self, office_id: str, user_id: int) -> list[Call]:
        """Put her on duty, or off it. Raises NotOfStaff."""
        member = (await self.one(office_id, user_id)).member
        office = await self._stores.offices.get(office_id)
        await self._days.turn_duty(office, StaffPerson(member.user_id, member.name))
        return await self._days.free_cards(office)

    async def remove(self, office_id: str, user_id: int, by: int) -> list[Call]:
        """She answers there no more: her open cases are free. Raises NotOfStaff, LastCoordinator.

        What she wrote and took stays in the log. If she writes in the group again, she is back.
        """
        member = (await self.one(office_id, user_id)).member
        if member.role == "coordinator":
            await self._keep_one(office_id, user_id)
        return await self._leave(office_id, user_id, by)

    async def left_group(self, office: Office, user_id: int) -> list[Call]:
        """She left the staff chat; the administrators hear of it when nobody coordinates now."""
        before = await self._stores.offices.coordinators(office.id)
        said = await self._leave(office.id, user_id, user_id)
        if [one.user_id for one in before] == [user_id]:
            key = "office.admin.no_coordinator"
            said += await self._view.admins_told(self._stores, key, office.id)
        return said

    async def _leave(self, office_id: str, user_id: int, by: int) -> list[Call]:
        if not await self._stores.staff.leave(office_id, user_id, self._now):
            return []
        await self._note("staff_removed", office_id, user_id, by)
        said: list[Call] = []
        for case in await self._stores.case_work.of_taker(office_id, user_id):
            await self._stores.case_work.release(case.id)
            await self._stores.cases.note(case.id, "released", self._now, by)
            said += await self._carrier.refresh_card(case.id)
        return said

    async def _note(self, what: str, office_id: str, user_id: int, by: int) -> None:
        await self._stores.audit.note(what, self._now, by, office_id=office_id, subject_id=user_id)

    async def _keep_one(self, office_id: str, user_id: int) -> None:
        watchers = await self._stores.offices.coordinators(office_id)
        if all(one.user_id == user_id for one in watchers):
            raise LastCoordinator
