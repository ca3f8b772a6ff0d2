"""Shapes of chats and subscribers: who reads what, when, in which language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat the bot knows. `district` is an id of the catalogue, remembered for questions."""

    id: int
    kind: str
    language: str
    language_chosen: bool
    district: str | None
    blocked_at: int | None


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a subscriber wants to read. Equal preferences share one edition.

    `topics` and `regions` are sorted ids (empty: all); `language` is that of the digest's own
    words; `languages` those of stories; `tier` is core, or adjacent (core and adjacent).
    """

    language: str
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("kk", "ru")
    tier: str = "core"
    stories: int = 10


@dataclass(frozen=True, slots=True)
class Schedule:
    """When: minutes of the local day, ISO weekdays (1 = Monday), IANA zone."""

    minutes: tuple[int, ...]
    days: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    zone: str = "Asia/Aqtobe"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A person, group or channel that receives news.

    `next_due_at` is UTC seconds, None while paused; `seen_through` the last story number offered.
    """

    chat_id: int
    preferences: Preferences
    preferences_id: int
    schedule: Schedule
    next_due_at: int | None
    seen_through: int
