"""The door of what she reads: regions, alerts at once, words of her own, what she hid."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.rules.news.own_words import MOST_CHARACTERS, MOST_WORDS, BadWord, read_words
from handlers.calls import Said
from handlers.menu import Free, Private
from handlers.news.reader import Reader, reader_router
from handlers.news.reading_buttons import Alert, Forget, OwnWord, Region, Regions, mark_of
from handlers.news.reading_screens import (
    KINDS,
    alerts_screen,
    ask_word_screen,
    regions_screen,
    words_screen,
)
from handlers.screens import shown, turned
from storage.records.people import Preferences

BAD_KEYS = {"long": "words.too_long", "short": "words.too_short", "many": "words.too_many"}


class Typing(StatesGroup):
    """What she is asked to type; its data say `what`."""

    word = State()


def build_router() -> Router:
    """Return the router of what she reads."""
    router = reader_router("reading")
    router.message.register(typed, StateFilter(Typing.word), Private(), Free())
    router.callback_query.register(regions, Regions.filter())
    router.callback_query.register(region, Region.filter())
    router.callback_query.register(alert, Alert.filter())
    router.callback_query.register(words, OwnWord.filter())
    router.callback_query.register(forget, Forget.filter())
    return router


async def regions(query: CallbackQuery, callback_data: Regions, reader: Reader) -> Said:
    """Show a page of regions."""
    wishes = (await reader.subscriber()).preferences
    return turned(query, regions_screen(reader.voice, reader.composer, wishes, callback_data.page))


async def region(query: CallbackQuery, callback_data: Region, reader: Reader) -> Said:
    """Read of a region or no longer; without any left she reads of all of them."""
    wishes, code = (await reader.subscriber()).preferences, callback_data.code
    if any(known.code == code for known in reader.composer.catalog.regions):
        chosen = _with(wishes.regions, code, callback_data.wanted)
        without = tuple(one for one in wishes.without_regions if one not in chosen)
        wishes = replace(wishes, regions=chosen, without_regions=without)
        await reader.subscriptions.wish(reader.chat, wishes)
    return turned(query, regions_screen(reader.voice, reader.composer, wishes, callback_data.page))


async def alert(query: CallbackQuery, callback_data: Alert, reader: Reader) -> Said:
    """Bring a topic's stories at once or no longer; one that the catalogue lost is left."""
    wishes, topic = (await reader.subscriber()).preferences, callback_data.topic
    if any(known.id == topic for known in reader.composer.catalog.topics):
        wishes = replace(wishes, alerts=_with(wishes.alerts, topic, callback_data.wanted))
        await reader.subscriptions.wish(reader.chat, wishes)
    return turned(query, alerts_screen(reader.voice, reader.composer, wishes, callback_data.page))


async def words(query: CallbackQuery, callback_data: OwnWord, reader: Reader) -> Said:
    """Show her own words, or ask for one."""
    await reader.state.clear()
    if callback_data.what != "all":
        await reader.state.set_state(Typing.word)
        await reader.state.set_data({"what": callback_data.what})
        return turned(query, ask_word_screen(reader.voice, callback_data.what))
    wishes = (await reader.subscriber()).preferences
    return turned(query, words_screen(reader.voice, reader.composer, wishes, 0))


async def typed(message: Message, reader: Reader) -> Said:
    """Keep the words she typed, or say what is wrong with them; nothing is kept by halves."""
    mute = (await reader.state.get_data()).get("what") == "mute"
    wishes = (await reader.subscriber()).preferences
    try:
        wishes = _worded(wishes, message.text or "", reader, mute=mute)
    except BadWord as error:
        key, words, characters = BAD_KEYS[error.reason], str(MOST_WORDS), str(MOST_CHARACTERS)
        return message.answer(reader.voice(key, words=words, characters=characters))
    await reader.state.clear()
    await reader.subscriptions.wish(reader.chat, wishes)
    return shown(message, words_screen(reader.voice, reader.composer, wishes, 0))


async def forget(query: CallbackQuery, callback_data: Forget, reader: Reader) -> Said:
    """Take one of her words back, or let what she hid come again."""
    wishes, field = (await reader.subscriber()).preferences, KINDS[callback_data.kind].field
    kept = tuple(one for one in getattr(wishes, field) if mark_of(one) != callback_data.mark)
    changes: dict[str, tuple[str, ...]] = {field: kept}
    wishes = replace(wishes, **changes)  # type: ignore[arg-type]  # its fields of words, all tuples
    await reader.subscriptions.wish(reader.chat, wishes)
    page = callback_data.page
    return turned(query, words_screen(reader.voice, reader.composer, wishes, page))


def _worded(wishes: Preferences, text: str, reader: Reader, *, mute: bool) -> Preferences:
    """Her wishes with the words; one that she now mutes she follows no more. Raises BadWord."""
    letters = reader.composer.catalog.letters
    words = read_words(text, letters, wishes.mute if mute else wishes.follow)
    other = wishes.follow if mute else wishes.mute
    left = tuple(word for word in other if word not in words)
    if mute:
        return replace(wishes, mute=words, follow=left)
    return replace(wishes, follow=words, mute=left)


def _with(kept: tuple[str, ...], value: str, wanted: bool) -> tuple[str, ...]:
    return tuple(sorted({*kept, value} if wanted else {*kept} - {value}))
