"""Hands an update to aiogram's routers inside its transaction; what they return is said."""

from collections.abc import AsyncGenerator, Iterable, Sequence
from typing import Any, NoReturn

from aiogram import Bot, Router
from aiogram.client.session.base import BaseSession
from aiogram.dispatcher.middlewares.user_context import UserContextMiddleware
from aiogram.methods import AnswerCallbackQuery, SendMessage
from aiogram.types import Chat, Update, User
from aiogram.types.update import UpdateTypeLookupError

from bot.errors import BotError
from bot.ports.delivery import Stores
from handlers.calls import call, calls
from handlers.context import Context
from handlers.signposts import Signposts
from handlers.state import TransactionStorage, conversation_of
from handlers.strays import is_stray
from storage.records.delivery import Call, Priority, SetAside


class Silent(BaseSession):
    """The network that handlers have: none. What is to be said is returned, not awaited."""

    async def make_request(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise RuntimeError("a handler returns what to say: `return message.answer(...)`, no await")

    def stream_content(self, *_args: Any, **_kwargs: Any) -> AsyncGenerator[bytes, None]:
        """Refuse."""
        raise RuntimeError("a handler opens no socket")

    async def close(self) -> None:
        """Nothing is open."""


class SilentBot(Bot):
    """The bot as handlers know it: its id and name, and no way to send."""

    def __init__(self, me: User) -> None:
        super().__init__(token=f"{me.id}:handlers-need-no-token", session=Silent())
        self._me = me


class Dispatch:
    """Implements bot.ports.delivery.UpdateHandler over aiogram routers.

    `me` is the bot as getMe answered it; routers are asked in the order given.
    """

    def __init__(self, me: User, routers: Iterable[Router], context: Context) -> None:
        self._bot, self._context = SilentBot(me), context
        self._signposts = Signposts(routers)

    async def handle(self, body: str, stores: Stores, now: int) -> Sequence[Call]:
        """Let the first handler that fits decide; return what it says as Calls."""
        update = self._read(body)
        if _unknown(update) or is_stray(update):
            return []
        event = UserContextMiddleware.resolve_event_context(update)
        given = await self._context.given(event.chat, event.user, stores, now)
        if update.my_chat_member is None:
            await self._context.welcome(given["chat"], stores, now)
        storage = TransactionStorage(stores, now)
        if event.user:
            chat_id = event.chat.id if event.chat else event.user.id
            given["state"] = conversation_of(storage, self._bot.id, chat_id, event.user.id)
            given["raw_state"] = await given["state"].get_state()
        given["bot"] = self._bot
        said = await self._signposts.lead(update.event_type, update.event, given)
        await storage.write()
        return calls(said)

    async def apologise(
        self, body: str, error: BotError | None, stores: Stores, now: int
    ) -> Sequence[Call]:
        """Tell the person: in a private chat by a message, at a button by its answer."""
        update = self._read(body)
        event = UserContextMiddleware.resolve_event_context(update)
        met = await self._context.meet(event.chat, event.user, stores, now)
        if met is None:
            return []
        voice = self._context.texts.voice(met.language)
        key, params = (error.key, error.params) if error else (BotError.key, {})
        if update.callback_query:
            text = voice.plain(key, **params)[:200]
            answer = AnswerCallbackQuery(
                callback_query_id=update.callback_query.id, text=text, show_alert=True
            )
            return [call(answer)]
        if met.kind != "private" and error is None:
            return []  # a group is not told of our bugs; the administrators are
        return [call(SendMessage(chat_id=met.id, text=voice(key, **params)))]

    async def report(self, failed: SetAside, stores: Stores, now: int) -> Sequence[Call]:
        """Tell each administrator, without a word of what people wrote."""
        said = []
        for admin in self._context.admins:
            met = await self._context.meet(Chat(id=admin, type="private"), None, stores, now)
            voice = self._context.texts.voice(met.language if met else None)
            text = voice("error.admin.set_aside", update_id=failed.update_id, error=failed.error)
            said.append(call(SendMessage(chat_id=admin, text=text), priority=Priority.CASE))
        return said

    def _read(self, body: str) -> Update:
        return Update.model_validate_json(body, context={"bot": self._bot})


def _unknown(update: Update) -> bool:
    try:
        return not update.event_type
    except UpdateTypeLookupError:
        return True
