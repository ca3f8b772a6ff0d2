"""A question being written: everything sent before Send joins it, and nothing typed is lost."""

from dataclasses import dataclass, replace
from typing import Any

from bot.desk.citizen.alarms import Alarms
from bot.errors import BotError
from bot.ports.consultation import CaseView
from bot.rules.desk.asking import wants_emergency, wants_screen
from bot.rules.desk.danger import MEDIATION, draft_in_danger
from bot.rules.desk.desk_catalog import Hotline, Knowledge
from storage.records.consultation import Case, Draft, Written
from storage.records.delivery import Call
from storage.records.people import Chat
from storage.stores import Stores

# A question that was begun and left without a word stands in nobody's way after an hour.
EMPTY_FOR_S = 3600


class NoDraft(BotError):  # noqa: N818 - named by what happened
    """The button belongs to a question that was sent or dropped."""

    key = "ask.no_draft"


@dataclass(frozen=True, slots=True)
class Joined:
    """A message joined the draft: what is said, and whether its screen follows at once."""

    draft: Draft
    said: tuple[Call, ...]
    wants_screen: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """A category was chosen: the draft, and the numbers to say before anything else is asked."""

    draft: Draft
    hotlines: tuple[Hotline, ...]


class Questions:
    """Drafts within one transaction."""

    def __init__(self, stores: Stores, knowledge: Knowledge, view: CaseView, now: int) -> None:
        self._stores, self._knowledge, self._now = stores, knowledge, now
        self._alarms = Alarms(stores, knowledge, view, now)

    async def active(self, chat_id: int) -> Draft | None:
        """The draft she is writing; one that was put away or begun in vain is none."""
        draft = await self._stores.drafts.get(chat_id)
        if draft is None or draft.put_away_at is not None:
            return None
        if not draft.messages and self._now - draft.created_at > EMPTY_FOR_S:
            return None
        return draft

    async def begin_from(self, chat: Chat, case: Case) -> Draft:
        """Begin a new question that goes on from an earlier case, about the same and from there.

        What she has typed already goes along.
        """
        draft = await self.active(chat.id)
        if draft is None or not draft.messages:
            await self._stores.drafts.begin(chat.id, case.district, False, self._now)
        about = {"district": case.district, "category": case.category, "undecided": False}
        await self._stores.drafts.change(chat.id, **about, linked_to=case.id)
        return await self.get(chat.id)

    async def begin(self, chat: Chat) -> Draft:
        """Begin a new question, or go on with the one that has words in it already."""
        draft = await self.active(chat.id)
        if draft is None or not draft.messages:
            return await self._stores.drafts.begin(chat.id, self._known(chat), False, self._now)
        draft = await self._before_screen(draft)
        return await self._changed(draft, undecided=False) if draft.undecided else draft

    async def get(self, chat_id: int) -> Draft:
        """Return the draft she is writing. Raises NoDraft.

        A screen that waits for the end of a burst is taken back: she is shown another.
        """
        draft = await self._stores.drafts.get(chat_id)
        if draft is None or draft.put_away_at is not None:
            raise NoDraft
        return await self._before_screen(draft)

    async def _before_screen(self, draft: Draft) -> Draft:
        if draft.screen_row is None:
            return draft
        await self._stores.outbox.withdraw(draft.screen_row)
        return await self._changed(draft, screen_row=None)

    async def _changed(self, draft: Draft, **values: Any) -> Draft:
        """Write what changed; return what the draft is then, without reading it again."""
        await self._stores.drafts.change(draft.chat_id, **values)
        return replace(draft, **values)

    async def screen_later(self, draft: Draft, screen: Call) -> None:
        """Show the screen when the burst is over, in place of one that waits for the same."""
        if draft.screen_row is not None:
            await self._stores.outbox.withdraw(draft.screen_row)
        [row] = await self._stores.outbox.owe([screen], self._now)
        await self._stores.drafts.change(draft.chat_id, screen_row=row)

    async def take_out_message(self, chat_id: int, message_id: int) -> bool:
        """Remove one message from the draft; False: it is not in it."""
        return await self._stores.drafts.remove(chat_id, message_id)

    async def write(self, chat: Chat, written: Written, earlier: Case | None = None) -> Joined:
        """Let a message join the draft, beginning one where there is none.

        `earlier` is a case closed long ago that the message answers: the new one is linked to it.
        """
        before = await self.active(chat.id)
        if before is None:
            before = await self._stores.drafts.begin(chat.id, self._known(chat), True, self._now)
            if earlier is not None:
                await self._stores.drafts.change(chat.id, linked_to=earlier.id)
        await self._stores.drafts.add(written)
        said = await self._alarms.in_draft(before, chat, written.text)
        # parts of an album come one by one: their screen waits for the last of them
        at_once = wants_screen(before, self._now) and written.album is None
        if at_once:
            await self._stores.drafts.change(chat.id, screen_at=self._now)
        after = await self._stores.drafts.get(chat.id)
        return Joined(after or before, tuple(said), at_once)

    async def change(self, chat: Chat, written: Written) -> list[Call] | None:
        """Replace the earlier version of an edited message; None: it is not in the draft.

        What it says now is judged as if it had just been written.
        """
        draft = await self._stores.drafts.get(chat.id)
        if draft is None or all(m.message_id != written.message_id for m in draft.messages):
            return None
        await self._stores.drafts.add(written)
        return await self._alarms.in_draft(draft, chat, written.text)

    async def choose_district(self, chat_id: int, area_id: str) -> Draft:
        """Set where she lives, and remember it for her next question."""
        draft = await self.get(chat_id)
        if self._knowledge.area(area_id) is None:
            raise NoDraft
        await self._stores.chats.remember_district(chat_id, area_id)
        return await self._changed(draft, district=area_id, undecided=False)

    async def choose_category(self, chat_id: int, category_id: str) -> Chosen:
        """Set what it is about; its numbers are shown unless she has just seen them."""
        draft = await self.get(chat_id)
        category = self._knowledge.categories.get(category_id)
        if category is None:
            raise NoDraft
        if category_id == MEDIATION and draft_in_danger(
            draft, self._knowledge.categories.get(draft.category or "")
        ):  # a button of a screen from before
            return Chosen(draft, ())
        lines = self._knowledge.hotlines_of(category)
        if not wants_emergency(draft.emergency_at, self._now):
            lines = tuple(line for line in lines if not line.urgent)
        if any(line.urgent for line in lines) and category.pace == "urgent":
            draft = await self._changed(draft, emergency_at=self._now)
        return Chosen(await self._changed(draft, category=category_id, undecided=False), lines)

    async def hide_name(self, chat_id: int, hidden: bool) -> Draft:
        """Set whether those who answer see a number only, or her name too."""
        return await self._changed(await self.get(chat_id), anonymous=hidden)

    async def is_new(self, chat_id: int) -> Draft:
        """She said that it continues no earlier case."""
        return await self._changed(await self.get(chat_id), undecided=False)

    async def put_away(self, chat_id: int) -> Draft:
        """She cancelled: the draft rests until she begins another."""
        draft = await self.get(chat_id)
        await self._stores.drafts.change(chat_id, put_away_at=self._now)
        return draft

    async def take_out(self, chat_id: int) -> Draft:
        """She cancelled by mistake. Raises NoDraft."""
        if await self._stores.drafts.get(chat_id) is None:
            raise NoDraft
        await self._stores.drafts.change(chat_id, put_away_at=None)
        return await self.get(chat_id)

    def _known(self, chat: Chat) -> str | None:
        """Her remembered district, unless the catalogue lost it."""
        return chat.district if self._knowledge.area(chat.district or "") else None
