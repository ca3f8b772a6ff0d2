"""The door of /start: language, topics, hour, and the first digest. Three taps."""

from typing import Any

from aiogram import Router
from aiogram.filters import CommandStart, StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message

from bot.rules.news.schedule import clock_text, read_clock
from handlers.calls import Said
from handlers.menu import Free, Private, main_menu
from handlers.news.choices import (
    JOINING,
    Follow,
    FollowAll,
    Hours,
    ReadAt,
    Tongue,
    Topics,
    TypeHour,
    hours_screen,
    language_screen,
    topics_screen,
)
from handlers.news.reader import Reader, reader_router
from handlers.news.settings_page import settings_screen
from handlers.screens import Screen, shown, turned
from storage.records.people import Subscriber, SubscriberState


class Typing(StatesGroup):
    """What she is asked to type."""

    hour = State()


def build_router() -> Router:
    """Return the router of joining; its buttons serve the settings too."""
    router = reader_router("start")
    router.message.register(start, CommandStart(), Private())
    router.message.register(typed_hour, StateFilter(Typing.hour), Private(), Free())
    router.callback_query.register(choose_language, Tongue.filter())
    router.callback_query.register(follow, Follow.filter())
    router.callback_query.register(follow_all, FollowAll.filter())
    router.callback_query.register(show_topics, Topics.filter())
    router.callback_query.register(show_hours, Hours.filter())
    router.callback_query.register(ask_hour, TypeHour.filter())
    router.callback_query.register(choose_hour, ReadAt.filter())
    return router


async def start(message: Message, reader: Reader) -> Said:
    """Welcome her; who reads already is told when the next digest comes."""
    await reader.state.clear()
    subscriber = await reader.subscriptions.come_back(reader.chat)
    if subscriber.state is not SubscriberState.ACTIVE:
        return shown(message, language_screen(reader.texts, reader.voice.language, JOINING))
    text = reader.voice("start.again", when=_when(reader, subscriber))
    return message.answer(text, reply_markup=main_menu(reader.voice))


async def choose_language(query: CallbackQuery, callback_data: Tongue, reader: Reader) -> Said:
    """Speak her language from here on; joining goes on to the topics."""
    reader = reader.speaking(callback_data.language)
    voice = reader.voice
    subscriber = await reader.subscriptions.speak(reader.chat, voice.language)
    if callback_data.where == JOINING:
        return turned(query, topics_screen(voice, reader.composer, subscriber, 0, JOINING))
    menu = SendMessage(
        chat_id=reader.chat.id,
        text=voice("settings.language_kept"),
        reply_markup=main_menu(voice),
    )
    return [*turned(query, settings_screen(voice, reader.composer, subscriber)), menu]


async def follow(query: CallbackQuery, callback_data: Follow, reader: Reader) -> Said:
    """Follow a topic or no longer; one that the catalogue lost is left as it is."""
    if any(known.id == callback_data.topic for known in reader.composer.catalog.topics):
        wanted = callback_data.wanted
        await reader.subscriptions.follow(reader.chat, callback_data.topic, wanted)
    return await _topics(query, callback_data.page, callback_data.where, reader)


async def follow_all(query: CallbackQuery, callback_data: FollowAll, reader: Reader) -> Said:
    """Follow every topic, those of later versions too."""
    await reader.subscriptions.follow_all(reader.chat)
    return await _topics(query, callback_data.page, callback_data.where, reader)


async def show_topics(query: CallbackQuery, callback_data: Topics, reader: Reader) -> Said:
    """Show a page of topics."""
    return await _topics(query, callback_data.page, callback_data.where, reader)


async def show_hours(query: CallbackQuery, callback_data: Hours, reader: Reader) -> Said:
    """Show the hours."""
    await reader.state.clear()
    return turned(query, hours_screen(reader.voice, callback_data.where))


async def ask_hour(query: CallbackQuery, callback_data: TypeHour, reader: Reader) -> Said:
    """Let her type an hour."""
    await reader.state.set_state(Typing.hour)
    await reader.state.set_data({"where": callback_data.where})
    back = hours_screen(reader.voice, callback_data.where).rows[-1:]
    return turned(query, Screen(reader.voice("settings.type_hour"), back))


async def choose_hour(query: CallbackQuery, callback_data: ReadAt, reader: Reader) -> Said:
    """Keep the hour; joining is done with it, and the first digest follows at once."""
    await reader.state.clear()
    before = await reader.subscriber()
    after = await reader.subscriptions.read_at(reader.chat, callback_data.minutes % 1440)
    if callback_data.where != JOINING:
        return turned(query, settings_screen(reader.voice, reader.composer, after))
    hour = clock_text(after.schedule.minutes[0])
    said = turned(query, Screen(reader.voice("start.hour_kept", hour=hour), []))
    if before.state is SubscriberState.ACTIVE:
        return said  # a double tap: she has been welcomed
    return [*said, *await _welcome(after, reader)]


async def typed_hour(message: Message, reader: Reader) -> Said:
    """Read the hour she typed; ask again when it is none."""
    minutes = read_clock(message.text or "")
    if minutes is None:
        return message.answer(reader.voice("settings.hour_unclear"))
    joining = (await reader.state.get_data()).get("where") == JOINING
    await reader.state.clear()
    subscriber = await reader.subscriptions.read_at(reader.chat, minutes)
    if joining:
        return await _welcome(subscriber, reader)
    return shown(message, settings_screen(reader.voice, reader.composer, subscriber))


async def _topics(query: CallbackQuery, page: int, where: str, reader: Reader) -> Said:
    subscriber = await reader.subscriber()
    return turned(query, topics_screen(reader.voice, reader.composer, subscriber, page, where))


async def _welcome(subscriber: Subscriber, reader: Reader) -> list[Any]:
    voice, chat_id = reader.voice, reader.chat.id
    text = voice("start.done", when=_when(reader, subscriber))
    welcome = SendMessage(chat_id=chat_id, text=text, reply_markup=main_menu(voice))
    first = await reader.digests.first(subscriber)
    if first:
        return [welcome, *first]
    return [welcome, SendMessage(chat_id=chat_id, text=voice("start.no_news_yet"))]


def _when(reader: Reader, subscriber: Subscriber) -> str:
    return reader.voice.moment(subscriber.next_due_at or 0, subscriber.schedule.zone)
