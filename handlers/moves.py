"""Hears that a person blocked the bot or let it in again, and that a group got a new id."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import ChatMemberUpdated, Message

from bot.delivery.chat_moves import ChatMoves
from bot.ports.delivery import Stores
from handlers.hearing import InChat

GONE = frozenset(("kicked", "left"))


class Migrated(Filter):
    """The service message by which a group says its new id."""

    async def __call__(self, message: Message) -> bool:
        """Tell whether it is one."""
        return message.migrate_to_chat_id is not None


def build_router(moves: ChatMoves) -> Router:
    """Return the router; include it before those of conversations."""
    router = Router(name="moves")

    async def door(event: ChatMemberUpdated, stores: Stores, now: int) -> None:
        if event.new_chat_member.status in GONE:
            await moves.blocked(stores, event.chat.id, now)
        else:
            await moves.welcome(stores, event.chat.id, now)

    async def new_id(message: Message, stores: Stores, now: int) -> None:
        if message.migrate_to_chat_id is not None:
            await moves.migrated(stores, message.chat.id, message.migrate_to_chat_id, now)

    router.my_chat_member.register(door, InChat("private"))
    router.message.register(new_id, Migrated())
    return router
