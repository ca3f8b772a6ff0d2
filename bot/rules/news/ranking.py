"""Chooses and orders the stories of one digest by what its reader wishes. Formats nothing."""

from collections.abc import Iterable

from storage.records.people import Preferences
from storage.records.stories import Story, StoryEntry

# The deployment's region: its news come before those of the country, those before other regions'.
HOME_REGION = "KZ-15"
# What one point is worth: half a day of freshness. Measured by nobody yet; read many digests first.
OWN_DISTRICT, OWN_REGION, WHOLE_COUNTRY = 6.0, 4.0, 2.0
CORE, OWN_LANGUAGE, EACH_FEED = 2.0, 3.0, 0.5
MOST_FEEDS = 4
HALF_DAY_S = 43_200


def fits(story: Story, wishes: Preferences) -> bool:
    """Whether the story is one that this reader asked for."""
    return (
        (story.tier == "core" or wishes.tier == "adjacent")
        and (not wishes.topics or not set(wishes.topics).isdisjoint(story.topics))
        and (not wishes.regions or not story.regions or _shared(wishes.regions, story.regions))
        and any(entry.language in wishes.languages for entry in story.entries)
    )


def ranked(stories: Iterable[Story], wishes: Preferences, now: int) -> list[Story]:
    """Return the stories that fit, the most telling first; ties go to the newer number."""
    fitting = [story for story in stories if fits(story, wishes)]
    return sorted(fitting, key=lambda story: (-_weight(story, wishes, now), -story.number))


def main_topic(story: Story, wishes: Preferences, general: str = "") -> str:
    """Return the topic under which this reader finds the story: her surest one.

    The `general` topic, which nearly every story has, is taken only where there is no other.
    """
    wanted = [topic for topic in story.topics if not wishes.topics or topic in wishes.topics]
    return next((topic for topic in wanted if topic != general), general if wanted else "")


def by_language(story: Story, wishes: Preferences) -> list[StoryEntry]:
    """Return the story's entries that she reads, her own language first, one for each feed."""
    order = {language: place for place, language in enumerate(_preferred(wishes))}
    readable = [entry for entry in story.entries if entry.language in order]
    readable.sort(key=lambda entry: (order[entry.language], entry.at))
    first_of_feed: dict[str, StoryEntry] = {}
    for entry in readable:
        first_of_feed.setdefault(entry.feed_id, entry)
    return list(first_of_feed.values())


def _preferred(wishes: Preferences) -> list[str]:
    own = [language for language in wishes.languages if language == wishes.language]
    return own + [language for language in wishes.languages if language != wishes.language]


def _weight(story: Story, wishes: Preferences, now: int) -> float:
    age = max(0, now - story.updated_at) / HALF_DAY_S
    feeds = len({entry.feed_id for entry in story.entries})
    return (
        _nearness(story, wishes)
        + CORE * (story.tier == "core")
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
