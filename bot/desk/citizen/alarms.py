"""What danger changes: numbers at once, a case hidden from outside, a threat that hurries."""

from bot.desk.case_carrier import Carrier
from bot.desk.case_clock import CaseClock
from bot.desk.reopening import Reopening
from bot.desk.staff.waiting import Waiting
from bot.ports.consultation import CaseView
from bot.rules.desk.asking import wants_emergency
from bot.rules.desk.case_states import OPEN
from bot.rules.desk.danger import MEDIATION
from bot.rules.desk.desk_catalog import Knowledge
from storage.records.consultation import Case, CaseState, Draft
from storage.records.delivery import Call
from storage.records.people import Chat
from storage.stores import Stores


class Alarms:
    """Danger in drafts and cases, within one transaction."""

    def __init__(self, stores: Stores, knowledge: Knowledge, view: CaseView, now: int) -> None:
        self._stores, self._knowledge, self._view, self._now = stores, knowledge, view, now
        self._carrier = Carrier(stores, view, now)
        self._clock = CaseClock(stores, knowledge, now)
        self._waiting = Waiting(stores, knowledge, view, now)
        self._reopening = Reopening(stores, self._carrier, self._clock, now)

    async def in_draft(self, draft: Draft, chat: Chat, text: str) -> list[Call]:
        """Judge words of a question being written; the numbers come before anything is asked."""
        found = self._knowledge.triage(text)
        # a false alarm silences what is past, never a threat to life
        if not found.sensitive or (draft.calm and not found.urgent):
            return []
        urgent = draft.urgent or found.urgent
        await self._stores.drafts.change(chat.id, sensitive=True, urgent=urgent, calm=False)
        await self._no_mediation(draft)
        if not (draft.calm or wants_emergency(draft.emergency_at, self._now)):
            return []
        await self._stores.drafts.change(chat.id, emergency_at=self._now)
        return [self._view.emergency(chat.id, chat.language)]

    async def _no_mediation(self, draft: Draft | None) -> None:
        """Whoever is hurt is not asked to come to terms."""
        if draft is not None and draft.category == MEDIATION:
            await self._stores.drafts.change(draft.chat_id, category=None)

    async def carried(self, draft: Draft, case_id: int) -> list[Call]:
        """A question turned out to continue a case: the danger seen in it goes along."""
        case = await self._stores.cases.get(case_id)
        if case is None:
            return []
        said: list[Call] = []
        if draft.sensitive:
            await self._stores.cases.emergency_shown(case.id, draft.emergency_at or self._now)
            await self._stores.cases.note(case.id, "alarm", self._now)
            said += await self._staff_told(case, "staff.alarm")
            said += await self._sensitive(case, None)
        if draft.urgent:
            said += await self._hurry(case)
        if draft.covered is not None:
            await self._stores.cases.set_covered(case.id, draft.covered)
        return said

    async def shown(self, chat_id: int) -> None:
        """She was shown the numbers by a button or a category: they are not said twice."""
        await self._stores.drafts.change(chat_id, emergency_at=self._now)

    async def opening(self, case: Case, text: str) -> list[Call]:
        """As `in_case`; danger opens a closed case again."""
        said = await self.in_case(case, text)
        if said and case.state is CaseState.CLOSED:
            said += await self._reopening.open(case)
        return said

    async def in_case(self, case: Case, text: str) -> list[Call]:
        """Judge words that she adds to a case."""
        found = self._knowledge.triage(text)
        if not found.sensitive:
            return []
        said = await self._sensitive(case, None)
        grew = found.urgent and not case.urgent
        if grew:
            said += await self._hurry(case)
        if not (grew or wants_emergency(case.emergency_at, self._now)):
            return said
        await self._stores.cases.emergency_shown(case.id, self._now)
        await self._stores.cases.note(case.id, "alarm", self._now)
        shown = self._view.emergency(case.citizen_chat_id, case.language, case.id)
        return [shown, *await self._staff_told(case, "staff.alarm"), *said]

    async def make_sensitive(self, case_id: int, actor_id: int | None) -> list[Call]:
        """One tap of the staff: from here on nothing outside shows what the case is about."""
        case = await self._stores.cases.get(case_id)
        return await self._sensitive(case, actor_id) if case else []

    async def _sensitive(self, case: Case, actor_id: int | None) -> list[Call]:
        if case.sensitive:
            return []
        await self._stores.cases.make_sensitive(case.id)
        await self._stores.cases.note(case.id, "sensitive", self._now, actor_id)
        await self._stores.audit.note("sensitive", self._now, actor_id, case.id)
        return [*await self._shown_anew(case.id), *await self._carrier.call_team(case)]

    async def _hurry(self, case: Case) -> list[Call]:
        if case.urgent:
            return []
        await self._stores.cases.set_urgent(case.id, True)
        await self._clock.hurry(case.id)
        return await self._shown_anew(case.id)

    async def threat(self, chat_id: int, case_id: int) -> list[Call]:
        """She pressed: in danger at this moment. Case 0: the question being written."""
        case = await self._hers(chat_id, case_id)
        if case is None:
            await self._stores.drafts.change(chat_id, sensitive=True, urgent=True)
            await self._no_mediation(await self._stores.drafts.get(chat_id))
            return []
        await self._stores.cases.note(case.id, "alarm", self._now)
        said = await self._woken(case)
        said += await self._sensitive(case, None) + await self._hurry(case)
        return [*said, *await self._staff_told(case, "staff.threat")]

    async def _woken(self, case: Case) -> list[Call]:
        """A threat waits for nothing: a closed case opens again, one that rests goes on."""
        if case.state is not CaseState.CLOSED:
            return await self._waiting.resume(case, None)
        said = await self._reopening.open(case)
        return [*said, *await self._carrier.refresh_card(case.id)]

    async def calm(self, chat_id: int, case_id: int) -> list[Call]:
        """She pressed: a false alarm. What the case shows outside stays hidden all the same."""
        case = await self._hers(chat_id, case_id)
        if case is None:
            await self._stores.drafts.change(chat_id, sensitive=False, urgent=False, calm=True)
            return []
        await self._stores.cases.set_urgent(case.id, False)
        await self._stores.cases.note(case.id, "calm", self._now)
        return [*await self._shown_anew(case.id), *await self._staff_told(case, "staff.calm")]

    async def cover(self, chat_id: int, case_id: int, covered: bool) -> None:
        """She said whether somebody else may read this chat."""
        case = await self._hers(chat_id, case_id)
        if case is None:
            await self._stores.drafts.change(chat_id, covered=covered)
        else:
            await self._stores.cases.set_covered(case.id, covered)

    async def _hers(self, chat_id: int, case_id: int) -> Case | None:
        """The case that a button speaks of. One of a question that was sent meanwhile: its case."""
        if case_id:
            case = await self._stores.cases.get(case_id)
            return case if case and case.citizen_chat_id == chat_id else None
        if await self._stores.drafts.get(chat_id) is not None:
            return None
        hers = await self._stores.cases.of_citizen(chat_id)
        # an open one, the one whose numbers she saw last, else the newest
        return max(
            hers, key=lambda one: (one.state in OPEN, one.emergency_at or 0, one.id), default=None
        )

    async def _shown_anew(self, case_id: int) -> list[Call]:
        case = await self._stores.cases.get(case_id)
        if case is None:
            return []
        office = await self._stores.offices.get(case.office_id)
        renamed = self._view.renamed(case, office)
        return [*([renamed] if renamed else []), *await self._carrier.refresh_card(case.id)]

    async def _staff_told(self, case: Case, key: str) -> list[Call]:
        office = await self._stores.offices.get(case.office_id)
        if office.chat_id is not None:
            return [self._view.staff_told(case, office, key)]
        if key == "staff.calm":
            return []
        return await self._view.admins_told(
            self._stores, "case.admin.danger", office.id, number=case.id
        )
