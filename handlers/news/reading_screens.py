"""The screens of what she reads: regions, alerts, words of her own and what she hid."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from aiogram.types import InlineKeyboardButton

from bot.news.digest_composer import Composer
from bot.texts import Voice
from handlers.news.choices import CHOSEN, Ask, Back
from handlers.news.reading_buttons import Alert, Forget, Kind, OwnWord, Region, Regions, mark_of
from handlers.screens import Keyboard, Screen, button
from storage.records.people import Preferences

T = TypeVar("T")
ON_PAGE = 6
LABEL = 28


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of what she keeps: the field of her wishes, and the key of its button."""

    field: str
    key: str


KINDS: Mapping[Kind, Kept] = {
    "follow": Kept("follow", "words.drop_follow"),
    "mute": Kept("mute", "words.drop_mute"),
    "topic": Kept("without_topics", "words.drop_topic"),
    "region": Kept("without_regions", "words.drop_region"),
    "feed": Kept("without_feeds", "words.drop_feed"),
}


def regions_screen(voice: Voice, composer: Composer, wishes: Preferences, page: int) -> Screen:
    """Ask for regions, a page of them at once; without a choice she reads of all."""
    codes = [region.code for region in composer.catalog.regions]
    page, part, last = _part(codes, page)
    rows = []
    for code in part:
        name = _marked(composer.region_name(code, voice.language), code in wishes.regions)
        wanted = Region(code=code, wanted=code not in wishes.regions, page=page)
        rows.append([button(_cut(name), wanted.pack())])
    turns = _turns(voice, page, last, lambda at: Regions(page=at).pack())
    back = button(voice.plain("settings.done"), Ask(what="where").pack(), "primary")
    return Screen(voice("settings.choose_regions"), [*rows, *turns, [back]])


def alerts_screen(voice: Voice, composer: Composer, wishes: Preferences, page: int) -> Screen:
    """Ask of which topics she wants to hear at once."""
    topics = [topic.id for topic in composer.catalog.topics]
    page, part, last = _part(topics, page)
    rows = []
    for topic in part:
        name = _marked(composer.topic_button(topic, voice.language), topic in wishes.alerts)
        wanted = Alert(topic=topic, wanted=topic not in wishes.alerts, page=page)
        rows.append([button(name, wanted.pack())])
    turns = _turns(voice, page, last, lambda at: Alert(topic="", wanted=False, page=at).pack())
    back = button(voice.plain("settings.done"), Back().pack(), "primary")
    return Screen(voice("alert.choose"), [*rows, *turns, [back]])


def words_screen(voice: Voice, composer: Composer, wishes: Preferences, page: int) -> Screen:
    """Show her own words and what she hid, a button to take each back."""
    kept = [(kind, one) for kind, about in KINDS.items() for one in getattr(wishes, about.field)]
    page, part, last = _part(kept, page)
    rows: Keyboard = [
        [
            button(voice.plain("words.follow"), OwnWord(what="follow").pack()),
            button(voice.plain("words.mute"), OwnWord(what="mute").pack()),
        ]
    ]
    for kind, one in part:
        name = _name(composer, voice.language, kind, one)
        label = voice.plain(KINDS[kind].key, name=name)
        rows.append([button(_cut(label), Forget(kind=kind, mark=mark_of(one), page=page).pack())])
    some = part[0] if part else None
    if some and last:
        # a mark of nothing takes nothing back: it only turns the page
        rows += _turns(voice, page, last, lambda at: Forget(kind="mute", mark="-", page=at).pack())
    rows.append([button(voice.plain("settings.back"), Back().pack())])
    return Screen("\n".join(_lines(voice, wishes)), rows)


def ask_word_screen(voice: Voice, what: Literal["all", "follow", "mute"]) -> Screen:
    """Ask for words to follow or to mute."""
    back = button(voice.plain("settings.back"), OwnWord(what="all").pack())
    return Screen(voice("words.ask_mute" if what == "mute" else "words.ask_follow"), [[back]])


def _lines(voice: Voice, wishes: Preferences) -> list[str]:
    lines = [voice("words.title"), "", voice("words.about")]
    if wishes.follow:
        lines.append(voice("words.now_follow", words=", ".join(wishes.follow)))
    if wishes.mute:
        lines.append(voice("words.now_mute", words=", ".join(wishes.mute)))
    if any(getattr(wishes, about.field) for about in KINDS.values()):
        lines += ["", voice("words.how_to_drop")]
    return [str(line) for line in lines]


def _name(composer: Composer, language: str, kind: Kind, value: str) -> str:
    match kind:
        case "topic":
            return composer.topic_button(value, language)
        case "region":
            return composer.region_name(value, language)
        case _:
            return value


def _part(everything: Sequence[T], page: int) -> tuple[int, Sequence[T], int]:
    last = max(0, (len(everything) - 1) // ON_PAGE)
    page = min(max(page, 0), last)
    return page, everything[page * ON_PAGE : (page + 1) * ON_PAGE], last


def _turns(voice: Voice, page: int, last: int, data: Callable[[int], str]) -> Keyboard:
    row: list[InlineKeyboardButton] = []
    if page > 0:
        row.append(button(voice.plain("settings.page_before"), data(page - 1)))
    if page < last:
        row.append(button(voice.plain("settings.page_after"), data(page + 1)))
    return [row] if row else []


def _marked(words: str, chosen: bool) -> str:
    return f"{CHOSEN}{words}" if chosen else words


def _cut(words: str) -> str:
    return words if len(words) <= LABEL else words[: LABEL - 1].rstrip() + "…"
