"""The door of news: /digest, /latest, /preview and /help."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from handlers.calls import Said
from handlers.menu import MenuButton, Private, main_menu
from handlers.news.reader import Reader, reader_router


def build_router() -> Router:
    """Return the router of news."""
    router = reader_router("news")
    router.message.register(digest, Command("digest"), Private())
    router.message.register(digest, MenuButton("menu.digest"), Private())
    router.message.register(latest, Command("latest"), Private())
    router.message.register(preview, Command("preview"), Private())
    router.message.register(help_, Command("help"), Private())
    router.message.register(help_, MenuButton("menu.help"), Private())
    return router


async def digest(message: Message, reader: Reader) -> Said:
    """Give her digest at once."""
    await reader.state.clear()
    calls = await reader.digests.at_once(await reader.subscriber())
    return calls or _nothing(message, reader)


async def latest(message: Message, reader: Reader) -> Said:
    """Show the latest stories."""
    await reader.state.clear()
    calls = await reader.digests.latest(await reader.subscriber())
    return calls or _nothing(message, reader)


async def preview(message: Message, reader: Reader) -> Said:
    """Show the next digest as it would be now; nothing changes by it."""
    await reader.state.clear()
    html = await reader.digests.preview(await reader.subscriber())
    return message.answer(html or reader.voice("digest.preview_empty"))


async def help_(message: Message, reader: Reader) -> Said:
    """Say what the bot does and how to ask it."""
    await reader.state.clear()
    return message.answer(reader.voice("help.text"), reply_markup=main_menu(reader.voice))


def _nothing(message: Message, reader: Reader) -> Said:
    return message.answer(reader.voice("digest.empty"), reply_markup=main_menu(reader.voice))
