"""Decides everything about one entry's text: language, tier, topics, places, with the reasons."""

from bot.rules.language import language_of
from bot.rules.news_catalog import NewsCatalog
from bot.rules.regions import places
from bot.rules.relevance import foreign, tier_by_patterns
from bot.rules.sightings import Sightings, look
from bot.rules.topics import TopicFound, topics_by_patterns
from storage.records.news import Decision, EntryText, Reason, Tier


def classify(text: EntryText, feed_region: str | None, catalog: NewsCatalog) -> Decision:
    """The decision about one entry; `feed_region` is KZ-nn, KZ, CA, INT or None when unknown."""
    seen = look(text, catalog)
    language = language_of(f"{text.title}\n{text.summary}")
    tier, reasons = _tier(seen, catalog, feed_region, language)
    topics = topics_by_patterns(seen, catalog, tier)
    found = places(seen, catalog, feed_region)
    return Decision(
        tier=tier,
        topics=_ids(topics, tier, catalog),
        language=language,
        regions=found.regions,
        districts=found.districts,
        reasons=(*reasons, *(why for topic in topics for why in topic.reasons), *found.reasons),
    )


def _tier(
    seen: Sightings, catalog: NewsCatalog, feed_region: str | None, language: str
) -> tuple[Tier, tuple[Reason, ...]]:
    if language == "other":
        return "none", (Reason("language", "", ""),)
    tier, reasons = tier_by_patterns(seen, catalog)
    abroad = foreign(seen, catalog, feed_region) if tier != "none" else ()
    return ("none", abroad) if abroad else (tier, reasons)


def _ids(topics: tuple[TopicFound, ...], tier: Tier, catalog: NewsCatalog) -> tuple[str, ...]:
    if tier == "core" and not topics:
        return (catalog.default_topic,)
    return tuple(topic.id for topic in topics)
