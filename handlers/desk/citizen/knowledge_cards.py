"""The door of /cards, and of the cards that are offered beside a question."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.calls import Said
from handlers.desk.citizen.ask import Desk, desk_given, screen_of
from handlers.desk.citizen.awaited import awaited_no_more
from handlers.desk.citizen.knowledge_screens import (
    Shelf,
    card_screen,
    category_screen,
    shelf_screen,
)
from handlers.menu import Private
from handlers.screens import said_anew, shown, turned


def build_router() -> Router:
    """Return the router of knowledge cards."""
    router = Router(name="knowledge_cards")
    router.message.register(shelf, Command("cards"), Private())
    for do, handler in (
        ("shelf", back_to_shelf),
        ("about", about),
        ("card", card),
        ("question", question),
        ("ask", ask),
    ):
        router.callback_query.register(handler, Shelf.filter(F.do == do))
    for event in (router.message, router.callback_query):
        event.middleware(desk_given)
        event.middleware(awaited_no_more)
    return router


async def shelf(message: Message, desk: Desk) -> Said:
    """Show what there are cards about."""
    return shown(message, shelf_screen(desk.voice, desk.knowledge, await desk.cards.all()))


async def back_to_shelf(query: CallbackQuery, desk: Desk) -> Said:
    """Show the shelf again."""
    return turned(query, shelf_screen(desk.voice, desk.knowledge, await desk.cards.all()))


async def about(query: CallbackQuery, callback_data: Shelf, desk: Desk) -> Said:
    """Show the cards of one category."""
    found = [one for one in await desk.cards.all() if callback_data.of in one.categories]
    return turned(query, category_screen(desk.voice, desk.knowledge, found, callback_data.of))


async def card(query: CallbackQuery, callback_data: Shelf, desk: Desk) -> Said:
    """Show one card; one that is offered no more says so."""
    found = await desk.cards.card(callback_data.of)
    if found is None:
        return query.answer(desk.voice.plain("error.button_stale"), show_alert=True)
    asking = callback_data.asking
    return turned(query, card_screen(desk.voice, desk.knowledge, found, asking=asking))


async def question(query: CallbackQuery, desk: Desk) -> Said:
    """Go back to the question, which waited."""
    draft = await desk.questions.get(desk.chat.id)
    return turned(query, await screen_of(draft, desk))


async def ask(query: CallbackQuery, desk: Desk) -> Said:
    """Ask after all: the card stays to be read."""
    draft = await desk.questions.begin(desk.chat)
    return said_anew(query, await screen_of(draft, desk))
