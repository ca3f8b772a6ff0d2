"""The door of /search: stories by words, in Kazakh or Russian, however they are typed."""

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.filters.command import CommandObject
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message

from bot.news.digest_composer import Occasion
from handlers.calls import Said
from handlers.menu import Free, Private
from handlers.news.reader import Reader, reader_router
from handlers.screens import Screen, button, shown, turned

ON_PAGE = 8
QUERY_SHOWN = 60


class Typing(StatesGroup):
    """What she is asked to type."""

    query = State()


class Found(CallbackData, prefix="found"):
    """Show a page of what was found last."""

    page: int


def build_router() -> Router:
    """Return the router of the search."""
    router = reader_router("search")
    router.message.register(search, Command("search"), Private())
    router.message.register(typed, StateFilter(Typing.query), Private(), Free())
    router.callback_query.register(turn, Found.filter())
    return router


async def search(message: Message, command: CommandObject, reader: Reader) -> Said:
    """Find the words after the command; without any ask for them."""
    await reader.state.clear()
    if command.args:
        return await _found(message, command.args, reader)
    await reader.state.set_state(Typing.query)
    return message.answer(reader.voice("search.ask"))


async def typed(message: Message, reader: Reader) -> Said:
    """Find what she typed."""
    return await _found(message, message.text or "", reader)


async def turn(query: CallbackQuery, callback_data: Found, reader: Reader) -> Said:
    """Show another page of the last search."""
    words = (await reader.state.get_data()).get("query")
    if not words:
        return query.answer(reader.voice.plain("search.over"), show_alert=True)
    return turned(query, await _page(words, callback_data.page, reader))


async def _found(message: Message, words: str, reader: Reader) -> SendMessage:
    # the next thing she types is no search; the words are kept for turning pages
    await reader.state.set_state(None)
    await reader.state.set_data({"query": words[:200]})
    return shown(message, await _page(words, 0, reader))


async def _page(words: str, page: int, reader: Reader) -> Screen:
    page = max(page, 0)
    part, count = await reader.search.find(words, page * ON_PAGE, ON_PAGE)
    if not part:
        return Screen(reader.voice("search.nothing", words=words[:QUERY_SHOWN]), [])
    last = (count - 1) // ON_PAGE
    subscriber = await reader.subscriber()
    named = (("words", words[:QUERY_SHOWN]), ("count", str(count)))
    zone = subscriber.schedule.zone
    occasion = Occasion(reader.now, zone, "search.note", "search.title", True, named)
    wishes = reader.composer.in_full(subscriber.preferences, ON_PAGE)
    row = []
    if page > 0:
        row.append(button(reader.voice.plain("search.back"), Found(page=page - 1).pack()))
    if page < last:
        row.append(
            button(reader.voice.plain("search.more"), Found(page=page + 1).pack(), "primary")
        )
    return Screen(reader.composer.listed(part, wishes, occasion).html, [row] if row else [])
