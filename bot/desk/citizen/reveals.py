"""Shows answers of covered cases once their citizen presses; until then her phone shows nothing."""

from bot.ports.consultation import CaseView
from bot.rules.desk.albums import albums
from storage.records.consultation import CaseMessage, Side, Way
from storage.records.delivery import Call
from storage.stores import Stores


class Reveals:
    """Covered answers within one transaction."""

    def __init__(self, stores: Stores, view: CaseView, now: int) -> None:
        self._stores, self._view, self._now = stores, view, now

    async def read(self, chat_id: int, case_id: int) -> list[Call] | None:
        """Return the answers that she has not read yet; None: the case is not hers."""
        case = await self._stores.cases.get(case_id)
        if case is None or case.citizen_chat_id != chat_id:
            return None
        waiting = [
            message
            for message in await self._stores.case_messages.of_case(case_id)
            if message.side is Side.STAFF and await self._waits(message, chat_id)
        ]
        if waiting:
            await self._stores.cases.note(case_id, "read", self._now)
        return [self._view.revealed(case, parts) for parts in albums(waiting)]

    async def _waits(self, message: CaseMessage, chat_id: int) -> bool:
        if message.way is not Way.DELIVERED:
            return False
        return await self._stores.case_posts.copy_of(message.id, chat_id) is None
