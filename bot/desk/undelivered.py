"""Answers that did not reach the citizen: the staff hear why, and those for who is away are kept.

They are kept in their order: while she is away none overtakes the one before it.
"""

from collections.abc import Sequence

from bot.ports.consultation import CaseView
from bot.rules.desk.albums import albums
from storage.records.consultation import Case, CaseMessage, Way
from storage.records.delivery import Call
from storage.stores import Stores


class Undelivered:
    """Answers on hold, within one transaction."""

    def __init__(self, stores: Stores, view: CaseView) -> None:
        self._stores, self._view = stores, view

    async def told(self, case: Case, message: CaseMessage, key: str) -> list[Call]:
        """Say the reason below the answer; where the office has no chat, to the administrators."""
        office = await self._stores.offices.get(case.office_id)
        if office.chat_id is None:
            return await self._view.admins_told(
                self._stores, "case.admin.not_delivered", case.office_id, number=case.id
            )
        here = message.message_id if message.chat_id == office.chat_id else None
        return [self._view.staff_told(case, office, key, reply_to=here)]

    async def away(self, case: Case) -> bool:
        """Whether she has stopped the bot."""
        chat = await self._stores.chats.get(case.citizen_chat_id)
        return chat is not None and chat.blocked_at is not None

    async def keep(self, case: Case, messages: Sequence[CaseMessage]) -> list[Call]:
        """Keep one answer (parts of an album) until she is back."""
        await self._stores.case_messages.go([message.id for message in messages], Way.HELD)
        if await self._told_of(messages[0]):
            return []
        return await self.told(case, messages[0], "staff.held")

    async def _told_of(self, part: CaseMessage) -> bool:
        """Whether the staff heard so at an earlier part of the album."""
        if part.album is None:
            return False
        parts = await self._stores.case_messages.album(part.chat_id, part.album)
        return any(one.way is Way.HELD and one.id < part.id for one in parts)

    async def keep_owed(self, chat_id: int) -> list[Call]:
        """She has stopped the bot: answers that are owed to her are kept too."""
        said: list[Call] = []
        for row, ids in await self._stores.case_messages.answers_owed(chat_id):
            messages = await self._stores.case_messages.get(ids)
            case = await self._stores.cases.get(messages[0].case_id) if messages else None
            if case is not None and await self._stores.outbox.withdraw(row):
                said += await self.keep(case, messages)
        return said

    async def back(self, chat_id: int) -> list[Call]:
        """She let the bot in again: what was kept for her goes out now."""
        held = await self._stores.case_messages.held_for(chat_id)
        await self._stores.case_messages.go([message.id for message in held], Way.OWED)
        said: list[Call] = []
        for parts in albums(held):
            case = await self._stores.cases.get(parts[0].case_id)
            if case is not None:
                said.append(self._view.to_citizen(case, parts, None, 0))
        return said
