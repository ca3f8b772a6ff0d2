"""Composes the text of one digest from stories and wishes. Stores and sends nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.rules.news.digest_layout import Frame, Item, Page, Telling, lay_out
from bot.rules.news.news_catalog import NewsCatalog
from bot.rules.news.ranking import by_language, main_topic, ranked
from bot.texts import Texts, Voice
from storage.records.people import Preferences
from storage.records.stories import Story, StoryEntry

# The same story stands in many editions: its words and date are made once.
KEPT_TELLINGS = 4096
LANGUAGE_KEYS = {"kk": "digest.in_kk", "ru": "digest.in_ru"}


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why and when a digest is composed; `note` is a key of the catalogues or None."""

    now: int
    zone: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Composer:
    """All that composing needs besides the stories: the words of the bot and the topics' names."""

    texts: Texts
    catalog: NewsCatalog

    def compose(
        self, stories: Iterable[Story], wishes: Preferences, occasion: Occasion
    ) -> Page | None:
        """Return the digest, or None when no story fits the wishes."""
        chosen = ranked(stories, wishes, occasion.now)[: wishes.stories]
        if not chosen:
            return None
        voice = self.texts.voice(wishes.language)
        items = [self._item(story, wishes, voice, occasion.zone) for story in chosen]
        return lay_out(items, self._frame(voice, occasion))

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

    def _item(self, story: Story, wishes: Preferences, voice: Voice, zone: str) -> Item:
        shown, *others = by_language(story, wishes)
        return Item(
            story.number,
            main_topic(story, wishes, self.catalog.default_topic),
            _telling(shown, voice, zone, shown.language != voice.language),
            tuple(_telling(one, voice, zone, one.language != shown.language) for one in others),
        )

    def _frame(self, voice: Voice, occasion: Occasion) -> Frame:
        date = voice.date(occasion.now, occasion.zone)
        return Frame(
            title=voice.plain("digest.title", date=date),
            notes=(voice.plain(occasion.note),) if occasion.note else (),
            topics={t.id: self.topic_name(t.id, voice.language) for t in self.catalog.topics},
            also=voice.plain("digest.also"),
        )


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
    return f"{preferences_id}:{numbers}:{day}:{occasion.zone}:{occasion.note or ''}"
