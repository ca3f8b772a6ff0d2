"""The door of news: /digest, /latest, /why and /help."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.calls import Said
from handlers.digest_view import Why
from handlers.menu import MenuButton, Private, main_menu
from handlers.reader import Reader, reader_router
from handlers.reasons import reasons_text
from handlers.screens import Screen, said_anew


def build_router() -> Router:
    """Return the router of news."""
    router = reader_router("news")
    router.message.register(digest, Command("digest"), Private())
    router.message.register(digest, MenuButton("menu.digest"), Private())
    router.message.register(latest, Command("latest"), Private())
    router.message.register(why, Command("why"), Private())
    router.message.register(help_, Command("help"), Private())
    router.message.register(help_, MenuButton("menu.help"), Private())
    router.callback_query.register(why_these, Why.filter())
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


async def why(message: Message, reader: Reader) -> Said:
    """Say why the stories of her last digest were taken."""
    judged = await reader.digests.why(await reader.subscriber())
    return message.answer(reasons_text(judged, reader.composer, reader.voice))


async def why_these(query: CallbackQuery, callback_data: Why, reader: Reader) -> Said:
    """Say why the stories of this digest were taken."""
    judged = await reader.digests.why(await reader.subscriber(), callback_data.edition)
    return said_anew(query, Screen(reasons_text(judged, reader.composer, reader.voice), []))


async def help_(message: Message, reader: Reader) -> Said:
    """Say what the bot does and how to ask it."""
    await reader.state.clear()
    return message.answer(reader.voice("help.text"), reply_markup=main_menu(reader.voice))


def _nothing(message: Message, reader: Reader) -> Said:
    return message.answer(reader.voice("digest.empty"), reply_markup=main_menu(reader.voice))
