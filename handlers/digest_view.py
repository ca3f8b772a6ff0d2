"""How a digest is shown: one message, two buttons. Implements bot.ports.digest_view.DigestView."""

from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup

from bot.texts import Texts
from handlers.calls import call
from handlers.choices import Back
from handlers.screens import button
from storage.records.delivery import Call, Priority


class Why(CallbackData, prefix="why"):
    """Say why the stories of an edition were taken."""

    edition: int


class DigestMessage:
    """Wraps a digest into sendMessage, without any chat: many chats share the body."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def edition(self, html: str, edition_id: int, language: str) -> Call:
        """Return the call that shows the digest."""
        voice = self._texts.voice(language)
        row = [
            button(voice.plain("digest.why"), Why(edition=edition_id).pack()),
            button(voice.plain("menu.settings"), Back(anew=True).pack()),
        ]
        method = SendMessage(
            chat_id=0, text=html, reply_markup=InlineKeyboardMarkup(inline_keyboard=[row])
        )
        body = dict(call(method).body)
        del body["chat_id"]
        return Call("sendMessage", body, priority=Priority.REPLY, kind="digest")
