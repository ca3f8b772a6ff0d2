"""A screen: one message with buttons that is edited as she taps. Decides nothing."""

from dataclasses import dataclass
from typing import Any, Literal

from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

Style = Literal["primary", "success", "danger"]
Keyboard = list[list[InlineKeyboardButton]]
Said = list[TelegramMethod[Any]]


@dataclass(frozen=True, slots=True)
class Screen:
    """`text` is Telegram HTML."""

    text: str
    rows: Keyboard

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        """The keyboard, None without buttons."""
        return InlineKeyboardMarkup(inline_keyboard=self.rows) if self.rows else None


def shown(message: Message, screen: Screen) -> SendMessage:
    """Say the screen as a new message."""
    return message.answer(screen.text, reply_markup=screen.markup)


def turned(query: CallbackQuery, screen: Screen) -> Said:
    """Answer the button and turn its message into the screen; one too old gets a new message."""
    if isinstance(query.message, Message):
        edit = query.message.edit_text(screen.text, reply_markup=screen.markup)
        return [query.answer(), edit]
    return said_anew(query, screen)


def said_anew(query: CallbackQuery, screen: Screen) -> Said:
    """Answer the button and leave its message as it is."""
    new = SendMessage(
        chat_id=query.from_user.id if query.message is None else query.message.chat.id,
        text=screen.text,
        reply_markup=screen.markup,
    )
    return [query.answer(), new]


def button(text: str, data: str, style: Style | None = None) -> InlineKeyboardButton:
    """Return an inline button; `data` is at most 64 bytes. Old clients show no colour."""
    return InlineKeyboardButton(text=text, callback_data=data, style=style)
