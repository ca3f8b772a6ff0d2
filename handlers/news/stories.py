"""The door of a digest's buttons: more stories, keep one, fewer like one."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.rules.news.fewer import Less
from bot.texts import Html
from handlers.calls import Said
from handlers.news.choices import Back
from handlers.news.reader import Reader, reader_router
from handlers.news.story_buttons import (
    FEWER,
    KEEP,
    Choose,
    Close,
    Fewer,
    Keep,
    LessOf,
    More,
    WhyOne,
    choose_screen,
    title_of,
)
from handlers.screens import Screen, button, said_anew, turned
from storage.records.stories import Story

WAY_KEYS = {
    "topic": "fewer.topic",
    "word": "fewer.word",
    "region": "fewer.region",
    "feed": "fewer.feed",
}
DONE_KEYS = {
    "topic": "fewer.done_topic",
    "word": "fewer.done_word",
    "region": "fewer.done_region",
    "feed": "fewer.done_feed",
}
LABEL = 28


def build_router() -> Router:
    """Return the router of a digest's buttons."""
    router = reader_router("stories")
    router.callback_query.register(more, More.filter())
    router.callback_query.register(choose, Choose.filter())
    router.callback_query.register(keep, Keep.filter())
    router.callback_query.register(fewer, Fewer.filter())
    router.callback_query.register(less, LessOf.filter())
    router.callback_query.register(close, Close.filter())
    return router


async def more(query: CallbackQuery, callback_data: More, reader: Reader) -> Said:
    """Show the stories that found no room."""
    calls = await reader.digests.more(await reader.subscriber(), callback_data.edition)
    if not calls:
        return query.answer(reader.voice.plain("story.gone"), show_alert=True)
    return [query.answer(), *calls]


async def choose(query: CallbackQuery, callback_data: Choose, reader: Reader) -> Said:
    """Ask which story is meant, beneath the digest."""
    stories = await reader.digests.told(callback_data.edition)
    if not stories:
        return query.answer(reader.voice.plain("story.gone"), show_alert=True)
    screen = await _choosing(reader, stories, callback_data)
    return said_anew(query, screen)


async def keep(query: CallbackQuery, callback_data: Keep, reader: Reader) -> Said:
    """Keep a story or no longer."""
    await reader.saved.keep(reader.chat, callback_data.story, callback_data.wanted)
    choice = Choose(what=KEEP, edition=callback_data.edition)
    stories = await reader.digests.told(callback_data.edition)
    if not stories:
        return turned(query, Screen(reader.voice("saved.hint"), []))
    return turned(query, await _choosing(reader, stories, choice))


async def fewer(query: CallbackQuery, callback_data: Fewer, reader: Reader) -> Said:
    """Ask what she wants less of in this story."""
    story, ways = await reader.fewer.ways(reader.chat, callback_data.story)
    if story is None:
        return query.answer(reader.voice.plain("story.gone"), show_alert=True)
    return turned(query, await _ways_screen(reader, story, ways, callback_data.edition))


async def less(query: CallbackQuery, callback_data: LessOf, reader: Reader) -> Said:
    """Change her wishes, say how, and offer to take it back."""
    story, ways = await reader.fewer.ways(reader.chat, callback_data.story)
    if story is None or not 0 <= callback_data.which < len(ways):
        return query.answer(reader.voice.plain("story.gone"), show_alert=True)
    way = ways[callback_data.which]
    await reader.fewer.lessen(reader.chat, way, callback_data.wanted)
    return turned(query, _lessened_screen(reader, story, way, callback_data))


async def close(query: CallbackQuery, reader: Reader) -> Said:
    """Fold the screen up."""
    return turned(query, Screen(reader.voice("saved.hint"), []))


async def _choosing(reader: Reader, stories: Sequence[Story], choice: Choose) -> Screen:
    wishes = (await reader.subscriber()).preferences
    kept = await reader.saved.numbers(reader.chat) if choice.what == KEEP else ()
    return choose_screen(reader.voice, stories, wishes, choice.what, choice.edition, kept)


async def _ways_screen(reader: Reader, story: Story, ways: Sequence[Less], edition: int) -> Screen:
    voice = reader.voice
    rows = []
    for place, way in enumerate(ways):
        label = voice.plain(WAY_KEYS[way.kind], name=_name(reader, story, way))
        data = LessOf(story=story.number, which=place, wanted=True)
        rows.append([button(_cut(label), data.pack())])
    rows.append([button(voice.plain("story.why"), WhyOne(story=story.number).pack())])
    back = Choose(what=FEWER, edition=edition).pack()
    rows.append([button(voice.plain("settings.back"), back if edition else Close().pack())])
    wishes = (await reader.subscriber()).preferences
    return Screen(voice("fewer.which", title=title_of(story, wishes)), rows)


def _lessened_screen(reader: Reader, story: Story, way: Less, said: LessOf) -> Screen:
    voice = reader.voice
    settings = [button(voice.plain("menu.settings"), Back().pack())]
    name = _name(reader, story, way)
    again = LessOf(story=story.number, which=said.which, wanted=not said.wanted).pack()
    if not said.wanted:
        redo = [button(_cut(voice.plain(WAY_KEYS[way.kind], name=name)), again)]
        return Screen(voice("fewer.undone"), [redo, settings])
    undo = [button(voice.plain("fewer.undo"), again, "primary")]
    return Screen(Html(voice(DONE_KEYS[way.kind], name=name)), [undo, settings])


def _name(reader: Reader, story: Story, way: Less) -> str:
    language = reader.voice.language
    match way.kind:
        case "topic":
            return reader.composer.topic_button(way.value, language)
        case "region":
            return reader.composer.region_name(way.value, language)
        case "feed":
            return next((e.feed_name for e in story.entries if e.feed_id == way.value), way.value)
        case "word":
            return way.value


def _cut(words: str) -> str:
    return words if len(words) <= LABEL else words[: LABEL - 1].rstrip() + "…"
