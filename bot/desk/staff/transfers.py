"""Gives a case to another office with its whole history, and takes it back."""

import json
from dataclasses import dataclass, replace

from bot.desk.case_carrier import Carrier
from bot.desk.case_clock import CaseClock
from bot.desk.staff.answers import NotYourCase
from bot.errors import BotError
from bot.ports.consultation import CaseView
from bot.rules.desk.danger import MEDIATION, case_in_danger, is_violent
from bot.rules.desk.desk_catalog import Knowledge
from bot.rules.desk.routing import route
from storage.records.consultation import Case, CaseState, Office, StaffPerson, Written
from storage.records.delivery import Call
from storage.records.staff_desk import Note, Place
from storage.stores import Stores

# Whoever transferred a case may still write why; then the thread is closed.
CLOSES_AFTER_S = 600


class BegunThere(BotError):  # noqa: N818 - named by what is so
    """The other office works on it already: only they can give it back."""

    key = "staff.begun_there"


@dataclass(frozen=True, slots=True)
class Moved:
    """A case that was given away; `same_office`: only what it is about has changed."""

    case: Case
    same_office: bool
    said: tuple[Call, ...]


class Transfers:
    """Transfers within one transaction."""

    def __init__(self, stores: Stores, knowledge: Knowledge, view: CaseView, now: int) -> None:
        self._stores, self._knowledge, self._view, self._now = stores, knowledge, view, now
        self._carrier = Carrier(stores, view, now)

    async def targets(self, case: Case) -> list[str]:
        """The other offices that have a staff chat, in the catalogue's order."""
        bound = {office.id for office in await self._stores.offices.bound()}
        return [one for one in self._knowledge.offices if one in bound and one != case.office_id]

    async def to_office(self, case: Case, person: StaffPerson, target: str) -> Moved:
        """Give the case to another office. Raises NotYourCase: it cannot take it (any more)."""
        if target not in await self.targets(case):
            raise NotYourCase
        await self._seen(case, person)
        return await self._move(case, person, target, case.category)

    async def with_district(self, case: Case, person: StaffPerson, target: str) -> Moved:
        """The case goes with its whole district; `person` need not be of the staff."""
        return await self._move(case, person, target, case.category)

    async def to_category(self, case: Case, person: StaffPerson, category_id: str) -> Moved:
        """It is about something else: the office that answers such questions here takes it.

        Raises NotYourCase.
        """
        category = self._knowledge.categories.get(category_id)
        area = self._knowledge.area(case.district)
        danger = case_in_danger(case, self._knowledge.categories.get(case.category))
        if category is None or area is None or (danger and category_id == MEDIATION):
            raise NotYourCase
        bound = {office.id for office in await self._stores.offices.bound()}
        overrides = await self._stores.office_settings.overrides()
        danger = danger or is_violent(category)
        target = route(self._knowledge, area, category, bound, overrides, danger=danger).office
        await self._seen(case, person)
        hides = category.sensitive and not case.sensitive
        if hides:
            await self._stores.cases.make_sensitive(case.id)
            await self._stores.cases.note(case.id, "sensitive", self._now, person.id)
        moved = await self._move(case, person, target, category_id)
        if not (hides and moved.same_office):
            return moved
        return replace(moved, said=(*moved.said, *await self._carrier.call_team(moved.case)))

    async def recall(self, office: Office, case_id: int, person: StaffPerson) -> Moved:
        """Undo a transfer that this office made. Raises NotYourCase or BegunThere."""
        case = await self._stores.cases.get(case_id)
        place = await self._stores.case_notes.stood(case_id, office.chat_id or 0)
        if case is None or place is None or case.office_id == office.id:
            raise NotYourCase
        if case.taken_by is not None or case.state is not CaseState.ACCEPTED:
            raise BegunThere
        await self._seen(case, person)
        return await self._move(case, person, office.id, case.category)

    async def _seen(self, case: Case, person: StaffPerson) -> None:
        offices = self._stores.offices
        await offices.seen(case.office_id, person.id, person.name, "staff", self._now)

    async def _move(self, case: Case, person: StaffPerson, target: str, category: str) -> Moved:
        office = await self._stores.offices.get(case.office_id)
        await self._stores.offices.ensure(target)
        if target == case.office_id:
            return await self._only_category(case, person, category)
        state = CaseState.CLOSED if case.state is CaseState.CLOSED else CaseState.ACCEPTED
        work = self._stores.case_work
        if not await work.transfer(case.id, office.id, target, category, state):
            raise NotYourCase
        data = {"from": office.id, "to": target, "category": category}
        await self._stores.cases.note(case.id, "transferred", self._now, person.id, data)
        await self._stores.case_waits.end(case.id)
        due_at = await self._clock().restart(case.id, target)
        said = await self._leave(case, office, target)
        moved = await self._case(case.id)
        said += await self._carrier.settle(moved)
        said.append(self._view.moved_citizen(moved, due_at))
        return Moved(moved, False, tuple(said))

    async def _only_category(self, case: Case, person: StaffPerson, category: str) -> Moved:
        if category == case.category:
            return Moved(case, True, ())
        await self._stores.case_work.rename(case.id, category)
        await self._clock().hasten(case)
        data = {"from": case.office_id, "to": case.office_id, "category": category}
        await self._stores.cases.note(case.id, "transferred", self._now, person.id, data)
        there = await self._case(case.id)
        title = self._view.renamed(there, await self._stores.offices.get(case.office_id))
        said = await self._carrier.refresh_card(case.id)
        return Moved(there, True, tuple([title, *said] if title else said))

    async def _leave(self, case: Case, office: Office, target: str) -> list[Call]:
        """What was to be said there is taken back; a line says where the case went."""
        chat_id = office.chat_id
        await self._stores.case_messages.stop(case.id)
        if chat_id is None:
            return []
        thread_id = case.thread_id or 0 if case.thread_chat_id == chat_id else 0
        place = Place(case.id, chat_id, thread_id, None)
        await self._say_apart(place)
        closing = None
        if thread_id:
            call = self._view.thread_closed(place, self._now + CLOSES_AFTER_S)
            [closing] = await self._stores.outbox.owe([call], self._now)
        await self._stores.case_notes.leave(Place(case.id, chat_id, thread_id, closing))
        card = await self._stores.case_posts.card(case.id, chat_id)
        said = [self._view.left_card(case, office, card.message_id, target)] if card else []
        return [*said, self._view.left(case, office, place, target)]

    async def _say_apart(self, place: Place) -> None:
        """Owed lines are said where they belong; copies of messages go to the new office."""
        notes, outbox = self._stores.case_notes, self._stores.outbox
        await notes.not_again(place.case_id, place.chat_id)
        for row in await notes.left_owed(place.case_id, place.chat_id):
            if row["effect"] == "case_copied":
                await outbox.withdraw(row["id"])
                continue
            body = json.loads(row["body"])
            if place.thread_id and "message_id" not in body:
                body["message_thread_id"] = place.thread_id
            await notes.say_apart(row["id"], json.dumps(body, ensure_ascii=False))

    async def reason(self, case: Case, person: StaffPerson, written: Written) -> list[Call]:
        """Why a case was transferred, for the colleagues who have it now; never for the citizen."""
        note = Note(
            case.id,
            written.chat_id,
            written.message_id,
            person.id,
            person.name,
            written.html,
            self._now,
        )
        if not await self._stores.case_notes.add(note):
            return []
        office = await self._stores.offices.get(case.office_id)
        if office.chat_id in (None, written.chat_id):
            return []
        return self._view.note(case, office, note)

    async def _case(self, case_id: int) -> Case:
        case = await self._stores.cases.get(case_id)
        if case is None:
            raise NotYourCase
        return case

    def _clock(self) -> CaseClock:
        return CaseClock(self._stores, self._knowledge, self._now)
