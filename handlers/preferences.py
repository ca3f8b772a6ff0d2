"""The door of /settings: what she reads, when, in which language; pause and farewell."""

from dataclasses import replace
from typing import Literal

from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot.news.digest_composer import Composer
from bot.news.subscriptions import stories_in
from bot.rules.news.news_catalog import District
from bot.rules.news.ranking import HOME_REGION
from bot.rules.news.schedule import clock_text
from bot.texts import Html, Voice
from handlers.calls import Said
from handlers.choices import (
    SETTINGS,
    Back,
    Hours,
    LiveIn,
    Topics,
    districts_screen,
    language_screen,
)
from handlers.menu import MenuButton, Private
from handlers.reader import Reader, reader_router
from handlers.screens import Screen, Style, button, said_anew, shown, turned
from storage.records.people import Preferences, Subscriber, SubscriberState

Want = Literal["core", "adjacent", "home", "country", "alone", "both", "pause", "resume", "leave"]
WANT_KEYS: dict[Want, str] = {
    "core": "settings.want_core",
    "adjacent": "settings.want_adjacent",
    "home": "settings.want_home",
    "country": "settings.want_country",
    "alone": "settings.want_alone",
    "both": "settings.want_both",
    "pause": "settings.want_pause",
    "resume": "settings.want_resume",
    "leave": "settings.want_leave",
}
STYLES: dict[Want, Style] = {"resume": "primary", "leave": "danger"}
TIER_KEYS = {"core": "settings.now_core", "adjacent": "settings.now_adjacent"}


class Ask(CallbackData, prefix="ask_set"):
    """Show the screen of one setting."""

    what: Literal["language", "district", "leave"]


class Wish(CallbackData, prefix="wish"):
    """She wants it this way: said outright, so a double tap changes nothing."""

    what: Want


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
    if callback_data.what == "language":
        return turned(query, language_screen(reader.texts, reader.voice.language, SETTINGS))
    if callback_data.what == "leave":
        return turned(query, _farewell_screen(reader.voice))
    own = (await reader.subscriber()).preferences.district
    return turned(query, districts_screen(reader.voice, home_districts(reader.composer), own))


async def wish(query: CallbackQuery, callback_data: Wish, reader: Reader) -> Said:
    """Keep a choice of one tap."""
    await _keep(callback_data.what, reader)
    return turned(query, await _settings(reader))


async def live_in(query: CallbackQuery, callback_data: LiveIn, reader: Reader) -> Said:
    """Keep her district; an unknown one is none."""
    known = {one.id for one in home_districts(reader.composer)}
    district = callback_data.district if callback_data.district in known else None
    await reader.subscriptions.live_in(reader.chat, district)
    return turned(query, await _settings(reader))


async def _keep(what: Want, reader: Reader) -> None:
    chat, subscriptions = reader.chat, reader.subscriptions
    wishes = (await subscriptions.of(chat)).preferences
    match what:
        case "pause":
            await subscriptions.pause(chat)
        case "resume":
            await subscriptions.resume(chat)
        case "leave":
            await subscriptions.leave(chat)
        case "core" | "adjacent":
            await subscriptions.wish(chat, replace(wishes, tier=what))
        case "home":
            await subscriptions.wish(chat, replace(wishes, regions=(HOME_REGION,)))
        case "country":
            await subscriptions.wish(chat, replace(wishes, regions=()))
        case "alone" | "both":
            languages = stories_in(wishes.language, alone=what == "alone")
            await subscriptions.wish(chat, replace(wishes, languages=languages))


def home_districts(composer: Composer) -> tuple[District, ...]:
    """Return the districts of the bot's own region."""
    regions = composer.catalog.regions
    return next((one.districts for one in regions if one.code == HOME_REGION), ())


async def _settings(reader: Reader) -> Screen:
    return settings_screen(reader.voice, reader.composer, await reader.subscriber())


def settings_screen(voice: Voice, composer: Composer, subscriber: Subscriber) -> Screen:
    """Show every setting as it stands, a button for each."""
    wishes = subscriber.preferences
    lines = [
        voice("settings.title"),
        "",
        voice("settings.now_topics", topics=_topics(voice, composer, wishes)),
        voice("settings.now_hour", hour=clock_text(subscriber.schedule.minutes[0])),
        voice("settings.now_home" if wishes.regions else "settings.now_country"),
        voice("settings.now_district", district=_district(voice, composer, wishes)),
        voice(TIER_KEYS[wishes.tier]),
        voice("settings.now_both" if len(wishes.languages) > 1 else "settings.now_alone"),
        "",
        _state(voice, subscriber),
    ]
    return Screen("\n".join(lines), _buttons(voice, subscriber))


def _buttons(voice: Voice, subscriber: Subscriber) -> list[list[InlineKeyboardButton]]:
    wishes = subscriber.preferences
    topics = button(voice.plain("settings.topics"), Topics(page=0, where=SETTINGS).pack())
    hour = button(voice.plain("settings.hour"), Hours(where=SETTINGS).pack())
    language = button(voice.plain("settings.language"), Ask(what="language").pack())
    district = button(voice.plain("settings.district"), Ask(what="district").pack())
    leave = button(voice.plain("settings.leave"), Ask(what="leave").pack())
    active = subscriber.state is SubscriberState.ACTIVE
    both = len(wishes.languages) > 1
    return [
        [topics, hour],
        [language, district],
        [_switch(voice, "country" if wishes.regions else "home")],
        [_switch(voice, "core" if wishes.tier == "adjacent" else "adjacent")],
        *([[_switch(voice, "alone" if both else "both")]] if voice.language != "en" else []),
        *([[_switch(voice, "pause")], [leave]] if active else [[_switch(voice, "resume")]]),
    ]


def _switch(voice: Voice, what: Want) -> InlineKeyboardButton:
    return button(voice.plain(WANT_KEYS[what]), Wish(what=what).pack(), STYLES.get(what))


def _farewell_screen(voice: Voice) -> Screen:
    back = button(voice.plain("settings.back"), Back().pack())
    return Screen(voice("settings.sure_leave"), [[_switch(voice, "leave")], [back]])


def _topics(voice: Voice, composer: Composer, wishes: Preferences) -> str:
    if not wishes.topics:
        return voice("settings.all_topics")
    return "; ".join(composer.topic_name(topic, voice.language) for topic in wishes.topics)


def _district(voice: Voice, composer: Composer, wishes: Preferences) -> str:
    for one in home_districts(composer):
        if one.id == wishes.district:
            return str(getattr(one.names, voice.language))
    return voice("settings.no_district")


def _state(voice: Voice, subscriber: Subscriber) -> Html:
    if subscriber.next_due_at is None:
        return voice("settings.now_stopped")
    when = voice.moment(subscriber.next_due_at, subscriber.schedule.zone)
    return voice("settings.now_next", when=when)
