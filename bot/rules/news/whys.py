"""Says what became of a story for one reader, and why. Knows no sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.rules.news.ranking import Words, refusals
from storage.records.people import Subscriber
from storage.records.stories import Judged, Story


class Fate(StrEnum):
    """What became of a story that fits her wishes, or that it does not fit."""

    REFUSED = "refused"
    COMING = "coming"
    ALERTED = "alerted"
    OLD = "old"
    TOLD = "told"
    NO_ROOM = "no_room"
    EARLIER = "earlier"
    NO_NEWS = "no_news"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a story came or did not: `refusals` are those of ranking.refusals().

    `word` is her own word that brought or hid it.
    """

    title: str
    fate: Fate
    refusals: tuple[str, ...]
    judged: tuple[Judged, ...]
    word: str | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """Story numbers of her last digest: those it showed and those that found no room in it."""

    shown: frozenset[int]
    over: frozenset[int]


def explain(
    story: Story, judged: Sequence[Judged], subscriber: Subscriber, words: Words, offered: Offered
) -> Explanation:
    """Return what became of the story for this reader."""
    against = tuple(refusals(story, subscriber.preferences, words))
    fate = Fate.REFUSED if against else _fate(story, subscriber, offered)
    if story.number in offered.shown:
        fate = Fate.TOLD
    title = story.entries[0].title if story.entries else ""
    word = words.muted(story) or words.followed(story)
    return Explanation(title, fate, against, tuple(judged), word)


def _fate(story: Story, subscriber: Subscriber, offered: Offered) -> Fate:
    if story.number in subscriber.alerted:
        return Fate.ALERTED
    if story.quiet:
        return Fate.OLD
    if story.number > subscriber.seen_through:
        return Fate.COMING
    return Fate.NO_ROOM if story.number in offered.over else Fate.EARLIER
