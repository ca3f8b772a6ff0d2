"""Shapes of stories: what several feeds tell of one event, and the digest text made of them."""

from dataclasses import dataclass

from storage.records.facts import Fact
from storage.records.news import Decision


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """One feed's telling of a story; `at` is UTC seconds, `dated` whether the feed said so."""

    feed_id: str
    feed_name: str
    language: str
    link: str
    title: str
    lead: str
    at: int
    dated: bool = True


@dataclass(frozen=True, slots=True)
class Story:
    """One event. `entries` are in the order of their time; `number` grows with each new story.

    `tier` is core or adjacent. `quiet`: it was old when first seen, so no digest announces it.
    `facts` are the days that its entries name, the earliest first.
    """

    number: int
    tier: str
    topics: tuple[str, ...]
    regions: tuple[str, ...]
    districts: tuple[str, ...]
    quiet: bool
    happened_at: int
    updated_at: int
    entries: tuple[StoryEntry, ...]
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One recent entry as the matching of stories sees it; `terms` come from bot/rules/stories.

    `entry` grows with each stored entry; 0 before it is stored.
    """

    story: int
    feed_id: str
    language: str
    at: int
    terms: str
    entry: int = 0


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """What is stored of an entry that a feed shows again; `story` None: it was no news for us."""

    content_hash: str
    story: int | None
    seen_at: int


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that was judged and is to be stored; `story` None: no news for us."""

    feed_id: str
    identity: str
    content_hash: str
    link: str
    title: str
    lead: str
    language: str
    terms: str
    decision: Decision
    published_at: int | None
    seen_at: int
    story: int | None
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class NewStory:
    """What a story's first entry says of it."""

    tier: str
    topics: tuple[str, ...]
    regions: tuple[str, ...]
    districts: tuple[str, ...]
    quiet: bool
    at: int


@dataclass(frozen=True, slots=True)
class Judged:
    """Why an entry was taken: for /why."""

    title: str
    link: str
    feed_name: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of a story as the administrator sees it; `at` is UTC seconds."""

    entry_id: int
    title: str
    link: str
    feed_name: str
    at: int
    decision: Decision
