"""Gives topics to an entry whose tier is known."""

from dataclasses import dataclass

from bot.rules.news_catalog import NewsCatalog, Topic
from bot.rules.sightings import Sightings
from storage.records.news import Reason, Tier


@dataclass(frozen=True, slots=True)
class TopicFound:
    """A topic and every reason for it; never without one."""

    id: str
    reasons: tuple[Reason, ...]


def topics_by_patterns(seen: Sightings, catalog: NewsCatalog, tier: Tier) -> tuple[TopicFound, ...]:
    """Topics in the order of the catalog; empty for tier none. The default is not added here."""
    if tier == "none":
        return ()
    return tuple(
        TopicFound(topic.id, reasons)
        for topic in catalog.topics
        if (reasons := _reasons(seen, topic, tier))
    )


def _reasons(seen: Sightings, topic: Topic, tier: Tier) -> tuple[Reason, ...]:
    if topic.needs_core and tier != "core":
        return ()
    patterns = topic.patterns + topic.core_only if tier == "core" else topic.patterns
    matches = seen.all_seen(patterns, seen.covered(topic.mask))
    return tuple(seen.reason("topic", match, topic.id) for match in matches)
