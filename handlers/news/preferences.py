"""The door of /settings: language, scope, how much; pause and farewell."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.news.subscriptions import stories_in
from bot.rules.news.ranking import HOME_REGION
from handlers.calls import Said
from handlers.menu import MenuButton, Private
from handlers.news.choices import (
    SETTINGS,
    Ask,
    Back,
    LiveIn,
    Want,
    Wish,
    districts_screen,
    language_screen,
)
from handlers.news.reader import Reader, reader_router
from handlers.news.settings_page import (
    STORIES,
    farewell_screen,
    home_districts,
    more_screen,
    settings_screen,
    where_screen,
)
from handlers.screens import Screen, said_anew, shown, turned
from storage.records.people import Preferences

# what is shown after a wish: the page from which it is asked
WHERE: tuple[Want, ...] = ("home", "country")
MORE: tuple[Want, ...] = (
    "core", "adjacent", "alone", "both", "few", "some", "many", "line", "silence",
)  # fmt: skip


def build_router() -> Router:
    """Return the router of the settings."""
    router = reader_router("preferences")
    router.message.register(settings, Command("settings"), Private())
    router.message.register(settings, MenuButton("menu.settings"), Private())
    router.message.register(language, Command("language"), Private())
    router.callback_query.register(back, Back.filter())
    router.callback_query.register(ask, Ask.filter())
    router.callback_query.register(wish, Wish.filter())
    router.callback_query.register(live_in, LiveIn.filter())
    return router


async def settings(message: Message, reader: Reader) -> Said:
    """Show the settings."""
    await reader.state.clear()
    return shown(message, await _settings(reader))


async def language(message: Message, reader: Reader) -> Said:
    """Ask for the language."""
    await reader.state.clear()
    return shown(message, language_screen(reader.texts, reader.voice.language, SETTINGS))


async def back(query: CallbackQuery, callback_data: Back, reader: Reader) -> Said:
    """Come back to the settings; from a digest they open beneath it."""
    await reader.state.clear()
    screen = await _settings(reader)
    return said_anew(query, screen) if callback_data.anew else turned(query, screen)


async def ask(query: CallbackQuery, callback_data: Ask, reader: Reader) -> Said:
    """Show the screen of one setting."""
    return turned(query, await _page(callback_data.what, reader))


async def wish(query: CallbackQuery, callback_data: Wish, reader: Reader) -> Said:
    """Keep a choice of one tap and show the page it stands on."""
    what = callback_data.what
    await _keep(what, reader)
    page = "where" if what in WHERE else "more" if what in MORE else "settings"
    return turned(query, await _page(page, reader))


async def live_in(query: CallbackQuery, callback_data: LiveIn, reader: Reader) -> Said:
    """Keep her district; an unknown one is none."""
    known = {one.id for one in home_districts(reader.composer)}
    district = callback_data.district if callback_data.district in known else None
    await reader.subscriptions.live_in(reader.chat, district)
    return turned(query, await _page("where", reader))


async def _page(page: str, reader: Reader) -> Screen:
    subscriber = await reader.subscriber()
    match page:
        case "language":
            return language_screen(reader.texts, reader.voice.language, SETTINGS)
        case "leave":
            return farewell_screen(reader.voice)
        case "more":
            return more_screen(reader.voice, subscriber)
        case "where":
            return where_screen(reader.voice, reader.composer, subscriber)
        case "district":
            own = subscriber.preferences.district
            return districts_screen(reader.voice, home_districts(reader.composer), own)
        case _:
            return settings_screen(reader.voice, reader.composer, subscriber)


async def _settings(reader: Reader) -> Screen:
    return await _page("settings", reader)


async def _keep(what: Want, reader: Reader) -> None:
    chat, subscriptions = reader.chat, reader.subscriptions
    subscriber = await subscriptions.of(chat)
    match what:
        case "pause":
            await subscriptions.pause(chat)
        case "resume":
            await subscriptions.resume(chat)
        case "leave":
            await subscriptions.leave(chat)
        case "line" | "silence":
            says = replace(subscriber.schedule, says_nothing_new=what == "line")
            await subscriptions.arrange(chat, says)
        case _:
            await subscriptions.wish(chat, _wished(what, subscriber.preferences))


def _wished(what: Want, wishes: Preferences) -> Preferences:
    match what:
        case "core" | "adjacent":
            return replace(wishes, tier=what)
        case "home":
            return replace(wishes, regions=(HOME_REGION,))
        case "country":
            return replace(wishes, regions=(), without_regions=())
        case "alone" | "both":
            return replace(wishes, languages=stories_in(wishes.language, alone=what == "alone"))
        case _:
            return replace(wishes, stories=STORIES[what])
