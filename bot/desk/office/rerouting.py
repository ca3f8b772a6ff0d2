"""Gives a whole district to another office with its open cases, and takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.desk.staff.transfers import Transfers
from bot.errors import BotError
from bot.ports.consultation import CaseView
from bot.rules.desk.desk_catalog import Knowledge
from bot.rules.desk.routing import areas_of, route
from storage.records.consultation import Case, StaffPerson
from storage.records.delivery import Call
from storage.records.office_settings import Overrides
from storage.stores import Stores


class ChangedMeanwhile(BotError):  # noqa: N818 - named by what happened
    """The district is not where the screen showed it, or the other office lost its group."""

    key = "reroute.changed"


@dataclass(frozen=True, slots=True)
class District:
    """A district or region of an office; `to` answers in its place, None: it answers itself."""

    area: str
    office: str
    to: str | None


@dataclass(frozen=True, slots=True)
class Rerouted:
    """What was done: so many cases moved, and what is to be said about it."""

    cases: int
    said: tuple[Call, ...]


class Rerouting:
    """Districts within one transaction."""

    def __init__(self, stores: Stores, knowledge: Knowledge, view: CaseView, now: int) -> None:
        self._stores, self._knowledge, self._now = stores, knowledge, now
        self._transfers = Transfers(stores, knowledge, view, now)

    async def districts(self, office_id: str) -> list[District]:
        """Those of the office by the catalogue, then those that others gave to it."""
        rerouted = (await self._stores.office_settings.overrides()).rerouted
        own = [
            District(area, office_id, rerouted.get((area, office_id)))
            for area in areas_of(self._knowledge, office_id)
        ]
        given = sorted(key for key, to in rerouted.items() if to == office_id)
        return own + [District(area, giver, office_id) for area, giver in given]

    async def targets(self, office_id: str) -> list[str]:
        """Offices that can answer in its place: those with a staff chat, but no trained team."""
        bound = await self._bound()
        offices = self._knowledge.offices.values()
        return [one.id for one in offices if one.id in bound - {office_id} and not one.team]

    async def going(self, area: str, office_id: str) -> list[Case]:
        """The open cases that would go along."""
        cases = await self._stores.cases.open_of(office_id)
        return [case for case in cases if case.district == area]

    async def give(self, area: str, office_id: str, to: str, person: StaffPerson) -> Rerouted:
        """From now on `to` answers; open cases go along. Raises ChangedMeanwhile."""
        here = District(area, office_id, None)
        if here not in await self.districts(office_id) or to not in await self.targets(office_id):
            raise ChangedMeanwhile
        settings = self._stores.office_settings
        await self._stores.offices.ensure(office_id)
        await settings.route_back(area, to)  # else each would send questions to the other
        await settings.reroute(area, office_id, to, person.id, self._now)
        await self._note("district_given", office_id, person)
        return await self._move(await self.going(area, office_id), to, person)

    async def returning(self, area: str, office_id: str) -> list[Case]:
        """The open cases that would come back to the district's own office."""
        overrides = await self._stores.office_settings.overrides()
        to = overrides.rerouted.get((area, office_id))
        bound = await self._bound()
        if to is None or office_id not in bound:
            return []  # without a staff chat nobody could be told there: they stay
        rest = {key: one for key, one in overrides.rerouted.items() if key != (area, office_id)}
        then = replace(overrides, rerouted=rest)
        going = await self.going(area, to)
        return [case for case in going if self._office(case, bound, then) == office_id]

    async def take_back(self, here: District, person: StaffPerson) -> Rerouted:
        """The catalogue holds again; the district's open cases return. Raises ChangedMeanwhile."""
        overrides = await self._stores.office_settings.overrides()
        to = overrides.rerouted.get((here.area, here.office))
        if to is None or to != here.to:
            raise ChangedMeanwhile
        cases = await self.returning(here.area, here.office)
        await self._stores.office_settings.route_back(here.area, here.office)
        await self._note("district_returned", here.office, person)
        return await self._move(cases, here.office, person)

    async def _move(self, cases: Sequence[Case], to: str, person: StaffPerson) -> Rerouted:
        said: list[Call] = []
        for case in cases:
            said += (await self._transfers.with_district(case, person, to)).said
        return Rerouted(len(cases), tuple(said))

    async def _note(self, what: str, office_id: str, person: StaffPerson) -> None:
        await self._stores.audit.note(what, self._now, person.id, office_id=office_id)

    async def _bound(self) -> frozenset[str]:
        return frozenset(office.id for office in await self._stores.offices.bound())

    def _office(self, case: Case, bound: frozenset[str], overrides: Overrides) -> str | None:
        area = self._knowledge.area(case.district)
        category = self._knowledge.categories.get(case.category)
        if area is None or category is None:
            return None
        return route(self._knowledge, area, category, bound, overrides).office
