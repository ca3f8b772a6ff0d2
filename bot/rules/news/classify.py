"""Decides everything about one entry's text: language, tier, topics, places, with the reasons."""

from collections.abc import Iterable, Mapping

from bot.rules.news.news_catalog import NewsCatalog
from bot.rules.news.news_features import features, words_behind
from bot.rules.news.news_model import RELEVANT
from bot.rules.news.regions import places
from bot.rules.news.relevance import foreign, tier_by_patterns, tier_with_model
from bot.rules.news.topics import TopicFound, topics_with_model
from bot.rules.text.language import language_of
from bot.rules.text.sightings import Sightings, look
from storage.records.news import Decision, EntryText, Reason, Tier

SHOWN = 3  # how many words of the model's opinion are worth a person's time
LOUD = 12  # and among how many they are looked for: «для» weighs too, but tells nobody anything
TELLING = 4  # letters of a word that tells a person something


def classify(text: EntryText, feed_region: str | None, catalog: NewsCatalog) -> Decision:
    """The decision about one entry; `feed_region` is KZ-nn, KZ, CA, INT or None when unknown."""
    seen = look(text, catalog)
    language = language_of(f"{text.title}\n{text.summary}")
    read = features(seen, catalog)
    chances = catalog.model.chances(read)
    tier, why = _tier(seen, catalog, feed_region, language, chances)
    if tier == "adjacent":
        why = (*why, *_opinion(seen, catalog, read, RELEVANT, ""))
    topics = topics_with_model(seen, catalog, tier, chances) if tier != "none" else ()
    found = places(seen, catalog, feed_region)
    return Decision(
        tier=tier,
        topics=tuple(topic.id for topic in topics),
        language=language,
        regions=found.regions,
        districts=found.districts,
        reasons=(*why, *_topic_reasons(seen, catalog, read, topics), *found.reasons),
    )


def _tier(
    seen: Sightings,
    catalog: NewsCatalog,
    feed_region: str | None,
    language: str,
    chances: Mapping[str, float],
) -> tuple[Tier, tuple[Reason, ...]]:
    if language == "other":
        return "none", (Reason("language", "", ""),)
    by_patterns, why = tier_by_patterns(seen, catalog)
    tier = tier_with_model(by_patterns, chances[RELEVANT])
    if tier == "none":
        return "none", ()
    abroad = foreign(seen, catalog, feed_region)
    return ("none", abroad) if abroad else (tier, why)


def _topic_reasons(
    seen: Sightings, catalog: NewsCatalog, read: Mapping[str, float], topics: Iterable[TopicFound]
) -> Iterable[Reason]:
    for topic in topics:
        yield from topic.reasons or _opinion(seen, catalog, read, topic.id, topic.id)


def _opinion(
    seen: Sightings, catalog: NewsCatalog, read: Mapping[str, float], label: str, about: str
) -> tuple[Reason, ...]:
    """The words that weighed most for a label of the model; none for a label it does not know."""
    told: dict[str, Reason] = {}
    for feature in catalog.model.heaviest(read, label, LOUD):
        words = words_behind(feature, seen, catalog)
        if words:
            told.setdefault(words.casefold(), Reason("model", feature, words, about))
    telling = [reason for word, reason in told.items() if len(word) >= TELLING]
    # a decision without any reason tells a person less than a short word
    return tuple(telling or told.values())[:SHOWN]
