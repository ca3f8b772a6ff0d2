"""What handlers are given by name for one update: stores, services, voice, chat, state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiogram.types import Chat as TelegramChat
from aiogram.types import User

from bot.delivery.chat_moves import ChatMoves
from bot.ports.delivery import ServicesFor, Stores
from bot.texts import Texts
from storage.records.people import Chat

# Kazakh first: whoever's phone speaks a language we do not have is most likely at home here.
GUESSES = {"kk": "kk", "ru": "ru", "be": "ru", "uk": "ru", "en": "en"}


@dataclass(frozen=True, slots=True)
class Context:
    """The parts that live as long as the bot; `services_for` builds those of one operation.

    `admins` are the chat ids that are told when an update is set aside; `moves` writes down that
    a person is back.
    """

    texts: Texts
    services_for: ServicesFor
    settings: Any = None
    knowledge: Any = None
    admins: tuple[int, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    moves: ChatMoves = field(default_factory=ChatMoves)

    async def given(
        self, chat: TelegramChat | None, user: User | None, stores: Stores, now: int
    ) -> dict[str, Any]:
        """Return what handlers may ask for; `chat` and `voice` are those of this update."""
        met = await self.meet(chat, user, stores, now)
        return {
            **self.extra,
            "settings": self.settings,
            "knowledge": self.knowledge,
            "texts": self.texts,
            "stores": stores,
            "now": now,
            "chat": met,
            "voice": self.texts.voice(met.language if met else guess(user)),
            **self.services_for(stores, now),
        }

    async def welcome(self, met: Chat | None, stores: Stores, now: int) -> None:
        """Whoever writes has not stopped the bot, even if a late refusal said so."""
        if met is not None and met.kind == "private" and met.blocked_at is not None:
            await self.moves.welcome(stores, met.id, now)

    async def meet(
        self, chat: TelegramChat | None, user: User | None, stores: Stores, now: int
    ) -> Chat | None:
        """Return the chat as the bot knows it; a new one speaks the language of its person."""
        if chat is None and user is None:
            return None
        chat_id, kind = (chat.id, chat.type) if chat else (user.id if user else 0, "private")
        return await stores.chats.meet(chat_id, kind, guess(user), now)


def guess(user: User | None) -> str:
    """Guess a language from the phone's (BCP 47, such as ru-KZ); Kazakh where it says nothing."""
    return GUESSES.get((user.language_code or "" if user else "").split("-")[0].lower(), "kk")
