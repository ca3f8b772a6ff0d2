"""Filters that several doors share: in which kind of chat, and whether it is a command."""

from aiogram.filters import Filter
from aiogram.types import ChatMemberUpdated, Message


class InChat(Filter):
    """Passes what happens in chats of these kinds, as Telegram names them."""

    def __init__(self, *kinds: str) -> None:
        self._kinds = frozenset(kinds)

    async def __call__(self, event: Message | ChatMemberUpdated) -> bool:
        return event.chat.type in self._kinds


class NoCommand(Filter):
    """Passes every message but those that begin with a slash."""

    async def __call__(self, message: Message) -> bool:
        return not (message.text or "").startswith("/")
