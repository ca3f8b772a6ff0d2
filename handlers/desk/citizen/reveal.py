"""The button behind which a covered answer waits: a lock screen shows only that there is one."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from bot.desk.citizen.reveals import Reveals
from bot.texts import Voice
from handlers.calls import Said
from handlers.desk.citizen.safety import clear_button
from handlers.screens import Screen, turned
from storage.records.people import Chat


class Reveal(CallbackData, prefix="show"):
    """Read what waits in a case."""

    case_id: int


def build_router() -> Router:
    """Return the router of the button."""
    router = Router(name="reveal")
    router.callback_query.register(reveal, Reveal.filter())
    return router


async def reveal(
    query: CallbackQuery, callback_data: Reveal, reveals: Reveals, voice: Voice, chat: Chat
) -> Said:
    """Show every answer that waits, and how to take it away again."""
    shown = await reveals.read(chat.id, callback_data.case_id)
    if shown is None:
        return query.answer(voice.plain("error.button_stale"), show_alert=True)
    screen = Screen(voice("case.uncovered"), [[clear_button(voice, callback_data.case_id)]])
    return [*turned(query, screen), *shown]


def reveal_button(voice: Voice, case_id: int) -> InlineKeyboardMarkup:
    """The button itself."""
    data = Reveal(case_id=case_id).pack()
    press = InlineKeyboardButton(text=voice.plain("case.read"), callback_data=data, style="primary")
    return InlineKeyboardMarkup(inline_keyboard=[[press]])
