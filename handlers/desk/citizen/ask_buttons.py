"""The buttons that every screen of asking has: back, cancel, help, and the emergency numbers."""

from collections.abc import Sequence
from functools import lru_cache

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.rules.desk.asking import Step
from bot.texts import Voice
from handlers.screens import Keyboard

BACK: dict[Step, Step] = {"category": "district", "write": "category", "preview": "category"}


class Ask(CallbackData, prefix="ask"):
    """A button of these screens; `of` is an area, a category, a case, or the step of the help."""

    do: str
    of: str = ""


@lru_cache(maxsize=1024)  # the same forty stand on nearly every screen
def ask_button(words: str, do: str, of: str = "", style: str | None = None) -> InlineKeyboardButton:
    """Return a button of these screens."""
    return InlineKeyboardButton(text=words, callback_data=Ask(do=do, of=of).pack(), style=style)


def foot(voice: Voice, step: Step, *, back: bool = True) -> Keyboard:
    """Return the last rows of a screen."""
    first = [ask_button(voice.plain("ask.cancel"), "cancel")]
    if back and step in BACK:
        first.insert(0, ask_button(voice.plain("ask.back"), BACK[step]))
    second = [
        ask_button(voice.plain("ask.sos"), "sos", style="danger"),
        ask_button(voice.plain("ask.help"), "help", step),
    ]
    return [first, second]


def pairs(buttons: Sequence[InlineKeyboardButton]) -> Keyboard:
    """Return the buttons two in a row."""
    return [list(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]
