"""The citizen's side of cases: opening one, adding to it, changing what was written."""

from dataclasses import dataclass, replace

from bot.desk.case_carrier import Carrier
from bot.desk.case_clock import CaseClock
from bot.desk.citizen.alarms import Alarms
from bot.desk.reopening import Reopening
from bot.ports.consultation import CaseView
from bot.rules.desk.asking import belongs_to
from bot.rules.desk.case_states import after_question, may_go_on
from bot.rules.desk.danger import draft_in_danger
from bot.rules.desk.desk_catalog import Knowledge
from bot.rules.desk.routing import Route, route
from bot.rules.desk.working_time import due
from storage.records.consultation import (
    Case,
    CaseMessage,
    CaseState,
    Draft,
    NewCase,
    Side,
    Way,
    Written,
)
from storage.records.delivery import Call
from storage.records.people import Chat
from storage.stores import Stores


@dataclass(frozen=True, slots=True)
class Promise:
    """Who would answer a question, and by when (UTC seconds)."""

    route: Route
    answer_due_at: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A case just opened, and what the staff and the administrators are told."""

    case: Case
    said: tuple[Call, ...]


class Cases:
    """Cases as their citizens see them, within one transaction."""

    def __init__(self, stores: Stores, knowledge: Knowledge, view: CaseView, now: int) -> None:
        self._stores, self._knowledge, self._view, self._now = stores, knowledge, view, now
        self._carrier = Carrier(stores, view, now)
        self._clock = CaseClock(stores, knowledge, now)
        self._reopening = Reopening(stores, self._carrier, self._clock, now)
        self._alarms = Alarms(stores, knowledge, view, now)

    async def promise(self, draft: Draft) -> Promise:
        """Say who would answer and by when. LookupError: district or category is not chosen."""
        area = self._knowledge.area(draft.district or "")
        category = self._knowledge.categories.get(draft.category or "")
        if area is None or category is None:
            raise LookupError("a draft without district or category")
        bound = {office.id for office in await self._stores.offices.bound()}
        danger = draft_in_danger(draft, category)
        overrides = await self._stores.office_settings.overrides()
        found = route(self._knowledge, area, category, bound, overrides, danger=danger)
        office = await self._clock.office(found.office)
        pace = "urgent" if draft.urgent else category.pace
        at = due(office.calendar_for(pace), self._now, office.first_answer[pace])
        return Promise(found, at)

    async def open(self, draft: Draft, chat: Chat, name: str) -> Opened:
        """Make the draft a case and bring it to its office, or owe it there.

        `name` is kept only if she chose to show it.
        """
        promise = await self.promise(draft)
        new = await self._new(draft, chat, promise)
        if not draft.anonymous:
            await self._stores.citizens.call(chat.id, name, self._now)
        case = await self._stores.cases.open(new, self._now)
        hops = [[hop.office, hop.reason] for hop in promise.route.hops]
        about = {"district": case.district, "category": case.category, "language": case.language}
        opened = {**about, "office": case.office_id, "route": hops}
        await self._stores.cases.note(case.id, "opened", self._now, data=opened)
        await self._clock.start(case)
        version = {"version": new.consent_version}
        await self._stores.cases.note(case.id, "consented", self._now, data=version)
        for message in draft.messages:
            written = message.written(chat.id)
            await self._stores.case_messages.add(
                case.id, Side.CITIZEN, written, Way.WAITING, self._now
            )
        await self._drop(draft)
        said = await self._carrier.settle(case)
        if promise.route.waits:
            said += await self._view.admins_told(
                self._stores, "case.admin.waits", case.office_id, number=case.id
            )
        return Opened(case, tuple(said))

    async def _new(self, draft: Draft, chat: Chat, promise: Promise) -> NewCase:
        await self._stores.offices.ensure(promise.route.office)
        category = self._knowledge.categories[draft.category or ""]
        sensitive = category.sensitive or draft.sensitive
        return NewCase(
            citizen_chat_id=chat.id,
            office_id=promise.route.office,
            district=draft.district or "",
            category=category.id,
            language=chat.language,
            sensitive=sensitive,
            urgent=draft.urgent,
            anonymous=draft.anonymous,
            consent_version=self._knowledge.consent_version,
            answer_due_at=promise.answer_due_at,
            emergency_at=draft.emergency_at,
            covered=sensitive and draft.covered is not False,
            linked_to=draft.linked_to,
        )

    async def of(self, chat_id: int) -> list[Case]:
        """Her cases, the newest first."""
        return await self._stores.cases.of_citizen(chat_id)

    async def candidates(self, chat_id: int) -> list[Case]:
        """Cases that a message of hers might belong to: open or closed lately."""
        return [case for case in await self.of(chat_id) if may_go_on(case, self._now)]

    async def pointed_at(self, written: Written) -> Case | None:
        """The case that a message names itself: by its album's earlier parts, or by its reply."""
        if written.album:
            parts = await self._stores.case_messages.album(written.chat_id, written.album)
            if parts:
                return await self._stores.cases.get(parts[0].case_id)
        if written.reply_to is None:
            return None
        post = await self._stores.case_posts.find(written.chat_id, written.reply_to)
        case = await self._stores.cases.get(post.case_id) if post else None
        return case if case and may_go_on(case, self._now) else None

    async def only_open(self, chat_id: int) -> Case | None:
        """The case that a plain message joins without asking."""
        return belongs_to(await self.of(chat_id), self._now)

    async def continue_with(self, case_id: int, draft: Draft) -> list[Call] | None:
        """Add the draft to one of her cases; None: it is not hers or closed long ago."""
        case = await self._stores.cases.get(case_id)
        hers = case is not None and case.citizen_chat_id == draft.chat_id
        if case is None or not hers or not may_go_on(case, self._now):
            return None
        await self._drop(draft)
        said: list[Call] = []
        for message in draft.messages:
            said += await self.add(case, message.written(draft.chat_id))
            # the first of them may have opened it again
            case = await self._stores.cases.get(case_id) or case
        return said + await self._alarms.carried(draft, case_id)

    async def _drop(self, draft: Draft) -> None:
        """The draft is used up, and so is a screen of it that waits for the end of a burst."""
        if draft.screen_row is not None:
            await self._stores.outbox.withdraw(draft.screen_row)
        await self._stores.drafts.drop(draft.chat_id)

    async def latest(self, chat_id: int) -> Case | None:
        """Her newest case that is open or was closed lately."""
        found = await self.candidates(chat_id)
        return found[0] if found else None

    def awaits(self, case: Case) -> bool:
        """Whether the staff asked her something: then even a short word is an answer."""
        return case.state is CaseState.WAITING

    async def long_closed(self, written: Written) -> Case | None:
        """The case that her reply points at, if it was closed too long ago to go on with."""
        if written.reply_to is None:
            return None
        post = await self._stores.case_posts.find(written.chat_id, written.reply_to)
        case = await self._stores.cases.get(post.case_id) if post else None
        hers = case is not None and case.citizen_chat_id == written.chat_id
        return case if case and hers and not may_go_on(case, self._now) else None

    async def add(self, case: Case, written: Written) -> list[Call]:
        """Carry one more message of the citizen to her case's thread."""
        message = await self._stores.case_messages.add(
            case.id, Side.CITIZEN, written, Way.OWED, self._now
        )
        if message is None:
            return []
        await self._stores.cases.note(case.id, "added", self._now, data={"message": message.id})
        said = await self._alarms.in_case(case, written.text)
        if case.state is CaseState.CLOSED:
            said += await self._reopening.open(case)
        said += await self._carrier.to_staff(case, message)
        return said + await self._go_on(case)

    async def hers(self, case: Case) -> list[CaseMessage]:
        """What she wrote in the case, in the order written."""
        messages = await self._stores.case_messages.of_case(case.id)
        return [one for one in messages if one.side is Side.CITIZEN]

    async def _go_on(self, case: Case) -> list[Call]:
        state = after_question(case.state)
        if case.state is CaseState.FORWARDED:
            await self._clock.asked(case)
        if state is case.state:
            return []
        if case.state is not CaseState.CLOSED:
            await self._stores.cases.set_state(case.id, state)
            await self._clock.asked(case)
        if await self._stores.case_waits.end(case.id):
            await self._stores.cases.note(case.id, "resumed", self._now)
        return await self._carrier.refresh_card(case.id)

    async def make_sensitive(self, case_id: int, actor: int | None) -> list[Call]:
        """Somebody of the staff (None: an anonymous one) hides what the case is about."""
        return await self._alarms.make_sensitive(case_id, actor)

    async def change(self, written: Written) -> list[Call]:
        """An edited message of hers arrives as a new version; one that changed nothing does not."""
        message = await self._stores.case_messages.written(written.chat_id, written.message_id)
        if message is None or message.says(written):
            return []
        case = await self._stores.cases.get(message.case_id)
        if case is None:
            return []
        kept = replace(written, rated=message.rated).content
        changed = await self._stores.case_messages.change(message, kept)
        await self._stores.cases.note(case.id, "changed", self._now, data={"message": message.id})
        said = await self._alarms.opening(case, written.text)
        if self.awaits(case):
            said += await self._go_on(case)
        if changed.way is not Way.DELIVERED:
            return said  # what is still on its way is copied as it is then; see case_effects
        office = await self._stores.offices.get(case.office_id)
        return said + await self._carrier.changed(case, office, changed)
