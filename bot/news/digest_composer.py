"""Composes the text of one digest from stories and wishes. Stores and sends nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.rules.news.digest_layout import Frame, Item, Moment, Page, Telling, lay_out
from bot.rules.news.news_catalog import NewsCatalog
from bot.rules.news.own_words import OwnWords
from bot.rules.news.ranking import NO_WORDS, Words, by_language, main_topic, ranked
from bot.rules.news.schedule import local_day
from bot.texts import Texts, Voice
from storage.records.facts import Fact
from storage.records.people import Preferences
from storage.records.stories import Story, StoryEntry

# The same story stands in many editions: its words and date are made once.
KEPT_TELLINGS = 4096
# So many stories wait behind the button that shows more of them.
MOST_LEFT = 60
# So many are told with their lead; she can read that in a minute.
UNFOLDED = 6
# Days that a text names are those of the place it speaks of: all of Kazakhstan has one time.
PLACE_ZONE = "Asia/Aqtobe"
LANGUAGE_KEYS = {"kk": "digest.in_kk", "ru": "digest.in_ru"}


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why and when a digest is composed; `note` and `title` are keys of the catalogues."""

    now: int
    zone: str
    note: str | None = None
    title: str = "digest.title"
    # a list keeps its order and is told in full; a digest stands under its topics
    a_list: bool = False
    # what a sentence of the note names, as (name, value)
    named: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Composer:
    """All that composing needs besides the stories: the words of the bot and the topics' names."""

    texts: Texts
    catalog: NewsCatalog

    def compose(
        self, stories: Iterable[Story], wishes: Preferences, occasion: Occasion
    ) -> Page | None:
        """Return the digest, or None when no story fits the wishes."""
        fitting = ranked(stories, wishes, occasion.now, self.own_words(wishes))
        return self.listed(fitting, wishes, occasion) if fitting else None

    def listed(self, stories: Sequence[Story], wishes: Preferences, occasion: Occasion) -> Page:
        """Return a page of these stories in this order, as many as she wants at once."""
        voice = self.texts.voice(wishes.language)
        chosen, over = stories[: wishes.stories], stories[wishes.stories :]
        items = [self._item(story, wishes, voice, occasion) for story in chosen]
        page = lay_out(items, self._frame(voice, occasion))
        left = (*page.rest, *(story.number for story in over))
        return replace(page, rest=left[:MOST_LEFT])

    def in_full(self, wishes: Preferences, stories: int) -> Preferences:
        """Return her wishes for a list that hides nothing: what she reads only orders it."""
        shown = replace(wishes, topics=(), without_feeds=(), stories=stories)
        return replace(
            shown,
            languages=wishes.languages
            + tuple(one for one in ("kk", "ru") if one not in wishes.languages),
        )

    def region_name(self, code: str, language: str) -> str:
        """Return a region's name; an unknown one is shown as its code."""
        regions = {region.code: region.names for region in self.catalog.regions}
        return str(getattr(regions[code], language)) if code in regions else code

    def nothing(self, wishes: Preferences, occasion: Occasion) -> Page:
        """Return the line that stands for a digest without a story."""
        return lay_out([], self._frame(self.texts.voice(wishes.language), occasion))

    def own_words(self, wishes: Preferences) -> Words:
        """Return what looks for the words that she follows and mutes."""
        if not wishes.follow and not wishes.mute:
            return NO_WORDS
        return OwnWords(wishes.follow, wishes.mute, self.catalog.letters)

    def topic_name(self, topic_id: str, language: str) -> str:
        """Return a topic's name with its sign; an unknown one is shown as its id."""
        for topic in self.catalog.topics:
            if topic.id == topic_id:
                return f"{topic.emoji} {getattr(topic.names, language)}"
        return topic_id

    def topic_button(self, topic_id: str, language: str) -> str:
        """Return what a topic is called on a button, where a small phone cuts long names."""
        for topic in self.catalog.topics:
            if topic.id == topic_id:
                return f"{topic.emoji} {getattr(topic.button, language)}"
        return topic_id

    def _item(self, story: Story, wishes: Preferences, voice: Voice, occasion: Occasion) -> Item:
        shown, *others = by_language(story, wishes) or story.entries
        zone = occasion.zone
        return Item(
            story.number,
            "" if occasion.a_list else main_topic(story, wishes, self.catalog.default_topic),
            _telling(shown, voice, zone, shown.language != voice.language),
            tuple(_telling(one, voice, zone, one.language != shown.language) for one in others),
            moment_of(story.facts, voice, occasion.now),
        )

    def _frame(self, voice: Voice, occasion: Occasion) -> Frame:
        date = voice.date(occasion.now, occasion.zone)
        note = _note(voice, occasion)
        return Frame(
            title=voice.plain(occasion.title, date=date),
            notes=(note,) if note else (),
            topics={t.id: self.topic_name(t.id, voice.language) for t in self.catalog.topics},
            also=voice.plain("digest.also"),
            unfolded=MOST_LEFT if occasion.a_list else UNFOLDED,
            briefly=voice.plain("digest.briefly"),
        )


def _note(voice: Voice, occasion: Occasion) -> str:
    named: dict[str, Any] = dict(occasion.named)
    return voice.plain(occasion.note, **named) if occasion.note else ""


def moment_of(facts: Sequence[Fact], voice: Voice, now: int) -> Moment | None:
    """Return the next deadline that a story names, or the day of its event; None: it is over."""
    today = local_day(now, PLACE_ZONE)
    ahead = [fact for fact in facts if (fact.last_day or fact.day) >= today]
    ahead.sort(key=lambda fact: (fact.kind != "deadline", fact.day))
    if not ahead:
        return None
    fact = ahead[0]
    last = fact.kind == "deadline"
    clock = fact.clock or (time.max if last else time.min)
    local = datetime.combine(fact.day, clock, ZoneInfo(PLACE_ZONE))
    label = voice.plain("digest.deadline" if last else "digest.event")
    return Moment(label, _day_words(fact, voice), int(local.timestamp()))


def _day_words(fact: Fact, voice: Voice) -> str:
    words = voice.long_day(fact.day)
    if fact.last_day:
        words = f"{words} – {voice.long_day(fact.last_day)}"
    return f"{words}, {fact.clock:%H:%M}" if fact.clock else words


@lru_cache(KEPT_TELLINGS)
def _telling(entry: StoryEntry, voice: Voice, zone: str, name_language: bool) -> Telling:
    return Telling(
        title=entry.title,
        lead=entry.lead,
        link=entry.link,
        feed=entry.feed_name,
        day=voice.day(entry.at, zone) if entry.dated else "",
        language=voice.plain(LANGUAGE_KEYS[entry.language]) if name_language else "",
    )


def fingerprint(preferences_id: int, stories: Sequence[int], day: str, occasion: Occasion) -> str:
    """Name an edition: equal wishes, stories, day, zone and occasion have one text."""
    numbers = ".".join(str(number) for number in stories)
    said = "".join(f":{value}" for _, value in occasion.named)
    why = f"{occasion.title}:{occasion.note or ''}{said}"
    return f"{preferences_id}:{numbers}:{day}:{occasion.zone}:{why}"
