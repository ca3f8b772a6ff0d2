"""Writes down that a chat closed its door, opened it again, or moved; tells whom it concerns."""

from collections.abc import Sequence

from bot.ports.delivery import ChatHooks, Stores


class ChatMoves:
    """`hooks` are the columns that keep something of a chat: subscriptions, offices, cases."""

    def __init__(self, hooks: Sequence[ChatHooks] = ()) -> None:
        self._hooks = tuple(hooks)

    async def blocked(self, stores: Stores, chat_id: int, now: int) -> None:
        """The bot may not write there any more."""
        await stores.chats.blocked(chat_id, now)
        for hooks in self._hooks:
            await hooks.on_blocked(stores, chat_id, now)

    async def welcome(self, stores: Stores, chat_id: int, now: int) -> None:
        """The bot may write there again; whether news go out again is for the person to say."""
        await stores.chats.blocked(chat_id, None)
        for hooks in self._hooks:
            await hooks.on_welcome(stores, chat_id, now)

    async def migrated(self, stores: Stores, old: int, new: int, now: int) -> None:
        """The group has a new id: what was owed to the old one is owed to the new one."""
        await stores.chats.move(old, new)
        await stores.outbox.move(old, new)
        for hooks in self._hooks:
            await hooks.on_migrated(stores, old, new, now)
