"""Drafts, proposes, agrees to and stops announcements. What goes out is announcement_rounds.py."""

from collections.abc import Sequence
from dataclasses import replace

from bot.errors import BotError
from bot.ports.announcement_view import AnnouncementView
from bot.rules.news.audience import reaches
from storage.records.announcements import Announcement, AnnouncementState, Audience, Words
from storage.records.delivery import Call
from storage.records.people import Chat
from storage.stores import Stores

# Who has nobody to ask reads her own words again after ten minutes; see docs/decisions/0014.
SECOND_LOOK_S = 600
State = AnnouncementState


class NoDraft(BotError):  # noqa: N818 - named by what happened
    """The draft is gone, or was proposed already."""

    key = "announce.no_draft"


class NothingToSay(BotError):  # noqa: N818 - named by what happened
    """There are no words yet."""

    key = "announce.nothing_to_say"


class OwnWords(BotError):  # noqa: N818 - named by what happened
    """Somebody else has to agree."""

    key = "announce.own_words"


class TooSoon(BotError):  # noqa: N818 - named by what happened
    """The only administrator has to look again after a while."""

    key = "announce.too_soon"


class Announcing:
    """Announcements within one transaction; `admins` are all administrators."""

    def __init__(
        self, stores: Stores, view: AnnouncementView, admins: Sequence[int], now: int
    ) -> None:
        self._stores, self._view, self._now = stores, view, now
        self._admins = tuple(admins)

    async def begin(self, author_id: int) -> None:
        """Begin a new draft; an older one is dropped."""
        await self._stores.announcements.begin(author_id, self._now)

    async def draft(self, author_id: int) -> Announcement:
        """Return what she is drafting. Raises NoDraft."""
        found = await self._stores.announcements.draft_of(author_id)
        if found is None:
            raise NoDraft
        return found

    async def say(self, author_id: int, language: str, words: Words | None) -> Announcement:
        """Keep her words in kk or ru. Raises NoDraft."""
        draft = await self.draft(author_id)
        await self._stores.announcements.say(draft.id, language, words)
        return await self.draft(author_id)

    async def address(self, author_id: int, audience: Audience) -> Announcement:
        """Keep to whom it goes. Raises NoDraft."""
        draft = await self.draft(author_id)
        await self._stores.announcements.address(draft.id, audience)
        return replace(draft, audience=audience)

    async def people(self, audience: Audience) -> int:
        """Count who would be reached now."""
        found = (await self._stores.announcements.wishes()).values()
        return sum(people for wishes, people in found if reaches(audience, wishes))

    async def propose(self, author_id: int) -> tuple[Announcement, list[Call]]:
        """Ask the other administrators; return it and what they are told.

        Raises NoDraft, NothingToSay.
        """
        draft = await self.draft(author_id)
        if draft.words("kk") is None:
            raise NothingToSay
        await self._turn(draft.id, State.DRAFT, State.PROPOSED, author_id)
        people = await self.people(draft.audience)
        said: list[Call] = []
        for other in await self.others(author_id):
            said += self._view.proposal(draft, people, other)
        return await self.get(draft.id), said

    async def agree(self, number: int, admin: int) -> list[Call]:
        """Let it go out. Raises NoDraft, OwnWords or, where there is nobody else, TooSoon."""
        proposed = await self.get(number)
        if admin == proposed.author_id:
            if await self.others(admin):
                raise OwnWords
            if self._now < (proposed.proposed_at or self._now) + SECOND_LOOK_S:
                raise TooSoon
        await self._turn(number, State.PROPOSED, State.GOING, admin)
        author = proposed.author_id
        return [self._view.progress(await self.get(number), await self._language(author))]

    async def drop(self, number: int, admin: int) -> list[Call]:
        """Let a draft or a proposal go nowhere; return what its author is told.

        Raises NoDraft when it is out or gone.
        """
        found = await self.get(number)
        if found.state not in (State.DRAFT, State.PROPOSED):
            raise NoDraft
        await self._turn(number, found.state, State.DROPPED, admin)
        if found.author_id == admin:
            return []
        return [self._view.refused(found, await self._language(found.author_id))]

    async def stop(self, number: int, admin: int) -> Announcement:
        """Take back at once all that has not left. Raises NoDraft when it is over."""
        await self._stores.announcements.hold(number)
        await self._turn(number, State.GOING, State.STOPPED, admin)
        editions = await self._stores.announcements.editions(number)
        await self._stores.announcements.withdraw(number, editions)
        return await self.get(number)

    async def get(self, number: int) -> Announcement:
        """Return an announcement. Raises NoDraft."""
        found = await self._stores.announcements.get(number)
        if found is None:
            raise NoDraft
        return found

    async def others(self, author_id: int) -> list[Chat]:
        """Return the other administrators whom the bot has met: only they can be asked."""
        met = [await self._stores.chats.get(one) for one in self._admins if one != author_id]
        return [chat for chat in met if chat and chat.blocked_at is None]

    async def _turn(self, number: int, before: State, after: State, by: int) -> None:
        if not await self._stores.announcements.turn(number, before, after, self._now, by):
            raise NoDraft

    async def _language(self, admin: int) -> str:
        chat = await self._stores.chats.get(admin)
        return chat.language if chat else "kk"
