"""Says what a story is after each entry that tells it, and which entries are too old for it."""

from collections.abc import Iterable

from storage.records.feeds import Entry
from storage.records.news import Decision
from storage.records.stories import NewStory, Story

# A feed met for the first time brings its archive: only what is two days old at most is news. One
# that we know may have been out of reach, so what it tells is news for a story's whole life.
FIRST_POLL_FRESH_S = 48 * 3600
FRESH_S = 96 * 3600
MOST_TOPICS = 8


def is_quiet(entry: Entry, announce: bool) -> bool:
    """Whether digests leave the entry out: old when first seen, or of unknown age in an archive."""
    if announce:
        return entry.seen_at - entry.time > FRESH_S
    return entry.published_at is None or entry.seen_at - entry.time > FIRST_POLL_FRESH_S


def begun(decision: Decision, at: int, quiet: bool) -> NewStory:
    """Return the story that its first entry begins."""
    return NewStory(
        decision.tier,
        decision.topics[:MOST_TOPICS],
        decision.regions,
        decision.districts,
        quiet,
        at,
    )


def grown(story: Story, decision: Decision, at: int, quiet: bool) -> NewStory:
    """Return the story after one more entry: nothing that was said of it is taken back."""
    return NewStory(
        "core" if "core" in (story.tier, decision.tier) else "adjacent",
        _both(story.topics, decision.topics)[:MOST_TOPICS],
        _both(story.regions, decision.regions),
        _both(story.districts, decision.districts),
        story.quiet and quiet,
        at,
    )


def _both(some: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *more)))
