"""The main menu beneath the text field, and the filter that recognises its buttons."""

from aiogram.filters import Filter
from aiogram.types import KeyboardButton, Message, ReplyKeyboardMarkup

from bot.texts import Texts, Voice

ROWS = (("menu.digest", "menu.ask"), ("menu.settings", "menu.help"))


class MenuButton(Filter):
    """Passes the words of one menu button in any language: an old menu may still be on screen."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._texts: Texts | None = None
        self._words: frozenset[str] = frozenset()

    async def __call__(self, message: Message, texts: Texts) -> bool:
        if texts is not self._texts:  # asked of every message: its words are looked up once
            self._texts = texts
            self._words = frozenset(voice.plain(self._key) for voice in texts.voices.values())
        return message.text in self._words


class Free(Filter):
    """Passes a text that is neither a command nor a menu button: what somebody typed herself."""

    async def __call__(self, message: Message, texts: Texts) -> bool:
        text = message.text
        if not text or text.startswith("/"):
            return False
        keys = (key for row in ROWS for key in row)
        return all([not await MenuButton(key)(message, texts) for key in keys])


class Private(Filter):
    """Passes messages of private chats."""

    async def __call__(self, message: Message) -> bool:
        return message.chat.type == "private"


def main_menu(voice: Voice) -> ReplyKeyboardMarkup:
    """Return the menu, kept on screen."""
    rows = [[KeyboardButton(text=voice.plain(key)) for key in row] for row in ROWS]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)
