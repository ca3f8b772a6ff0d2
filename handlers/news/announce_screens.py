"""How announcements look to administrators: drafting, agreeing, watching; and AnnouncementView."""

from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.methods import EditMessageText, SendMessage
from aiogram.types import InlineKeyboardButton

from bot.news.digest_composer import Composer
from bot.rules.desk.desk_catalog import without_kind
from bot.rules.news.news_catalog import District
from bot.rules.news.ranking import HOME_REGION
from bot.texts import Html, Texts, Voice
from handlers.calls import call
from handlers.outbox import BLOCKS, EMPTY, FULL
from handlers.screens import Screen, Style, button
from storage.records.announcements import Announcement, AnnouncementState, Audience, Tally, Words
from storage.records.delivery import Call, Priority
from storage.records.people import Chat

CHOSEN = "✓ "


class Draft(CallbackData, prefix="draft"):
    """Something about her draft; `what` is a language, a topic or a district.

    `act`: kk, ru, skip, test, languages, language, topics, topic, districts, district, home,
    propose, drop.
    """

    act: str
    what: str = ""


class Decision(CallbackData, prefix="announce"):
    """Agree to an announcement, refuse it, or stop it."""

    act: Literal["agree", "refuse", "stop"]
    number: int


def words_screen(voice: Voice, language: str, *, other: bool) -> Screen:
    """Ask for the words in kk or ru; `other`: there are words in the other language already."""
    key = "announce.write_kk" if language == "kk" else "announce.write_ru"
    rows = [[_draft(voice, "announce.skip", "skip", language)]] if other or language == "kk" else []
    return Screen(voice(key), [*rows, [_draft(voice, "announce.drop", "drop", style="danger")]])


def draft_screen(voice: Voice, composer: Composer, draft: Announcement, people: int) -> Screen:
    """Show what is drafted, to whom it goes, and all that may be done with it."""
    lines = [
        voice("announce.draft"),
        voice(_said_in(draft)),
        *audience_lines(voice, composer, draft.audience),
        "",
        voice("announce.people", n=people),
    ]
    rows = [
        [_draft(voice, "announce.test", "test")],
        [
            _draft(voice, "announce.languages", "languages"),
            _draft(voice, "announce.topics", "topics"),
        ],
        [_draft(voice, "announce.districts", "districts")],
        [_draft(voice, "announce.change_kk", "kk"), _draft(voice, "announce.change_ru", "ru")],
        [_draft(voice, "announce.propose", "propose", style="primary")],
        [_draft(voice, "announce.drop", "drop", style="danger")],
    ]
    return Screen("\n".join(lines), rows)


def languages_screen(voice: Voice, texts: Texts, audience: Audience) -> Screen:
    """Choose by the language in which the bot speaks to people."""
    rows = [
        [_tick(texts.voice(one).plain("language.name"), "language", one, audience.languages)]
        for one in ("kk", "ru", "en")
    ]
    return Screen(voice("announce.choose_languages"), [*rows, _home(voice)])


def topics_screen(voice: Voice, composer: Composer, audience: Audience) -> Screen:
    """Choose by the topics that people follow."""
    rows = [
        [_tick(composer.topic_button(one.id, voice.language), "topic", one.id, audience.topics)]
        for one in composer.catalog.topics
    ]
    return Screen(voice("announce.choose_topics"), [*rows, _home(voice)])


def districts_screen(voice: Voice, composer: Composer, audience: Audience) -> Screen:
    """Choose by the district in which people live."""
    buttons = [
        _tick(district_name(one, voice), "district", one.id, audience.districts)
        for one in home_districts(composer)
    ]
    rows = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    return Screen(voice("announce.choose_districts"), [*rows, _home(voice)])


def home_districts(composer: Composer) -> tuple[District, ...]:
    """Return the districts of the bot's own region."""
    regions = composer.catalog.regions
    return next((one.districts for one in regions if one.code == HOME_REGION), ())


def district_name(district: District, voice: Voice) -> str:
    """Return what a district is called on a button."""
    names = district.names if district.shared_name else without_kind(district.names)
    return str(getattr(names, voice.language))


def audience_lines(voice: Voice, composer: Composer, audience: Audience) -> list[Html]:
    """Say to whom it goes, a line for each choice."""
    if audience == Audience():
        return [voice("announce.to_all")]
    names = {one.id: district_name(one, voice) for one in home_districts(composer)}
    topics = (composer.topic_name(one, voice.language) for one in audience.topics)
    said = {
        "announce.to_languages": ", ".join(audience.languages),
        "announce.to_topics": "; ".join(topics),
        "announce.to_districts": ", ".join(names.get(one, one) for one in audience.districts),
    }
    return [voice(key, which=which) for key, which in said.items() if which]


def proposed_screen(voice: Voice, proposed: Announcement, others: int) -> Screen:
    """Tell the author who has to agree; whoever is alone may agree herself after a while."""
    refuse = _decide(voice, "announce.drop", "refuse", proposed.id, "danger")
    if others:
        return Screen(voice("announce.proposed", n=others), [[refuse]])
    agree = _decide(voice, "announce.send_now", "agree", proposed.id, "primary")
    return Screen(voice("announce.alone"), [[agree], [refuse]])


