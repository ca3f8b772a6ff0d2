"""Filters that several doors share: in which kind of chat, and whether it is a command."""

import re

from aiogram.filters import Filter
from aiogram.types import ChatMemberUpdated, Message

# as Telegram itself underlines one: a slash before other words is a slash
COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?:@\w+)?(?!\S)")


class InChat(Filter):
    """Passes what happens in chats of these kinds, as Telegram names them."""

    def __init__(self, *kinds: str) -> None:
        self._kinds = frozenset(kinds)

    async def __call__(self, event: Message | ChatMemberUpdated) -> bool:
        return event.chat.type in self._kinds


class NoCommand(Filter):
    """Passes every message but commands."""

    async def __call__(self, message: Message) -> bool:
        return not is_command(message)


class Bare(Filter):
    """Passes a command with nothing behind it: words after it, or a file above it, say more."""

    async def __call__(self, message: Message) -> bool:
        return message.text is not None and len(message.text.split()) == 1


def is_command(message: Message) -> bool:
    """Whether a text begins with a command; a caption is none."""
    return COMMAND.match(message.text or "") is not None
