"""How places look to who arranges them, and what is said there: implements PlaceView."""

from aiogram.filters.callback_data import CallbackData
from aiogram.methods import EditMessageText, SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.links import DeepLinks
from bot.news.digest_composer import Composer
from bot.rules.news.schedule import clock_text
from bot.texts import Texts, Voice
from handlers.calls import call
from handlers.news.choices import CHOSEN
from handlers.screens import Keyboard, Screen, Style, button
from storage.records.delivery import Call
from storage.records.people import Preferences, Subscriber, SubscriberState
from storage.records.places import Door, Place

HOURS = ((7 * 60, 8 * 60, 9 * 60), (10 * 60, 12 * 60, 14 * 60), (16 * 60, 18 * 60, 20 * 60))
TONGUES = {"kk": ("kk", ""), "ru": ("ru", ""), "both": ("kk", "ru")}
TONGUE_KEYS = {"kk": "place.tongue_kk", "ru": "place.tongue_ru", "both": "place.tongue_both"}
NOW_KEYS = {
    "kk": "place.now_kk",
    "ru": "place.now_ru",
    "en": "place.now_en",
    "both": "place.now_both",
}
STATES = {
    SubscriberState.ACTIVE: "place.now_on",
    SubscriberState.BLOCKED: "place.now_lost",
}


class Open(CallbackData, prefix="place"):
    """Show a place, once Telegram has said that she administers it."""

    place: int


class Arrange(CallbackData, prefix="arrange"):
    """Something about a place.

    `act`: page, topics, topic, hours, hour, tongue, on, off, sure, remove; `what`: which one.
    """

    place: int
    act: str
    what: str = ""


def places_screen(voice: Voice, places: list[Place]) -> Screen:
    """List the places that she arranges, and say how one comes to be."""
    rows = [[button(one.title, Open(place=one.id).pack())] for one in places]
    return Screen(voice("place.list" if places else "place.none"), rows)


def place_screen(voice: Voice, composer: Composer, place: Place, subscriber: Subscriber) -> Screen:
    """Show how a place is arranged, a button for each."""
    wishes = subscriber.preferences
    topics = "; ".join(composer.topic_name(one, voice.language) for one in wishes.topics)
    lines = [
        voice("place.title", title=place.title),
        voice(STATES.get(subscriber.state, "place.now_off")),
        "",
        voice("settings.now_topics", topics=topics or voice("settings.all_topics")),
        voice("place.now_hour", hour=clock_text(subscriber.schedule.minutes[0])),
        voice(NOW_KEYS[_tongue(wishes)]),
        *([voice("place.now_thread")] if place.thread_id else []),
    ]
    return Screen("\n".join(lines), _buttons(voice, place, subscriber))


def topics_of(voice: Voice, composer: Composer, place: Place, wishes: Preferences) -> Screen:
    """Choose the topics of a place."""
    rows = [
        [_on(_marked(composer.topic_button(one.id, voice.language), one.id in wishes.topics),
             place, "topic", one.id)]
        for one in composer.catalog.topics
    ]  # fmt: skip
    rows.append([_on(voice.plain("settings.done"), place, "page", style="primary")])
    return Screen(voice("settings.choose_topics"), rows)


def hours_of(voice: Voice, place: Place) -> Screen:
    """Choose the hour of a place."""
    rows = [[_on(clock_text(one), place, "hour", str(one)) for one in row] for row in HOURS]
    rows.append([_on(voice.plain("settings.back"), place, "page")])
    return Screen(voice("settings.choose_hour"), rows)


def farewell_of(voice: Voice, place: Place) -> Screen:
    """Ask once more before a place is removed."""
    remove = _on(voice.plain("place.remove"), place, "remove", style="danger")
    back = _on(voice.plain("settings.back"), place, "page")
    return Screen(voice("place.sure", title=place.title), [[remove], [back]])


class PlaceWords:
    """Implements bot.ports.place_view.PlaceView."""

    def __init__(self, texts: Texts, composer: Composer, links: DeepLinks) -> None:
        self._texts, self._composer, self._links = texts, composer, links

    def told(self, chat_id: int, language: str, key: str, title: str) -> Call:
        """See PlaceView."""
        text = self._texts.voice(language)(key, title=title)
        return call(SendMessage(chat_id=chat_id, text=text))

    def said_there(self, door: Door, key: str) -> Call:
        """See PlaceView."""
        voice = self._texts.voice(door.language)
        arrange = InlineKeyboardButton(text=voice.plain("place.arrange"), url=self._links.places())
        markup = InlineKeyboardMarkup(inline_keyboard=[[arrange]])
        said = SendMessage(
            chat_id=door.chat_id,
            message_thread_id=door.thread_id,
            text=voice(key),
            reply_markup=markup,
        )
        return call(said)

    def page(
        self, chat_id: int, language: str, place: Place, subscriber: Subscriber, message_id: int
    ) -> Call:
        """See PlaceView."""
        screen = place_screen(self._texts.voice(language), self._composer, place, subscriber)
        if not message_id:
            said = SendMessage(chat_id=chat_id, text=screen.text, reply_markup=screen.markup)
            return call(said)
        turned = EditMessageText(
            chat_id=chat_id,
            message_id=message_id,
            text=screen.text,
            reply_markup=screen.markup,
        )
        return call(turned)


def _buttons(voice: Voice, place: Place, subscriber: Subscriber) -> Keyboard:
    wishes, active = subscriber.preferences, subscriber.state is SubscriberState.ACTIVE
    tongues = [
        _on(_marked(voice.plain(TONGUE_KEYS[name]), _tongue(wishes) == name),
            place, "tongue", name)
        for name in TONGUES
    ]  # fmt: skip
    switch = (
        _on(voice.plain("place.pause"), place, "off")
        if active
        else _on(voice.plain("place.begin"), place, "on", style="success")
    )
    hour = _on(voice.plain("settings.hour"), place, "hours")
    return [
        [_on(voice.plain("settings.topics"), place, "topics"), hour],
        tongues,
        [switch],
        [_on(voice.plain("place.remove"), place, "sure", style="danger")],
    ]


def _tongue(wishes: Preferences) -> str:
    return "both" if wishes.second else wishes.language


def _marked(words: str, chosen: bool) -> str:
    return f"{CHOSEN}{words}" if chosen else words


def _on(
    words: str, place: Place, act: str, what: str = "", style: Style | None = None
) -> InlineKeyboardButton:
    return button(words, Arrange(place=place.id, act=act, what=what).pack(), style)