def stoppable(voice: Voice, key: str, number: int) -> Screen:
    """Say something of an announcement that goes, with the button that stops it."""
    return Screen(voice(key), [[_decide(voice, "announce.stop", "stop", number, "danger")]])


def said_to(words: Words, chat_id: int) -> Call:
    """Return the words as one person gets them."""
    return Call(words.method, {"chat_id": chat_id, **words.body}, chat_id=chat_id)


class AnnouncementWords:
    """Implements bot.ports.announcement_view.AnnouncementView."""

    def __init__(self, texts: Texts, composer: Composer) -> None:
        self._texts, self._composer = texts, composer

    def proposal(self, announcement: Announcement, people: int, admin: Chat) -> list[Call]:
        """See AnnouncementView."""
        voice = self._texts.voice(admin.language)
        lines = [
            voice("announce.asked"),
            *audience_lines(voice, self._composer, announcement.audience),
            voice("announce.people", n=people),
        ]
        number = announcement.id
        agree = _decide(voice, "announce.agree", "agree", number, "success")
        refuse = _decide(voice, "announce.refuse", "refuse", number, "danger")
        screen = Screen("\n".join(lines), [[agree], [refuse]])
        asked = SendMessage(chat_id=admin.id, text=screen.text, reply_markup=screen.markup)
        words = [one for one in (announcement.kk, announcement.ru) if one]
        return [*(said_to(one, admin.id) for one in words), call(asked)]

    def progress(self, announcement: Announcement, language: str) -> Call:
        """See AnnouncementView."""
        screen = self._progress(announcement, language)
        said = SendMessage(
            chat_id=announcement.author_id, text=screen.text, reply_markup=screen.markup
        )
        data = {"announcement": announcement.id}
        return call(said, effect="announcement_shown", effect_data=data)

    def progressed(self, announcement: Announcement, language: str) -> Call:
        """See AnnouncementView."""
        screen = self._progress(announcement, language)
        said = EditMessageText(
            chat_id=announcement.author_id,
            message_id=announcement.progress_message_id or 0,
            text=screen.text,
            reply_markup=screen.markup,
        )
        return call(said, priority=Priority.HOUSEKEEPING, kind="announcement_progress")

    def refused(self, announcement: Announcement, language: str) -> Call:
        """See AnnouncementView."""
        text = self._texts.voice(language)("announce.refused")
        return call(SendMessage(chat_id=announcement.author_id, text=text))

    def report(self, announcement: Announcement, language: str) -> Call:
        """See AnnouncementView."""
        voice = self._texts.voice(language)
        stopped = announcement.state is AnnouncementState.STOPPED
        title = voice("announce.stopped" if stopped else "announce.done")
        text = "\n".join([title, *_outcome(voice, announcement.tally)])
        return call(SendMessage(chat_id=announcement.author_id, text=text))

    def _progress(self, announcement: Announcement, language: str) -> Screen:
        voice, tally = self._texts.voice(language), announcement.tally
        share = tally.settled / tally.owed if tally.owed else 0.0
        full = int(BLOCKS * share)
        going = announcement.state is AnnouncementState.GOING
        ended = not going or (announcement.owed_all and tally.settled >= tally.owed)
        line = voice(
            "announce.progress",
            bar=FULL * full + EMPTY * (BLOCKS - full),
            percent=int(100 * share),
            done=tally.settled,
            all=tally.owed,
        )
        title = voice("announce.over" if ended else "announce.going")
        stop = [[_decide(voice, "announce.stop", "stop", announcement.id, "danger")]]
        return Screen("\n".join([title, line, *_outcome(voice, tally)]), [] if ended else stop)


def _outcome(voice: Voice, tally: Tally) -> list[Html]:
    lines = [voice("announce.delivered", count=tally.delivered)]
    if tally.blocked:
        lines.append(voice("announce.blocked", count=tally.blocked))
    if tally.failed:
        lines.append(voice("announce.failed", count=tally.failed))
    if tally.unknown:
        lines.append(voice("announce.unknown", count=tally.unknown))
    return lines


def _said_in(draft: Announcement) -> str:
    if draft.kk and draft.ru:
        return "announce.in_both"
    return "announce.in_kk" if draft.kk else "announce.in_ru"


def _home(voice: Voice) -> list[InlineKeyboardButton]:
    return [_draft(voice, "announce.home", "home", style="primary")]


def _tick(name: str, act: str, what: str, chosen: tuple[str, ...]) -> InlineKeyboardButton:
    words = f"{CHOSEN}{name}" if what in chosen else name
    return button(words, Draft(act=act, what=what).pack())


def _draft(
    voice: Voice, key: str, act: str, what: str = "", style: Style | None = None
) -> InlineKeyboardButton:
    return button(voice.plain(key), Draft(act=act, what=what).pack(), style)


def _decide(
    voice: Voice, key: str, act: Literal["agree", "refuse", "stop"], number: int, style: Style
) -> InlineKeyboardButton:
    return button(voice.plain(key), Decision(act=act, number=number).pack(), style)
