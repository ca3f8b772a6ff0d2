"""Gives topics to an entry: those that patterns name and those that the model recognises."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.rules.news.news_catalog import NewsCatalog, Topic
from bot.rules.text.patterns import Match
from bot.rules.text.sightings import LEAD_TOKENS, Sightings
from storage.records.news import Reason, Tier

# chances of the model, from 0 to 1: chosen by cross-validation, see docs/models/news.md
WITH_PATTERN = 0.35  # a topic that a pattern names is still refused below this
ALONE = 0.45  # a topic that no pattern names is given from here on
BESIDE = 0.6  # the default topic stands beside another one from here on: most news name an NGO


@dataclass(frozen=True, slots=True)
class TopicFound:
    """A topic and every pattern that named it; none when the model alone recognised it.

    `beyond` tells that a pattern stands so deep in the text that the model has not read it.
    """

    id: str
    reasons: tuple[Reason, ...] = ()
    beyond: bool = False


def topics_by_patterns(seen: Sightings, catalog: NewsCatalog, tier: Tier) -> tuple[TopicFound, ...]:
    """Topics in the order of the catalogue; empty for tier none. The default is not added here."""
    if tier == "none":
        return ()
    found = ((topic, _matches(seen, topic, tier)) for topic in catalog.topics)
    return tuple(_found(seen, topic, matches) for topic, matches in found if matches)


def topics_with_model(
    seen: Sightings, catalog: NewsCatalog, tier: Tier, chances: Mapping[str, float]
) -> tuple[TopicFound, ...]:
    """Topics of a relevant entry, the surest first, at least one.

    A topic that was added to topics.yaml after training is given by its patterns alone.
    """
    hinted = {found.id: found for found in topics_by_patterns(seen, catalog, "core")}
    allowed = {found.id: found for found in topics_by_patterns(seen, catalog, tier)}
    given = [
        hinted.get(topic.id, TopicFound(topic.id))
        for topic in catalog.topics
        if _is_given(hinted.get(topic.id), allowed.get(topic.id), chances.get(topic.id))
    ]
    if len(given) > 1:
        given = [found for found in given if not _goes_without_saying(found, catalog, chances)]
    if given:
        return tuple(sorted(given, key=lambda found: -chances.get(found.id, 1.0)))
    return (TopicFound(_likeliest(catalog, tier, chances)),)


def _is_given(hinted: TopicFound | None, allowed: TopicFound | None, chance: float | None) -> bool:
    if chance is None or (allowed and allowed.beyond):
        return allowed is not None
    return chance >= (WITH_PATTERN if hinted else ALONE)


def _goes_without_saying(
    found: TopicFound, catalog: NewsCatalog, chances: Mapping[str, float]
) -> bool:
    unsure = chances.get(found.id, 1.0) < BESIDE
    return found.id == catalog.default_topic and unsure and not found.beyond


def _likeliest(catalog: NewsCatalog, tier: Tier, chances: Mapping[str, float]) -> str:
    known = [topic.id for topic in catalog.topics if topic.id in chances]
    if tier == "core" or not known:
        return catalog.default_topic
    return max(known, key=lambda topic: chances[topic])


def _matches(seen: Sightings, topic: Topic, tier: Tier) -> list[Match]:
    if topic.needs_core and tier != "core":
        return []
    patterns = topic.patterns + topic.core_only if tier == "core" else topic.patterns
    return seen.all_seen(patterns, seen.covered(topic.mask))


def _found(seen: Sightings, topic: Topic, matches: list[Match]) -> TopicFound:
    reasons = tuple(seen.reason("topic", match, topic.id) for match in matches)
    return TopicFound(topic.id, reasons, matches[-1].positions[-1] >= LEAD_TOKENS)
