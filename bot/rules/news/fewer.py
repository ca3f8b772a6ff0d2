"""What a reader can want less of in a story, and how her wishes change by it. Stores nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.rules.news.own_words import MOST_CHARACTERS, MOST_WORDS, BadWord, read_word
from bot.rules.news.ranking import by_language, surest
from bot.rules.text.normalise import Letters
from storage.records.news import Decision
from storage.records.people import Preferences
from storage.records.stories import Story

Kind = Literal["topic", "word", "region", "feed"]
MOST_OF_WORDS = 3
WORD_KINDS = ("topic", "model", "core")


@dataclass(frozen=True, slots=True)
class Less:
    """One thing that makes a story what it is: `value` is an id, a code or a word."""

    kind: Kind
    value: str


def ways(
    story: Story, decisions: Sequence[Decision], wishes: Preferences, letters: Letters
) -> tuple[Less, ...]:
    """Return what she can want less of: its topic, words, regions, the feeds she is shown."""
    topics = [Less("topic", surest(story.topics))] if story.topics else []
    words = [Less("word", word) for word in _words(decisions, letters)]
    regions = [Less("region", region) for region in story.regions[:2]]
    # with those she hid already: the places in the list stay what they were
    shown = by_language(story, replace(wishes, without_feeds=()))
    feeds = [Less("feed", one.feed_id) for one in shown[:2]]
    return (*topics, *words, *regions, *feeds)


def lessened(wishes: Preferences, less: Less, wanted: bool) -> Preferences:
    """Return her wishes with less of that, or as before where it is not `wanted`."""
    match less.kind:
        case "topic":
            return replace(wishes, without_topics=_with(wishes.without_topics, less.value, wanted))
        case "region":
            return replace(
                wishes, without_regions=_with(wishes.without_regions, less.value, wanted)
            )
        case "feed":
            return replace(wishes, without_feeds=_with(wishes.without_feeds, less.value, wanted))
        case "word":
            mute = _with(wishes.mute, less.value, wanted)
            follow = tuple(word for word in wishes.follow if not (wanted and word == less.value))
            if len(mute) > MOST_WORDS:
                raise BadWord("many")
            return replace(wishes, mute=mute, follow=follow)


def _words(decisions: Sequence[Decision], letters: Letters) -> list[str]:
    found = [
        reason.found
        for decision in decisions
        for reason in decision.reasons
        if reason.kind in WORD_KINDS and 0 < len(reason.found) <= MOST_CHARACTERS
    ]
    words: dict[str, None] = {}
    for word in found:
        try:
            words[read_word(word, letters)] = None
        except BadWord:
            continue
    return list(words)[:MOST_OF_WORDS]


def _with(kept: tuple[str, ...], value: str, wanted: bool) -> tuple[str, ...]:
    return tuple(sorted({*kept, value} if wanted else {*kept} - {value}))
