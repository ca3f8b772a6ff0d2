"""The staff's side of cases: a reply is the answer; taking, closing, changing an answer."""

from dataclasses import dataclass
from typing import Literal

from bot.desk.case_carrier import Carrier
from bot.desk.case_clock import CaseClock
from bot.desk.reopening import Reopening
from bot.desk.staff.conflicts import Conflicts
from bot.desk.staff.strays import Strays
from bot.errors import BotError
from bot.ports.consultation import CaseView
from bot.rules.desk.case_states import after_take
from bot.rules.desk.desk_catalog import Knowledge
from bot.rules.text.plaintext import plain_text
from storage.records.consultation import (
    Case,
    CaseState,
    Hands,
    Office,
    Post,
    Side,
    StaffPerson,
    Way,
    Written,
)
from storage.records.delivery import Call
from storage.records.staff_desk import Note, Prompt, Shown
from storage.stores import Stores

OUTCOMES = ("solved", "advised", "forwarded", "no_need")


class NotYourCase(BotError):  # noqa: N818 - named by what happened
    """A button of a case that this chat does not answer (any more)."""

    key = "error.button_stale"


class CaseErased(BotError):  # noqa: N818 - named by what happened
    """The citizen deleted her data: there is nobody to answer."""

    key = "staff.case_erased"


class TakenAlready(BotError):  # noqa: N818 - named by what is so
    """A colleague was faster."""

    key = "staff.taken_already"


@dataclass(frozen=True, slots=True)
class Meant:
    """What a message in the staff chat is about.

    talk: among colleagues · answer: to the citizen · note: a reply to a line of ours that is none
    · elsewhere: of a case that this chat does not answer · erased: its citizen deleted her data
    · reason, body: what we asked for.
    """

    kind: Literal["talk", "answer", "note", "elsewhere", "erased", "reason", "body"]
    case: Case | None = None
    post: Post | None = None


TALK = Meant("talk")


