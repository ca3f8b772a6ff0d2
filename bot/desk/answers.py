"""The staff's side of cases: a reply is the answer; taking, closing, changing an answer."""

from dataclasses import dataclass

from bot.desk.case_carrier import Carrier
from bot.desk.case_clock import CaseClock
from bot.errors import BotError
from bot.ports.consultation import CaseView
from bot.rules.desk.case_states import after_take
from bot.rules.desk.desk_catalog import Knowledge
from storage.records.consultation import Case, CaseState, Office, Post, Side, Way, Written
from storage.records.delivery import Call
from storage.stores import Stores

OUTCOMES = ("solved", "advised", "forwarded", "no_need")


class NotYourCase(BotError):  # noqa: N818 - named by what happened
    """A button of a case that this chat does not answer (any more)."""

    key = "error.button_stale"


class CaseErased(BotError):  # noqa: N818 - named by what happened
    """The citizen deleted her data: there is nobody to answer."""

    key = "staff.case_erased"


@dataclass(frozen=True, slots=True)
class StaffPerson:
    """Who acts in the staff chat; id 0 is an anonymous administrator of the group."""

    id: int
    name: str


class Answers:
    """Cases as the staff works on them, within one transaction."""

    def __init__(self, stores: Stores, knowledge: Knowledge, view: CaseView, now: int) -> None:
        self._stores, self._view, self._now = stores, view, now
        self._carrier = Carrier(stores, view, now)
        self._clock = CaseClock(stores, knowledge, now)

    async def case_in(self, office: Office, case_id: int) -> Case:
        """Return the office's case of that number. Raises NotYourCase."""
        case = await self._stores.cases.get(case_id)
        if case is None or case.office_id != office.id:
            raise NotYourCase
        if not case.citizen_chat_id:
            raise CaseErased
        return case

    async def post(self, office: Office, message_id: int) -> Post | None:
        """Return what the bot put there for a case of this office."""
        post = await self._stores.case_posts.find(office.chat_id or 0, message_id)
        case = await self._stores.cases.get(post.case_id) if post else None
        return post if case and case.office_id == office.id else None

    async def album_of(self, written: Written) -> Case | None:
        """The case of an album whose earlier parts were an answer: a late part belongs to it."""
        if written.album is None:
            return None
        parts = await self._stores.case_messages.album(written.chat_id, written.album)
        return await self._stores.cases.get(parts[0].case_id) if parts else None

    async def answer(
        self, case: Case, office: Office, person: StaffPerson, written: Written, to: Post | None
    ) -> list[Call]:
        """Carry the staff's reply to the citizen; it claims a case that nobody has taken."""
        message = await self._stores.case_messages.add(
            case.id, Side.STAFF, written, Way.OWED, self._now
        )
        if message is None:
            return []
        await self._seen(office, person)
        await self._stores.cases.note(
            case.id, "answer", self._now, person.id, {"message": message.id}
        )
        said = await self._carrier.to_citizen(case, message, await self._answered(case, to))
        if case.taken_by is None:
            said += await self._claim(case, person)
        return said

    async def _answered(self, case: Case, to: Post | None) -> int | None:
        """The citizen's own message that is answered: the one replied to, else her first."""
        messages = self._stores.case_messages
        if to is not None and to.origin_id is not None:
            [origin] = await messages.get([to.origin_id])
            return origin.message_id if origin.side is Side.CITIZEN else None
        hers = [m for m in await messages.of_case(case.id) if m.side is Side.CITIZEN]
        return hers[0].message_id if hers else None

    async def take(self, case: Case, office: Office, person: StaffPerson) -> list[Call]:
        """Somebody works on the case now; it may be taken over from a colleague."""
        await self._seen(office, person)
        return await self._claim(case, person)

    async def _claim(self, case: Case, person: StaffPerson) -> list[Call]:
        await self._stores.cases.take(case.id, person.id, after_take(case.state))
        await self._stores.cases.note(case.id, "taken", self._now, person.id)
        return await self._carrier.refresh_card(case.id)

    async def close(
        self, case: Case, office: Office, person: StaffPerson, outcome: str
    ) -> list[Call]:
        """Close with an outcome and tell the citizen; a second press changes nothing."""
        if outcome not in OUTCOMES:
            raise NotYourCase
        await self._seen(office, person)
        if not await self._stores.cases.close(case.id, outcome, self._now):
            return []
        await self._stores.cases.note(case.id, "closed", self._now, person.id, {"outcome": outcome})
        await self._clock.closed(case.id)
        said = await self._carrier.refresh_card(case.id)
        key = "case.closed_forwarded" if outcome == "forwarded" else "case.closed"
        return [*said, self._view.citizen_told(case, key, number=case.id)]

    async def reopen(self, case: Case, office: Office, person: StaffPerson) -> list[Call]:
        """Take back a closing; the citizen is told, since she was told of the closing."""
        if case.state is not CaseState.CLOSED:
            return []
        await self._seen(office, person)
        await self._stores.cases.set_state(case.id, CaseState.WORKING)
        await self._stores.cases.note(case.id, "reopened", self._now, person.id)
        await self._clock.start(case)
        said = await self._carrier.refresh_card(case.id)
        return [*said, self._view.citizen_told(case, "case.reopened", number=case.id)]

    async def change(self, written: Written) -> list[Call]:
        """A reply that its author edited changes at the citizen's too; talk stays talk."""
        message = await self._stores.case_messages.written(written.chat_id, written.message_id)
        if message is None or message.side is not Side.STAFF:
            return []
        case = await self._stores.cases.get(message.case_id)
        if case is None or message.says(written):
            return []
        changed = await self._stores.case_messages.change(message, written.content)
        await self._stores.cases.note(
            case.id, "answer_changed", self._now, written.author_id, {"message": message.id}
        )
        copy = await self._stores.case_posts.copy_of(changed.id, case.citizen_chat_id)
        if changed.way is not Way.DELIVERED or copy is None:
            return []  # the copy is made of what stands there when it goes; see case_effects
        if message.shows(written):
            return [self._view.changed_for_citizen(case, changed, copy)]
        return [self._view.to_citizen(case, [changed], None, 0)]

    async def _seen(self, office: Office, person: StaffPerson) -> None:
        await self._stores.offices.seen(office.id, person.id, person.name, "staff", self._now)
