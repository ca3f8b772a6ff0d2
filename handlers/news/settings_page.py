"""The pages of /settings: one short page, the rest one tap deeper."""

from collections.abc import Mapping

from aiogram.types import InlineKeyboardButton

from bot.news.digest_composer import Composer
from bot.rules.news.news_catalog import District
from bot.rules.news.ranking import HOME_REGION
from bot.texts import Voice
from handlers.news.choices import CHOSEN, SETTINGS, Ask, Back, Topics, Want, Wish
from handlers.news.reading_buttons import Alert, OwnWord, Regions
from handlers.news.when_screens import When, hours_words, next_words
from handlers.screens import Screen, Style, button
from storage.records.people import Preferences, Subscriber, SubscriberState

WANT_KEYS: dict[Want, str] = {
    "core": "settings.want_core",
    "adjacent": "settings.want_adjacent",
    "home": "settings.want_home",
    "country": "settings.want_country",
    "alone": "settings.want_alone",
    "both": "settings.want_both",
    "line": "settings.want_line",
    "silence": "settings.want_silence",
    "resume": "settings.want_resume",
    "leave": "settings.want_leave",
}
STYLES: dict[Want, Style] = {"resume": "primary", "leave": "danger"}
TIER_KEYS = {"core": "settings.now_core", "adjacent": "settings.now_adjacent"}
STORIES: Mapping[Want, int] = {"few": 5, "some": 8, "many": 12}
TOPICS_NAMED = 3


def home_districts(composer: Composer) -> tuple[District, ...]:
    """Return the districts of the bot's own region."""
    regions = composer.catalog.regions
    return next((one.districts for one in regions if one.code == HOME_REGION), ())


def settings_screen(voice: Voice, composer: Composer, subscriber: Subscriber) -> Screen:
    """Show what matters most as it stands, a button for each matter."""
    wishes = subscriber.preferences
    lines = [
        voice("settings.title"),
        "",
        next_words(voice, subscriber),
        "",
        voice("settings.now_topics", topics=_topics(voice, composer, wishes)),
        voice("settings.now_hour", hour=hours_words(voice, subscriber.schedule)),
        _region(voice, composer, wishes),
        voice("settings.now_district", district=_district(voice, composer, wishes)),
    ]
    return Screen("\n".join(lines), _buttons(voice, subscriber))


def more_screen(voice: Voice, subscriber: Subscriber) -> Screen:
    """Show what is seldom changed."""
    wishes, schedule = subscriber.preferences, subscriber.schedule
    both, line = len(wishes.languages) > 1, schedule.says_nothing_new
    lines = [
        voice("settings.more_title"),
        "",
        voice(TIER_KEYS[wishes.tier]),
        voice("settings.now_both" if both else "settings.now_alone"),
        voice("settings.now_line" if line else "settings.now_silence"),
        voice("settings.now_stories", count=str(wishes.stories)),
    ]
    counts = [
        button(_marked(str(count), wishes.stories == count), Wish(what=what).pack())
        for what, count in STORIES.items()
    ]
    leave = button(voice.plain("settings.leave"), Ask(what="leave").pack())
    rows = [
        [_switch(voice, "core" if wishes.tier == "adjacent" else "adjacent")],
        *([[_switch(voice, "alone" if both else "both")]] if voice.language != "en" else []),
        [_switch(voice, "silence" if line else "line")],
        counts,
        *([[leave]] if subscriber.state is not SubscriberState.LEFT else []),
        [_back(voice)],
    ]
    return Screen("\n".join(lines), rows)


def where_screen(voice: Voice, composer: Composer, subscriber: Subscriber) -> Screen:
    """Show of which places she reads."""
    wishes = subscriber.preferences
    lines = [
        voice("settings.where_title"),
        "",
        _region(voice, composer, wishes),
        voice("settings.now_district", district=_district(voice, composer, wishes)),
    ]
    rows = [
        [_switch(voice, "country" if wishes.regions == (HOME_REGION,) else "home")],
        [button(voice.plain("settings.regions"), Regions(page=0).pack())],
        [button(voice.plain("settings.district"), Ask(what="district").pack())],
        [_back(voice)],
    ]
    return Screen("\n".join(lines), rows)


def farewell_screen(voice: Voice) -> Screen:
    """Ask once more before she leaves."""
    return Screen(voice("settings.sure_leave"), [[_switch(voice, "leave")], [_back(voice)]])


def _buttons(voice: Voice, subscriber: Subscriber) -> list[list[InlineKeyboardButton]]:
    topics = button(voice.plain("settings.topics"), Topics(page=0, where=SETTINGS).pack())
    hour = button(voice.plain("settings.hour"), When(what="all").pack())
    where = button(voice.plain("settings.where"), Ask(what="where").pack())
    words = button(voice.plain("settings.words"), OwnWord(what="all").pack())
    alerts = button(voice.plain("settings.alerts"), Alert(topic="", wanted=False, page=0).pack())
    language = button(voice.plain("settings.language"), Ask(what="language").pack())
    more = button(voice.plain("settings.more"), Ask(what="more").pack())
    active = subscriber.state is SubscriberState.ACTIVE and not subscriber.rests_until
    pause = button(voice.plain("settings.want_pause"), When(what="rest").pack())
    return [
        [topics, hour],
        [where, words],
        [alerts, language],
        [more, pause] if active else [more],
        *([] if active else [[_switch(voice, "resume")]]),
    ]


def _switch(voice: Voice, what: Want) -> InlineKeyboardButton:
    return button(voice.plain(WANT_KEYS[what]), Wish(what=what).pack(), STYLES.get(what))


def _back(voice: Voice) -> InlineKeyboardButton:
    return button(voice.plain("settings.back"), Back().pack())


def _topics(voice: Voice, composer: Composer, wishes: Preferences) -> str:
    if not wishes.topics:
        return voice("settings.all_topics")
    names = [composer.topic_name(topic, voice.language) for topic in wishes.topics]
    more = len(names) - TOPICS_NAMED
    shown = "; ".join(names[:TOPICS_NAMED])
    return shown if more <= 0 else f"{shown}; {voice.plain('settings.and_more', count=str(more))}"


def _region(voice: Voice, composer: Composer, wishes: Preferences) -> str:
    if not wishes.regions:
        return voice("settings.now_country")
    if wishes.regions == (HOME_REGION,):
        return voice("settings.now_home")
    names = [composer.region_name(code, voice.language) for code in wishes.regions[:TOPICS_NAMED]]
    more = len(wishes.regions) - TOPICS_NAMED
    listed = ", ".join(names)
    if more > 0:
        listed = f"{listed}, {voice.plain('settings.and_more', count=str(more))}"
    return voice("settings.now_regions", regions=listed)


def _district(voice: Voice, composer: Composer, wishes: Preferences) -> str:
    for one in home_districts(composer):
        if one.id == wishes.district:
            return str(getattr(one.names, voice.language))
    return voice("settings.no_district")


def _marked(words: str, chosen: bool) -> str:
    return f"{CHOSEN}{words}" if chosen else words