class Answers:
    """Cases as the staff works on them, within one transaction."""

    def __init__(self, stores: Stores, knowledge: Knowledge, view: CaseView, now: int) -> None:
        self._stores, self._view, self._now = stores, view, now
        self._carrier = Carrier(stores, view, now)
        self._clock = CaseClock(stores, knowledge, now)
        self._reopening = Reopening(stores, self._carrier, self._clock, now)
        self._conflicts = Conflicts(stores, now)

    async def case_in(self, office: Office, case_id: int) -> Case:
        """Return the office's case of that number. Raises NotYourCase."""
        case = await self._stores.cases.get(case_id)
        if case is None or case.office_id != office.id:
            raise NotYourCase
        if not case.citizen_chat_id:
            raise CaseErased
        return case

    async def find(self, office: Office, case_id: int) -> Case | None:
        """The office's case of that number, if there is one."""
        case = await self.any_case(case_id)
        return case if case and case.office_id == office.id else None

    async def any_case(self, case_id: int) -> Case | None:
        """The case of that number, whichever office has it."""
        return await self._stores.cases.get(case_id)

    async def case_at(
        self, office: Office, replied: Shown | None, thread_id: int | None
    ) -> Case | None:
        """The office's case of a message of ours that was replied to, else of a thread."""
        chat_id = office.chat_id or 0
        post = await self._post(replied) if replied else None
        if post is not None:
            return await self.find(office, post.case_id)
        if thread_id is None:
            return None
        case = await self._stores.cases.in_thread(chat_id, thread_id)
        return case if case and case.office_id == office.id else None

    async def prompt(self, chat_id: int, message_id: int) -> Prompt | None:
        """What a message of ours offers to send or to be told."""
        return await self._stores.case_notes.asked(chat_id, message_id)

    async def keep_note(self, case: Case, person: StaffPerson, written: Written, html: str) -> None:
        """Keep a word for colleagues in the case's history."""
        note = Note(
            case.id,
            written.chat_id,
            written.message_id,
            person.id,
            person.name,
            html,
            self._now,
        )
        await self._seen(case.office_id, person)
        if await self._stores.case_notes.add(note):
            await self._stores.cases.note(case.id, "noted", self._now, person.id)

    async def hands(self, case: Case) -> Hands:
        """In whose hands the case is."""
        return await self._carrier.hands(case)

    async def meant(self, written: Written, replied: Shown | None) -> Meant:
        """What a message is about; `replied` is what of ours it replies to."""
        late = await self._album_of(written)
        if late is not None:
            return Meant("answer", late)
        post = await self._post(replied) if replied else None
        case = await self._stores.cases.get(post.case_id) if post else None
        if post is None or case is None:
            return TALK
        return await self._replied(written, case, post)

    async def _post(self, shown: Shown) -> Post | None:
        known = await self._stores.case_posts.find(shown.chat_id, shown.message_id)
        return known or await Strays(self._stores).recognise(shown)

    async def _replied(self, written: Written, case: Case, post: Post) -> Meant:
        prompt = await self._stores.case_notes.asked(post.chat_id, post.message_id)
        if prompt is not None and prompt.purpose == "reason":
            return Meant("reason", case, post)
        if not case.citizen_chat_id:
            return Meant("erased", case, post)
        office = await self._stores.offices.get(case.office_id)
        if office.chat_id != written.chat_id:
            return Meant("elsewhere", case, post)
        if prompt is not None and prompt.purpose == "body":
            return Meant("body", case, post)
        is_note = post.role == "note" and prompt is None
        return Meant("note" if is_note else "answer", case, post)

    async def _album_of(self, written: Written) -> Case | None:
        """The case of an album whose earlier parts were an answer: a late part belongs to it."""
        if written.album is None:
            return None
        parts = await self._stores.case_messages.album(written.chat_id, written.album)
        return await self._stores.cases.get(parts[0].case_id) if parts else None

    async def answer(
        self, case: Case, person: StaffPerson, written: Written, to: Post | None = None
    ) -> list[Call]:
        """Carry the staff's reply to the citizen; it claims a case that nobody has taken.

        Raises Barred.
        """
        await self._conflicts.check(case, person)
        message = await self._stores.case_messages.add(
            case.id, Side.STAFF, written, Way.OWED, self._now
        )
        if message is None:
            return []
        await self._seen(case.office_id, person)
        await self._stores.cases.note(
            case.id, "answer", self._now, person.id, {"message": message.id}
        )
        said = await self._carrier.to_citizen(case, message, await self._answered(case, to))
        if case.taken_by is None:
            said += await self._claim(case, person)
        return said

    async def send_ready(self, case: Case, person: StaffPerson, prompt: Prompt) -> list[Call]:
        """Send a ready text that was shown in the staff chat; a second press sends nothing.

        Raises Barred.
        """
        written = Written(
            chat_id=prompt.chat_id,
            message_id=prompt.message_id,
            author_id=person.id,
            kind="text",
            text=plain_text(prompt.html),
            html=prompt.html,
            ready=True,
        )
        return await self.answer(case, person, written)

    async def _answered(self, case: Case, to: Post | None) -> int | None:
        """The citizen's own message that is answered: the one replied to, else her first."""
        messages = self._stores.case_messages
        if to is not None and to.origin_id is not None:
            [origin] = await messages.get([to.origin_id])
            return origin.message_id if origin.side is Side.CITIZEN else None
        hers = [m for m in await messages.of_case(case.id) if m.side is Side.CITIZEN]
        return hers[0].message_id if hers else None

    async def take(self, case: Case, person: StaffPerson) -> list[Call]:
        """Somebody works on the case now. Raises Barred, or TakenAlready by a colleague at work."""
        await self._conflicts.check(case, person)
        await self._seen(case.office_id, person)
        if case.taken_by == person.id:
            return []
        hands = await self._carrier.hands(case)
        if hands.taker is not None and hands.away_until is None:
            raise TakenAlready(name=hands.taker)
        return await self._claim(case, person)

    async def take_over(self, case: Case, person: StaffPerson) -> list[Call]:
        """Somebody takes the case from a colleague, on purpose. Raises Barred."""
        await self._conflicts.check(case, person)
        await self._seen(case.office_id, person)
        return [] if case.taken_by == person.id else await self._claim(case, person)

    async def _claim(self, case: Case, person: StaffPerson) -> list[Call]:
        state = after_take(case.state)
        if await self._stores.case_work.take(case.id, person.id, state, case.taken_by):
            await self._stores.cases.note(case.id, "taken", self._now, person.id)
        return await self._carrier.refresh_card(case.id)

    async def card(self, case: Case) -> list[Call]:
        """Show the case's card as it stands."""
        return await self._carrier.refresh_card(case.id)

    async def close(self, case: Case, person: StaffPerson, outcome: str) -> list[Call]:
        """Close with an outcome and tell the citizen; a second press changes nothing.

        Raises Barred.
        """
        if outcome not in OUTCOMES:
            raise NotYourCase
        await self._conflicts.check(case, person)
        await self._seen(case.office_id, person)
        if not await self._stores.cases.close(case.id, outcome, self._now):
            return []
        await self._stores.case_waits.end(case.id)
        await self._stores.cases.note(case.id, "closed", self._now, person.id, {"outcome": outcome})
        await self._clock.closed(case.id)
        said = await self._carrier.refresh_card(case.id)
        key = "case.closed_forwarded" if outcome == "forwarded" else "case.closed"
        return [*said, self._view.citizen_told(case, key, number=case.id)]

    async def reopen(self, case: Case, person: StaffPerson) -> list[Call]:
        """Take back a closing; the citizen is told, since she was told of the closing."""
        if case.state is not CaseState.CLOSED:
            return []
        await self._seen(case.office_id, person)
        brought = await self._reopening.open(case, person.id)
        card = await self._carrier.refresh_card(case.id)
        return [*brought, *card, self._view.citizen_told(case, "case.reopened", number=case.id)]

    async def change(self, written: Written) -> list[Call]:
        """A reply that its author edited changes at the citizen's too; talk stays talk."""
        message = await self._stores.case_messages.written(written.chat_id, written.message_id)
        if message is None or message.side is not Side.STAFF:
            notes = self._stores.case_notes
            await notes.change(written.chat_id, written.message_id, written.html)
            return []
        case = await self._stores.cases.get(message.case_id)
        if case is None or message.says(written):
            return []
        changed = await self._stores.case_messages.change(message, written.content)
        await self._stores.cases.note(
            case.id, "answer_changed", self._now, written.author_id, {"message": message.id}
        )
        if changed.way is Way.REFUSED:  # what was wrong with it may be mended now
            await self._stores.case_messages.go([changed.id], Way.OWED)
            return [self._view.to_citizen(case, [changed], None, 0)]
        copy = await self._stores.case_posts.copy_of(changed.id, case.citizen_chat_id)
        if changed.way is not Way.DELIVERED or copy is None:
            return []  # the copy is made of what stands there when it goes; see case_effects
        if message.shows(written):
            return [self._view.changed_for_citizen(case, changed, copy)]
        return [self._view.to_citizen(case, [changed], None, 0)]

    async def _seen(self, office_id: str, person: StaffPerson) -> None:
        await self._stores.offices.seen(office_id, person.id, person.name, "staff", self._now)
