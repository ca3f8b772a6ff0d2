"""Knows for which office somebody may ask: coordinators for theirs, administrators for all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.errors import BotError
from storage.stores import Stores


class OnlyCoordinator(BotError):  # noqa: N818 - named by what happened
    """Somebody who neither coordinates an office nor runs the bot."""

    key = "office.only_coordinator"


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may look at and change; `office_id` None: every office."""

    office_id: str | None
    user_id: int


class OfficeRights:
    """Rights within one transaction; `admins` run the bot."""

    def __init__(self, stores: Stores, admins: Collection[int]) -> None:
        self._stores, self._admins = stores, frozenset(admins)

    async def scope(self, chat_id: int, user_id: int) -> Scope:
        """In a staff chat: its office; in her own chat: hers, or all. Raises OnlyCoordinator."""
        office = await self._stores.offices.in_chat(chat_id)
        if office is not None:
            await self.must_watch(office.id, user_id)
            return Scope(office.id, user_id)
        if chat_id != user_id:
            raise OnlyCoordinator
        if user_id in self._admins:
            return Scope(None, user_id)
        mine = await self._stores.offices.coordinated_by(user_id)
        if not mine:
            raise OnlyCoordinator
        return Scope(mine[0], user_id)

    async def watched(self, office_ids: Sequence[str], user_id: int) -> str:
        """The first of these offices for which she may act. Raises OnlyCoordinator."""
        for office_id in office_ids:
            if await self._watches(office_id, user_id):
                return office_id
        raise OnlyCoordinator

    async def must_watch(self, office_id: str, user_id: int) -> None:
        """Refuse whoever may not act for that office. Raises OnlyCoordinator."""
        await self.watched([office_id], user_id)

    def runs(self, user_id: int) -> bool:
        """Whether she runs the bot."""
        return user_id in self._admins

    def must_run(self, user_id: int) -> None:
        """Refuse whoever does not run the bot. Raises OnlyCoordinator."""
        if not self.runs(user_id):
            raise OnlyCoordinator

    async def _watches(self, office_id: str, user_id: int) -> bool:
        member = await self._stores.offices.member(office_id, user_id)
        coordinates = member is not None and member.role == "coordinator"
        return coordinates or user_id in self._admins
