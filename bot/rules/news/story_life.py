"""Says what a story is after each entry that tells it, and which entries are too old for it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from storage.records.feeds import Entry
from storage.records.news import Decision
from storage.records.stories import Member, NewStory, Story

# A feed met for the first time brings its archive: only what is two days old at most is news. One
# that we know may have been out of reach, so what it tells is news for a story's whole life.
FIRST_POLL_FRESH_S = 48 * 3600
FRESH_S = 96 * 3600
MOST_TOPICS = 8


def is_quiet(entry: Entry, announce: bool, first_seen_at: int | None = None) -> bool:
    """Whether digests leave the entry out: old when first seen, or of unknown age in an archive.

    One that was seen before (`first_seen_at`) and is news by an edit counts from then.
    """
    if first_seen_at is not None and entry.published_at is None:
        return entry.seen_at - first_seen_at > FRESH_S
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


def retold(story: Story, members: Sequence[Member]) -> NewStory:
    """Return what these entries together make of a story, told in their order."""
    first, *others = members
    said = begun(first.decision, first.at, story.quiet)
    for one in others:
        so_far = replace(
            story,
            tier=said.tier,
            topics=said.topics,
            regions=said.regions,
            districts=said.districts,
        )
        said = grown(so_far, one.decision, one.at, story.quiet)
    return said


def _both(some: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *more)))
