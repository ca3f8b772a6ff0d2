"""Carries messages of cases to the other side: albums whole, late parts, and what must wait."""

from collections.abc import Callable, Sequence

from bot.desk.staff.conflicts import Conflicts
from bot.desk.undelivered import Undelivered
from bot.ports.consultation import CaseView
from bot.rules.desk.albums import albums
from storage.records.case_clocks import ANSWER, SOLUTION
from storage.records.consultation import (
    Case,
    CaseMessage,
    Hands,
    Office,
    Post,
    Side,
    StaffPerson,
    Way,
)
from storage.records.delivery import Call
from storage.records.staff_desk import Note, Place
from storage.stores import Stores

# Parts of an album arrive within a second of each other; the copy waits for them.
GATHER_S = 2


class Carrier:
    """Puts messages on their way within one transaction."""

    def __init__(self, stores: Stores, view: CaseView, now: int) -> None:
        self._stores, self._view, self._now = stores, view, now

    async def to_staff(self, case: Case, message: CaseMessage, *, tick: bool = True) -> list[Call]:
        """Carry what the citizen added; without a staff chat it waits for one."""
        office = await self._stores.offices.get(case.office_id)
        if office.chat_id is None:
            await self._stores.case_messages.go([message.id], Way.WAITING)
            return []
        chat_id = office.chat_id
        carried = await self._carry(
            message, lambda parts, due: self._view.to_staff(case, chat_id, parts, due, tick=tick)
        )
        return [*self._head(case, office, message), *carried]

    def _head(self, case: Case, office: Office, message: CaseMessage) -> list[Call]:
        """What stands above a message that is no part of the question."""
        key = "staff.rated_words"
        return [self._view.staff_told(case, office, key)] if message.rated else []

    async def to_citizen(
        self, case: Case, message: CaseMessage, reply_to: int | None
    ) -> list[Call]:
        """Carry the staff's answer; `reply_to` is the citizen's message it answers."""
        undelivered = Undelivered(self._stores, self._view)
        if await undelivered.away(case):
            return await undelivered.keep(case, [message])
        return await self._carry(
            message, lambda parts, due: self._view.to_citizen(case, parts, reply_to, due)
        )

    async def _carry(
        self, message: CaseMessage, render: Callable[[Sequence[CaseMessage], int], Call]
    ) -> list[Call]:
        await self._stores.case_messages.gathered(message)
        if message.album is None:
            return [render([message], 0)]
        messages, outbox = self._stores.case_messages, self._stores.outbox
        row = await messages.gathering(message.chat_id, message.album)
        parts = await messages.owed_in(row) if row is not None else []
        if row is None or not await outbox.withdraw(row):
            parts = []  # what came before is on its way: a late part follows alone
        parts.append(message)
        parts.sort(key=lambda part: part.message_id)
        [new_row] = await outbox.owe([render(parts, self._now + GATHER_S)], self._now)
        await messages.owed_as([part.id for part in parts], new_row)
        return []

    async def settle(self, case: Case) -> list[Call]:
        """Bring the case to where its office is now: card and history, or only what waited.

        What is owed already is left alone. Without a staff chat nothing is said: it all waits.
        """
        office = await self._stores.offices.get(case.office_id)
        if office.chat_id is None:
            return []
        if case.thread_id is not None and case.thread_chat_id == office.chat_id:
            if await self._stores.case_posts.card(case.id, office.chat_id) is None:
                return await self.show_again(case, office)  # it was lost on its way there
            return await self._bring_all(case, office, frozenset({Way.WAITING}))
        place = await self._stores.case_notes.come_back(case.id, office.chat_id)
        if place is not None:
            return await self._back_at(case, office, place)
        await self._stores.cases.set_thread(case.id, None, None)
        return await self.show_again(case, office)

    async def show_again(self, case: Case, office: Office) -> list[Call]:
        """The card and the whole history, but for what is still owed."""
        card = self._view.card(case, office, await self.hands(case))
        ways = frozenset({Way.WAITING, Way.DELIVERED})
        team = await self.call_team(case) if case.sensitive else []
        return [card, *await self._bring_all(case, office, ways), *team]

    async def call_team(self, case: Case) -> list[Call]:
        """Name those who coordinate the office: a sensitive case is not for whoever passes by."""
        office = await self._stores.offices.get(case.office_id)
        team = await self._stores.offices.coordinators(office.id)
        if office.chat_id is None or not team:
            return []
        return [self._view.team_called(case, office, team)]

    async def _back_at(self, case: Case, office: Office, place: Place) -> list[Call]:
        """The case stood here before: a fresh card, and only what was said elsewhere."""
        await self._stores.cases.set_thread(case.id, place.chat_id, place.thread_id)
        closing = place.closing is not None and await self._stores.outbox.withdraw(place.closing)
        said = [] if closing or not place.thread_id else [self._view.thread_reopened(place)]
        ways = frozenset({Way.WAITING, Way.DELIVERED})
        card = self._view.card(case, office, await self.hands(case))
        return [*said, card, *await self._bring_all(case, office, ways, new_here=True)]

    async def _bring_all(
        self, case: Case, office: Office, ways: frozenset[Way], *, new_here: bool = False
    ) -> list[Call]:
        said: list[Call] = []
        notes = await self._notes(case, office, ways, new_here)
        for group in albums(await self._stores.case_messages.of_case(case.id)):
            while notes and notes[0].at < group[0].created_at:
                said += self._view.note(case, office, notes.pop(0))
            parts = [message for message in group if message.way in ways]
            if new_here:
                parts = [one for one in parts if await self._unseen(one, office)]
            if parts and group[0].side is Side.CITIZEN:
                said += await self._bring(case, office, parts)
            else:
                said += [one for part in parts for one in await self._earlier(case, office, part)]
        return said + [one for note in notes for one in self._view.note(case, office, note)]

    async def _bring(self, case: Case, office: Office, parts: Sequence[CaseMessage]) -> list[Call]:
        """Words of hers; of those that she changed after they had come here, the new version."""
        first, chat_id = parts[0], office.chat_id or 0
        came = first.way is Way.WAITING and first.version > 1
        if came and await self._stores.case_posts.copy_of(first.id, chat_id):
            return [call for one in parts for call in await self.changed(case, office, one)]
        await self._stores.case_messages.go([part.id for part in parts], Way.OWED)
        copy = self._view.to_staff(case, chat_id, parts, 0, tick=False)
        return [*self._head(case, office, first), copy]

    async def changed(self, case: Case, office: Office, message: CaseMessage) -> list[Call]:
        """Bring the new version of words that stand in the staff chat, or let it wait for one."""
        way = Way.WAITING if office.chat_id is None else Way.OWED
        await self._stores.case_messages.go([message.id], way)
        if office.chat_id is None:
            return []
        copy = await self._stores.case_posts.copy_of(message.id, office.chat_id)
        return self._view.changed_for_staff(case, office, message, copy)

    async def _notes(
        self, case: Case, office: Office, ways: frozenset[Way], new_here: bool
    ) -> list[Note]:
        notes = await self._stores.case_notes.of_case(case.id)
        if ways == {Way.WAITING}:
            notes = [one for one in notes if one.shown_in != office.chat_id]
            new_here = True
        return [one for one in notes if not new_here or one.chat_id != office.chat_id]

    async def _unseen(self, message: CaseMessage, office: Office) -> bool:
        """Whether the message was not written in this chat, nor copied into it as it is now."""
        if message.chat_id == office.chat_id:
            return False
        if message.way is Way.WAITING:
            return True
        return await self._stores.case_posts.copy_of(message.id, office.chat_id or 0) is None

    async def _earlier(self, case: Case, office: Office, answer: CaseMessage) -> list[Call]:
        """An answer given earlier: its words under a line that says so, or a copy of the medium."""
        if answer.content["kind"] == "text":
            return self._view.earlier_answer(case, office, str(answer.content["html"]))
        copy = await self._copy(case, answer)
        return [self._view.history(case, office.chat_id or 0, copy)] if copy else []

    async def _copy(self, case: Case, message: CaseMessage) -> Post | None:
        return await self._stores.case_posts.copy_of(message.id, case.citizen_chat_id)

    async def hands(self, case: Case) -> Hands:
        """In whose hands the case is; who is barred from it is not named as on duty."""
        member = None
        if case.taken_by is not None:
            member = await self._stores.offices.member(case.office_id, case.taken_by)
        away = member.away_until if member and (member.away_until or 0) > self._now else None
        duty: list[StaffPerson] = []
        if case.taken_by is None or away is not None:
            barred = await Conflicts(self._stores, self._now).barred(case)
            found = await self._stores.staff.on_duty(case.office_id, self._now)
            duty = [StaffPerson(one.user_id, one.name) for one in found]
            duty = [one for one in duty if one.id not in barred]
        running = {
            clock.kind: clock.promised_at
            for clock in await self._stores.case_clocks.of(case.id)
            if clock.running_since is not None and clock.met_at is None
        }
        return Hands(
            member.name if member else None,
            away,
            tuple(duty),
            running.get(ANSWER),
            running.get(SOLUTION),
        )

    async def refresh_card(self, case_id: int) -> list[Call]:
        """Show the case's card as the case stands now."""
        case = await self._stores.cases.get(case_id)
        if case is None:
            return []
        office = await self._stores.offices.get(case.office_id)
        if office.chat_id is None:
            return []
        card = await self._stores.case_posts.card(case.id, office.chat_id)
        hands = await self.hands(case)
        return [self._view.card_changed(case, office, hands, card)] if card else []
