"""The door of /saved: the stories she kept, page by page, and how to let one go."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot.news.digest_composer import Occasion
from bot.news.saved import Shelf
from handlers.calls import Said
from handlers.menu import Private
from handlers.news.reader import Reader, reader_router
from handlers.news.story_buttons import ShelfPage, title_of
from handlers.screens import Screen, button, shown, turned

LABEL = 28


class LetGo(CallbackData, prefix="letgo"):
    """Ask which story of a page is to go, or let that one go (`story` above 0)."""

    page: int
    story: int = 0


def build_router() -> Router:
    """Return the router of saved stories."""
    router = reader_router("saved")
    router.message.register(saved, Command("saved"), Private())
    router.callback_query.register(turn, ShelfPage.filter())
    router.callback_query.register(let_go, LetGo.filter())
    return router


async def saved(message: Message, reader: Reader) -> Said:
    """Show the stories she kept last."""
    await reader.state.clear()
    return shown(message, await _shelf(reader, 0))


async def turn(query: CallbackQuery, callback_data: ShelfPage, reader: Reader) -> Said:
    """Show another page."""
    return turned(query, await _shelf(reader, callback_data.page))


async def let_go(query: CallbackQuery, callback_data: LetGo, reader: Reader) -> Said:
    """Ask which story is to go; once one is named, let it go."""
    if callback_data.story:
        await reader.saved.keep(reader.chat, callback_data.story, wanted=False)
        return turned(query, await _shelf(reader, callback_data.page))
    shelf = await reader.saved.shelf(reader.chat, callback_data.page)
    return turned(query, await _which(reader, shelf))


async def _shelf(reader: Reader, page: int) -> Screen:
    shelf = await reader.saved.shelf(reader.chat, page)
    if not shelf.stories:
        return Screen(reader.voice("saved.none"), [])
    subscriber = await reader.subscriber()
    title = "saved.title"
    named = (("count", str(shelf.kept)),)
    occasion = Occasion(reader.now, subscriber.schedule.zone, "saved.count", title, True, named)
    wishes = reader.composer.in_full(subscriber.preferences, len(shelf.stories))
    listed = reader.composer.listed(shelf.stories, wishes, occasion)
    return Screen(listed.html, [row for row in _rows(reader, shelf) if row])


def _rows(reader: Reader, shelf: Shelf) -> list[list[InlineKeyboardButton]]:
    turns = []
    if shelf.page > 0:
        newer = ShelfPage(page=shelf.page - 1).pack()
        turns.append(button(reader.voice.plain("saved.newer"), newer))
    if shelf.page + 1 < shelf.pages:
        older = ShelfPage(page=shelf.page + 1).pack()
        turns.append(button(reader.voice.plain("saved.older"), older))
    return [turns, [button(reader.voice.plain("saved.let_go"), LetGo(page=shelf.page).pack())]]


async def _which(reader: Reader, shelf: Shelf) -> Screen:
    wishes = (await reader.subscriber()).preferences
    rows = []
    for place, story in enumerate(shelf.stories, 1):
        label = f"{place}. {title_of(story, wishes)}"[:LABEL]
        rows.append([button(label, LetGo(page=shelf.page, story=story.number).pack())])
    back = ShelfPage(page=shelf.page).pack()
    rows.append([button(reader.voice.plain("settings.back"), back)])
    return Screen(reader.voice("story.which_drop"), rows)
