"""The door of /why: why the last stories came, and why one that she names did not."""

from typing import Any

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.texts import Html
from handlers.calls import Said
from handlers.menu import Free, Private
from handlers.news.reader import Reader, reader_router
from handlers.news.reasons import explanation_text, reasons_text
from handlers.news.story_buttons import WHY, WhyOne, choose_screen
from handlers.screens import Screen, said_anew, shown


class Typing(StatesGroup):
    """What she is asked to type."""

    story = State()


def build_router() -> Router:
    """Return the router of reasons."""
    router = reader_router("why")
    router.message.register(why, Command("why"), Private())
    router.message.register(typed, StateFilter(Typing.story), Private(), Free())
    router.callback_query.register(why_one, WhyOne.filter())
    return router


async def why(message: Message, reader: Reader) -> Said:
    """Say why the stories of her last digest were taken, and ask which one she misses."""
    await reader.state.clear()
    await reader.state.set_state(Typing.story)
    judged = await reader.whys.of_last(await reader.subscriber())
    told = reasons_text(judged, reader.composer, reader.voice)
    return message.answer(Html(f"{told}\n\n{reader.voice('why.ask')}"))


async def typed(message: Message, reader: Reader) -> Said:
    """Say what became of the story whose link or words she sent."""
    await reader.state.clear()
    meant = await reader.whys.meant((message.text or "")[:1000])
    if not isinstance(meant, list):
        return message.answer(explanation_text(meant, reader.composer, reader.voice))
    if not meant:
        return message.answer(reader.voice("why.unknown"))
    subscriber = await reader.subscriber()
    if len(meant) == 1:
        return message.answer(await _told(reader, meant[0].number))
    screen = choose_screen(reader.voice, meant, subscriber.preferences, WHY, 0)
    return shown(message, screen)


async def why_one(query: CallbackQuery, callback_data: WhyOne, reader: Reader) -> Any:
    """Say what became of the story that she pointed at."""
    text = await _told(reader, callback_data.story)
    return said_anew(query, Screen(text, []))


async def _told(reader: Reader, number: int) -> Html:
    subscriber = await reader.subscriber()
    found = await reader.whys.explain(subscriber, number)
    if found is None:
        return reader.voice("story.gone")
    when = None
    if subscriber.next_due_at is not None:
        when = reader.voice.moment(subscriber.next_due_at, subscriber.schedule.zone)
    return explanation_text(found, reader.composer, reader.voice, when)
