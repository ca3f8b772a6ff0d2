"""What the desk writes when a chat closes its door or moves; implements ChatHooks."""

from bot.desk.office.offices import Offices
from bot.desk.undelivered import Undelivered
from bot.ports.consultation import CaseView
from bot.rules.desk.desk_catalog import Knowledge
from storage.stores import Stores


class DeskHooks:
    """Staff chats that were lost or moved, and citizens who come back."""

    def __init__(self, view: CaseView, knowledge: Knowledge) -> None:
        self._view, self._knowledge = view, knowledge

    async def on_blocked(self, stores: Stores, chat_id: int, now: int) -> None:
        """A citizen stopped the bot, or a staff chat cannot be written to any more."""
        said = await Undelivered(stores, self._view).keep_owed(chat_id)
        said += await self._offices(stores, now).lose(chat_id, "gone")
        await stores.outbox.owe(said, now)

    async def on_migrated(self, stores: Stores, old: int, new: int, now: int) -> None:
        """A staff chat has a new id."""
        await stores.outbox.owe(await self._offices(stores, now).move(old, new), now)

    async def on_welcome(self, stores: Stores, chat_id: int, now: int) -> None:
        """A citizen let the bot in again: answers that were kept for her go out."""
        await stores.outbox.owe(await Undelivered(stores, self._view).back(chat_id), now)

    def _offices(self, stores: Stores, now: int) -> Offices:
        return Offices(stores, self._knowledge, self._view, no_codes, now)


def no_codes(_letters: str) -> str:
    """Stand where codes are never issued. Raises RuntimeError."""
    raise RuntimeError("codes are issued by an administrator only")
