"""Warns of what nobody needs to send, and takes it back, before Send or after. Never blocks."""

from collections.abc import Collection

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot.desk.citizen.privacy import Privacy
from bot.desk.citizen.questions import Questions
from bot.rules.desk.private_data import Kind
from bot.texts import Html, Voice
from handlers.calls import Said
from handlers.desk.case_view import CaseWords
from handlers.screens import Screen, button, turned
from storage.records.delivery import Call
from storage.records.people import Chat

KEYS: dict[Kind, str] = {
    "iin": "private.iin",
    "card": "private.card",
    "paper": "private.paper",
    "photo": "private.photo",
}


class Leaked(CallbackData, prefix="leak"):
    """Beneath a warning: take the message out, or keep it."""

    do: str
    message_id: int


def build_router() -> Router:
    """Return the router of the warnings' buttons."""
    router = Router(name="private_data")
    router.callback_query.register(remove, Leaked.filter(F.do == "remove"))
    router.callback_query.register(keep, Leaked.filter(F.do == "keep"))
    return router


def warning(message: Message, found: Collection[Kind], voice: Voice) -> SendMessage:
    """Say what was found, beneath her message, and offer to remove it."""
    lines = [voice(KEYS[kind]) for kind in KEYS if kind in found]
    how = [] if set(found) == {"photo"} else [voice("private.how")]
    text = Html("\n".join([*lines, *how]))
    rows = [
        [_button(voice, "private.remove", "remove", message.message_id)],
        [_button(voice, "private.keep", "keep", message.message_id)],
    ]
    screen = Screen(text, rows)
    return message.reply(screen.text, reply_markup=screen.markup)


async def remove(
    query: CallbackQuery,
    callback_data: Leaked,
    questions: Questions,
    privacy: Privacy,
    words: CaseWords,
    voice: Voice,
    chat: Chat,
) -> Said:
    """Take the message out of the question, or from the staff, and off her phone."""
    hers = callback_data.message_id
    key, copies = "private.removed", list[Call]()
    if not await questions.take_out_message(chat.id, hers):
        taken = await privacy.take_out(chat.id, hers)
        if taken is None:
            return turned(query, Screen(voice("private.sent_already"), []))
        key, copies = "private.taken_out", taken
    removed = words.removed(chat.id, [hers])
    return [*turned(query, Screen(voice(key), [])), *removed, *copies]


async def keep(query: CallbackQuery, voice: Voice) -> Said:
    """She wants to send it all the same."""
    return turned(query, Screen(voice("private.kept"), []))


def _button(voice: Voice, key: str, do: str, message_id: int) -> InlineKeyboardButton:
    return button(voice.plain(key), Leaked(do=do, message_id=message_id).pack())
