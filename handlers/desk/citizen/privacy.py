"""The door of what is hers: /mydata, /delete, /clear."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot.desk.citizen.privacy import Privacy
from bot.texts import Voice
from handlers.calls import Said
from handlers.desk.citizen.safety import Safe
from handlers.menu import Private
from handlers.screens import Screen, Style, button, shown, turned
from storage.records.people import Chat


class Data(CallbackData, prefix="data"):
    """A button about her data."""

    do: str


def build_router() -> Router:
    """Return the router of her data."""
    router = Router(name="privacy")
    router.message.register(mydata, Command("mydata"), Private())
    router.message.register(delete, Command("delete"), Private())
    router.message.register(clear, Command("clear"), Private())
    router.callback_query.register(export, Data.filter(F.do == "export"))
    router.callback_query.register(sure, Data.filter(F.do == "delete"))
    router.callback_query.register(deleted, Data.filter(F.do == "deleted"))
    router.callback_query.register(stay, Data.filter(F.do == "stay"))
    router.callback_query.register(cleared, Data.filter(F.do == "clear"))
    router.callback_query.register(cleared, Safe.filter(F.do == "clear"))
    return router


async def mydata(message: Message, voice: Voice) -> Said:
    """What is kept, and what she may do with it."""
    rows = [
        [_button(voice, "data.export", "export", "primary")],
        [_button(voice, "data.clear", "clear")],
        [_button(voice, "data.delete", "delete", "danger")],
    ]
    return shown(message, Screen(voice("data.what"), rows))


async def export(query: CallbackQuery, privacy: Privacy, voice: Voice, chat: Chat) -> Said:
    """Everything that is kept of her is gathered and sent as files."""
    fresh = await privacy.ask_export(chat.id)
    key = "data.exporting" if fresh else "data.exporting_already"
    return turned(query, Screen(voice(key), []))


async def delete(message: Message, voice: Voice) -> Said:
    """Ask once: it cannot be taken back."""
    return shown(message, _sure(voice))


async def sure(query: CallbackQuery, voice: Voice) -> Said:
    """The same from the button."""
    return turned(query, _sure(voice))


async def deleted(query: CallbackQuery, privacy: Privacy, voice: Voice, chat: Chat) -> Said:
    """Remove everything at once."""
    told = await privacy.forget(chat.id)
    return [*turned(query, Screen(voice("data.deleted"), [])), *told]


async def stay(query: CallbackQuery, voice: Voice) -> Said:
    """Nothing is removed."""
    return turned(query, Screen(voice("data.stays"), []))


async def clear(message: Message, voice: Voice) -> Said:
    """What clearing does, and its one button."""
    rows = [[_button(voice, "safety.clear", "clear", "danger")]]
    return shown(message, Screen(voice("data.clear_what"), rows))


async def cleared(query: CallbackQuery, privacy: Privacy, voice: Voice, chat: Chat) -> Said:
    """Remove what was said here in two days; the only trace is a line that fades."""
    gone = await privacy.clear(chat.id)
    return [query.answer(voice.plain("data.cleared"), show_alert=False), *gone]


def _sure(voice: Voice) -> Screen:
    rows = [
        [_button(voice, "data.delete_yes", "deleted", "danger")],
        [_button(voice, "data.delete_no", "stay")],
    ]
    return Screen(voice("data.delete_sure"), rows)


def _button(voice: Voice, key: str, do: str, style: Style | None = None) -> InlineKeyboardButton:
    return button(voice.plain(key), Data(do=do).pack(), style)
