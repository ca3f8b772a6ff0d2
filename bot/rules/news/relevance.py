"""Decides the tier, by patterns and by what the model learnt; and whose country's news it is."""

from bot.rules.news.news_catalog import NewsCatalog, Topic
from bot.rules.text.sightings import Sightings
from storage.records.news import Reason, Tier

# chances of the model, from 0 to 1: chosen by cross-validation, see docs/models/news.md
LIFTS = 0.9  # an entry that no pattern knows becomes adjacent
KEEPS = 0.5  # below it, an adjacent entry is none after all; core stands whatever the model says


def tier_with_model(by_patterns: Tier, chance: float) -> Tier:
    """The patterns' tier, corrected by the model's chance that the entry is relevant."""
    if by_patterns == "core":
        return "core"
    return "adjacent" if chance >= (KEEPS if by_patterns == "adjacent" else LIFTS) else "none"


def tier_by_patterns(seen: Sightings, catalog: NewsCatalog) -> tuple[Tier, tuple[Reason, ...]]:
    """Core when the gate opens; adjacent when a topic may lift the entry; else none."""
    core = seen.all_seen(catalog.gate.core)
    if core:
        return "core", tuple(seen.reason("core", match) for match in core)
    for topic in catalog.topics:
        lifting = _lifting(seen, topic)
        if lifting:
            return "adjacent", lifting
    return "none", ()


def foreign(seen: Sightings, catalog: NewsCatalog, feed_region: str | None) -> tuple[Reason, ...]:
    """Why the entry is another country's news; empty when it is not.

    A feed of Kazakhstan (region KZ or KZ-nn) is believed unless the title itself points abroad.
    """
    if any(home in seen.by_pattern for home in catalog.gate.home):
        return ()
    cues = seen.all_seen(catalog.gate.foreign)
    if feed_region is not None and feed_region.startswith("KZ"):
        cues = [cue for cue in cues if cue.positions[0] < seen.title_length]
    return tuple(seen.reason("foreign", cue) for cue in cues)


def _lifting(seen: Sightings, topic: Topic) -> tuple[Reason, ...]:
    if not topic.adjacent:
        return ()
    if topic.adjacent_only_with and not seen.all_seen(topic.adjacent_only_with):
        return ()
    matches = seen.all_seen(topic.patterns, seen.covered(topic.mask))
    return tuple(seen.reason("topic", match, topic.id) for match in matches)
