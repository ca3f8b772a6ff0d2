"""The button that all pages of an office share, and the row that leads back to its first page."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.texts import Voice
from handlers.screens import button


class OfficeButton(CallbackData, prefix="office"):
    """A button of these pages; `of` is what it changes, `was` the hours that undo would set."""

    do: str
    office: str
    of: str = ""
    was: str = ""


def back_row(office_id: str, voice: Voice) -> list[InlineKeyboardButton]:
    """Back to the first page of the office."""
    data = OfficeButton(do="show", office=office_id)
    return [button(voice.plain("office.back"), data.pack())]
