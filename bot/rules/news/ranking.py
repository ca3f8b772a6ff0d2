"""Chooses and orders the stories of one digest by what its reader wishes. Formats nothing."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from storage.records.people import Preferences
from storage.records.stories import Story, StoryEntry

# The deployment's region: its news come before those of the country, those before other regions'.
HOME_REGION = "KZ-15"
# What one point is worth: half a day of freshness. Measured by nobody yet; read many digests first.
OWN_DISTRICT, OWN_REGION, WHOLE_COUNTRY = 6.0, 4.0, 2.0
CORE, OWN_LANGUAGE, EACH_FEED, OWN_TOPIC, OWN_WORD = 2.0, 3.0, 0.5, 1.0, 4.0
MOST_FEEDS = 4
HALF_DAY_S = 43_200
# Nearly every story has this topic: it says the least.
GENERAL = "ngo_sector"


class Words(Protocol):
    """Looks in a story for the words that a reader follows or mutes."""

    def followed(self, story: Story, /) -> str | None:
        """Return the word she follows that the story says."""

    def muted(self, story: Story, /) -> str | None:
        """Return the word she muted that the story says."""


class NoWords:
    """Whoever follows and mutes no word."""

    def followed(self, _story: Story) -> str | None:
        """Return None."""
        return None

    def muted(self, _story: Story) -> str | None:
        """Return None."""
        return None


NO_WORDS = NoWords()


def fits(story: Story, wishes: Preferences, words: Words = NO_WORDS) -> bool:
    """Whether the story is one that this reader asked for."""
    return next(iter(refusals(story, wishes, words)), None) is None


def refusals(story: Story, wishes: Preferences, words: Words = NO_WORDS) -> Iterator[str]:
    """Say why she is not told the story: language, feed, muted, without, tier, topic, region.

    What she mutes or wants no more of is never told; a word that she follows opens the rest.
    """
    readable = [entry for entry in story.entries if entry.language in wishes.languages]
    if not readable:
        yield "language"
    elif wishes.without_feeds and all(one.feed_id in wishes.without_feeds for one in readable):
        yield "feed"
    if wishes.mute and words.muted(story):
        yield "muted"
    if _unwanted(story, wishes):
        yield "without"
    if wishes.follow and words.followed(story):
        return
    if story.tier != "core" and wishes.tier != "adjacent":
        yield "tier"
    if wishes.topics and set(wishes.topics).isdisjoint(story.topics):
        yield "topic"
    if wishes.regions and story.regions and not _shared(wishes.regions, story.regions):
        yield "region"


def _unwanted(story: Story, wishes: Preferences) -> bool:
    """The surest topic, or every region of it, is one that she wants no more of."""
    if wishes.without_topics and story.topics and surest(story.topics) in wishes.without_topics:
        return True
    regions = set(story.regions)
    return bool(wishes.without_regions and regions and regions <= set(wishes.without_regions))


def surest(topics: Sequence[str]) -> str:
    """Return what a story is mostly about: the general topic only where there is no other."""
    return next((topic for topic in topics if topic != GENERAL), topics[0])


def ranked(
    stories: Iterable[Story], wishes: Preferences, now: int, words: Words = NO_WORDS
) -> list[Story]:
    """Return the stories that fit, the most telling first; ties go to the newer number."""
    fitting = [story for story in stories if fits(story, wishes, words)]
    return sorted(fitting, key=lambda story: (-_weight(story, wishes, now, words), -story.number))


def main_topic(story: Story, wishes: Preferences, general: str = "") -> str:
    """Return the topic under which this reader finds the story: her surest one.

    The `general` topic, which nearly every story has, is taken only where there is no other.
    """
    wanted = [topic for topic in story.topics if not wishes.topics or topic in wishes.topics]
    return next((topic for topic in wanted if topic != general), general if wanted else "")


def by_language(story: Story, wishes: Preferences) -> list[StoryEntry]:
    """Return the story's entries that she reads, her own language first, one for each feed."""
    order = {language: place for place, language in enumerate(_preferred(wishes))}
    wanted = [entry for entry in story.entries if entry.language in order]
    readable = [one for one in wanted if one.feed_id not in wishes.without_feeds] or wanted
    readable.sort(key=lambda entry: (order[entry.language], entry.at))
    first_of_feed: dict[str, StoryEntry] = {}
    for entry in readable:
        first_of_feed.setdefault(entry.feed_id, entry)
    return list(first_of_feed.values())


def _preferred(wishes: Preferences) -> list[str]:
    own = [language for language in wishes.languages if language == wishes.language]
    return own + [language for language in wishes.languages if language != wishes.language]


def _weight(story: Story, wishes: Preferences, now: int, words: Words) -> float:
    age = max(0, now - story.updated_at) / HALF_DAY_S
    feeds = len({entry.feed_id for entry in story.entries})
    return (
        _nearness(story, wishes)
        + CORE * (story.tier == "core")
        + OWN_TOPIC * bool(wishes.topics and story.topics and surest(story.topics) in wishes.topics)
        + OWN_WORD * bool(wishes.follow and words.followed(story))
        + OWN_LANGUAGE * any(entry.language == wishes.language for entry in story.entries)
        + EACH_FEED * min(feeds, MOST_FEEDS)
        - age
    )


def _nearness(story: Story, wishes: Preferences) -> float:
    if wishes.district and wishes.district in story.districts:
        return OWN_DISTRICT
    if _shared(wishes.regions or (HOME_REGION,), story.regions):
        return OWN_REGION
    return WHOLE_COUNTRY if not story.regions else 0.0


def _shared(some: Iterable[str], others: Iterable[str]) -> bool:
    return not set(some).isdisjoint(others)
