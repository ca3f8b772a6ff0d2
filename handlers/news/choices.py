"""The screens on which a subscriber chooses: language, topics, hour, district. Shared by two doors.

`where` says who asked: joining goes on to the next step, settings comes back to its own page.
"""

from collections.abc import Iterable
from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.news.digest_composer import Composer
from bot.rules.desk.desk_catalog import without_kind
from bot.rules.news.news_catalog import District, Names
from bot.rules.news.schedule import clock_text
from bot.texts import LANGUAGES, Texts, Voice
from handlers.screens import Keyboard, Screen, button
from storage.records.people import Subscriber

JOINING, SETTINGS = "j", "s"
HOURS = ((7 * 60, 8 * 60, 9 * 60), (12 * 60, 18 * 60, 20 * 60))
TOPICS_ON_PAGE = 6
CHOSEN = "✓ "


class Tongue(CallbackData, prefix="tongue"):
    """She chose a language."""

    language: str
    where: str


class Follow(CallbackData, prefix="follow"):
    """She wants a topic or no longer does: said outright, so a double tap changes nothing."""

    topic: str
    wanted: bool
    page: int
    where: str


class FollowAll(CallbackData, prefix="all"):
    """She wants every topic."""

    page: int
    where: str


class Topics(CallbackData, prefix="topics"):
    """Show a page of topics."""

    page: int
    where: str


class Hours(CallbackData, prefix="hours"):
    """Show the hours."""

    where: str


class ReadAt(CallbackData, prefix="at"):
    """She chose a minute of the local day."""

    minutes: int
    where: str


class TypeHour(CallbackData, prefix="type_at"):
    """She wants to type an hour."""

    where: str


class Back(CallbackData, prefix="settings"):
    """Show the settings; `anew` leaves the message with the button as it is."""

    anew: bool = False


class Ask(CallbackData, prefix="ask_set"):
    """Show the screen of one setting."""

    what: Literal["language", "district", "leave", "more", "where"]


Want = Literal[
    "core", "adjacent", "home", "country", "alone", "both", "few", "some", "many", "line",
    "silence", "pause", "resume", "leave",
]  # fmt: skip


class Wish(CallbackData, prefix="wish"):
    """She wants it this way: said outright, so a double tap changes nothing."""

    what: Want


class LiveIn(CallbackData, prefix="live"):
    """She chose her district; "-": none."""

    district: str


def language_screen(texts: Texts, first: str, where: str) -> Screen:
    """Ask for the language in all of them, the likeliest button first."""
    order = sorted(LANGUAGES, key=lambda language: language != first)
    asked = "start.choose_language" if where == JOINING else "settings.choose_language"
    lines = [texts.voice(language)(asked) for language in LANGUAGES]
    rows = [
        [button(texts.voice(one).plain("language.name"), Tongue(language=one, where=where).pack())]
        for one in order
    ]
    return Screen("\n\n".join(lines), rows)


def topics_screen(
    voice: Voice, composer: Composer, subscriber: Subscriber, page: int, where: str
) -> Screen:
    """Ask for topics, a page of them at once; without a choice she reads all."""
    topics = [topic.id for topic in composer.catalog.topics]
    last = (len(topics) - 1) // TOPICS_ON_PAGE
    page = min(max(page, 0), last)
    chosen = subscriber.preferences.topics
    every = voice.plain("settings.all_topics")
    rows = [[button(_marked(every, not chosen), FollowAll(page=page, where=where).pack())]]
    for topic in topics[page * TOPICS_ON_PAGE : (page + 1) * TOPICS_ON_PAGE]:
        name = composer.topic_button(topic, voice.language)
        wish = Follow(topic=topic, wanted=topic not in chosen, page=page, where=where)
        rows.append([button(_marked(name, topic in chosen), wish.pack())])
    rows.append(_pages(voice, page, last, where))
    rows.append([_onward(voice, where)])
    return Screen(voice("settings.choose_topics"), [row for row in rows if row])


def hours_screen(voice: Voice, where: str) -> Screen:
    """Ask for the hour: some good ones, or one that she types."""
    rows = [
        [button(clock_text(m), ReadAt(minutes=m, where=where).pack()) for m in row] for row in HOURS
    ]
    rows.append([button(voice.plain("settings.other_hour"), TypeHour(where=where).pack())])
    back = Topics(page=0, where=where).pack() if where == JOINING else Back().pack()
    rows.append([button(voice.plain("settings.back"), back)])
    return Screen(voice("settings.choose_hour"), rows)


def districts_screen(voice: Voice, districts: Iterable[District], own: str | None) -> Screen:
    """Ask for her district, two in a row; none is an answer too."""
    buttons = [
        button(
            _marked(getattr(_on_button(one), voice.language), one.id == own),
            LiveIn(district=one.id).pack(),
        )
        for one in districts
    ]
    rows: Keyboard = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    none = _marked(voice.plain("settings.hide_district"), own is None)
    rows.append([button(none, LiveIn(district="-").pack())])
    rows.append([button(voice.plain("settings.back"), Ask(what="where").pack())])
    return Screen(voice("settings.choose_district"), rows)


def _on_button(district: District) -> Names:
    # a name that other cities have too says what it is a district of
    return district.names if district.shared_name else without_kind(district.names)


def _pages(voice: Voice, page: int, last: int, where: str) -> list[InlineKeyboardButton]:
    row = []
    if page > 0:
        before = Topics(page=page - 1, where=where).pack()
        row.append(button(voice.plain("settings.earlier_topics"), before))
    if page < last:
        after = Topics(page=page + 1, where=where).pack()
        row.append(button(voice.plain("settings.more_topics"), after))
    return row


def _onward(voice: Voice, where: str) -> InlineKeyboardButton:
    if where == JOINING:
        return button(voice.plain("start.next"), Hours(where=where).pack(), style="primary")
    return button(voice.plain("settings.done"), Back().pack(), style="primary")


def _marked(words: str, chosen: bool) -> str:
    return f"{CHOSEN}{words}" if chosen else words
