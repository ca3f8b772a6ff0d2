"""Gives topics to an entry: those that patterns name and those that the model recognises."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.rules.news.news_catalog import NewsCatalog, Topic
from bot.rules.text.patterns import Match
from bot.rules.text.sightings import LEAD_TOKENS, Sightings
from storage.records.news import Reason, Tier


@dataclass(frozen=True, slots=True)
class Cuts:
    """Chances of the model, from 0 to 1, from which on a topic is given.

    `named` by a pattern, `alone` by no pattern; `beside` is the default topic beside another one:
    most news name an NGO.
    """

    named: float
    alone: float
    beside: float


# Chosen by cross-validation, see docs/models/news.md. A headline alone says one thing.
IN_FULL = Cuts(named=0.40, alone=0.50, beside=0.55)
HEADLINE = Cuts(named=0.65, alone=0.73, beside=0.77)


@dataclass(frozen=True, slots=True)
class TopicFound:
    """A topic and every pattern that named it; none when the model alone recognised it.

    `beyond` tells that a pattern stands so deep in the text that the model has not read it,
    `in_title` that one begins in the title.
    """

    id: str
    reasons: tuple[Reason, ...] = ()
    beyond: bool = False
    in_title: bool = False


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
    cuts = IN_FULL if len(seen.tokens) > seen.title_length else HEADLINE
    given = [
        hinted.get(topic.id, TopicFound(topic.id))
        for topic in catalog.topics
        if _is_given(hinted.get(topic.id), allowed.get(topic.id), chances.get(topic.id), cuts)
    ]
    if len(given) > 1:
        given = [
            found for found in given if not _goes_without_saying(found, catalog, chances, cuts)
        ]
    if given:
        return tuple(sorted(given, key=lambda found: -chances.get(found.id, 1.0)))
    return (TopicFound(_likeliest(catalog, tier, chances)),)


def _is_given(
    hinted: TopicFound | None, allowed: TopicFound | None, chance: float | None, cuts: Cuts
) -> bool:
    if chance is None or (allowed and allowed.beyond):
        return allowed is not None
    return chance >= (cuts.named if hinted else cuts.alone)


def _goes_without_saying(
    found: TopicFound, catalog: NewsCatalog, chances: Mapping[str, float], cuts: Cuts
) -> bool:
    unsure = chances.get(found.id, 1.0) < cuts.beside
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
    return TopicFound(
        topic.id,
        reasons,
        beyond=matches[-1].positions[-1] >= LEAD_TOKENS,
        in_title=any(match.positions[0] < seen.title_length for match in matches),
    )
