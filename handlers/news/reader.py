"""The person at the doors of news: her chat and voice, and the services that know her wishes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, TelegramObject

from bot.news.digest_composer import Composer
from bot.news.digests import Digests
from bot.news.fewer import Fewer
from bot.news.saved import Saved
from bot.news.search import Search
from bot.news.subscriptions import Subscriptions
from bot.news.whys import Whys
from bot.texts import Texts, Voice
from storage.records.people import Chat, Subscriber


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything that a door of news needs of one update, under one name."""

    chat: Chat
    voice: Voice
    texts: Texts
    composer: Composer
    subscriptions: Subscriptions
    digests: Digests
    saved: Saved
    fewer: Fewer
    search: Search
    whys: Whys
    now: int
    state: FSMContext

    async def subscriber(self) -> Subscriber:
        """Return her subscription, begun at the first meeting."""
        return await self.subscriptions.of(self.chat)

    def speaking(self, language: str) -> "Reader":
        """Return the same reader, spoken to in that language from here on."""
        voice = self.texts.voice(language)
        return replace(self, voice=voice, chat=replace(self.chat, language=voice.language))


async def seat(
    handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
    event: TelegramObject,
    data: dict[str, Any],
) -> Any:
    """Give handlers the `reader`, gathered from what the context gave.

    In a group or channel nobody's press is hers who arranges it: /places in private is.
    """
    if isinstance(event, CallbackQuery) and _in_public(event):
        return event.answer(data["voice"].plain("error.button_stale"), show_alert=True)
    names = Reader.__dataclass_fields__
    return await handler(event, {**data, "reader": Reader(**{name: data[name] for name in names})})


def _in_public(query: CallbackQuery) -> bool:
    return query.message is not None and query.message.chat.type != "private"


def reader_router(name: str) -> Router:
    """Return a router whose handlers of messages and buttons may ask for the `reader`."""
    router = Router(name=name)
    router.message.middleware(seat)
    router.callback_query.middleware(seat)
    return router
