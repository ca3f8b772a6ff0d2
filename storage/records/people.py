"""Shapes of chats and subscribers: who reads what, when, in which language."""

from dataclasses import dataclass
from enum import StrEnum


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
    words; `languages` those of stories, her own first; `tier` is core, or adjacent (core and
    adjacent); `district` is her own, whose stories rank first; `stories` is how many at most.
    `follow` and `mute` are words of her own; `without_…` what she wants no more of; `alerts` the
    topics whose stories are sent at once. `shared`: a group's or channel's, whose digests have no
    buttons of a person; `second` is the language of a post of its own beside the first one.
    """

    language: str
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("kk", "ru")
    tier: str = "core"
    stories: int = 8
    district: str | None = None
    follow: tuple[str, ...] = ()
    mute: tuple[str, ...] = ()
    without_topics: tuple[str, ...] = ()
    without_regions: tuple[str, ...] = ()
    without_feeds: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()
    shared: bool = False
    second: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When: minutes of the local day, ISO weekdays (1 = Monday), IANA zone.

    `quiet` is empty, or the minutes at which her quiet begins and ends; `says_nothing_new`: a
    digest without a story is one line instead of silence.
    """

    minutes: tuple[int, ...]
    days: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    zone: str = "Asia/Aqtobe"
    quiet: tuple[int, ...] = ()
    says_nothing_new: bool = False


class SubscriberState(StrEnum):
    """JOINING: has not chosen an hour yet. Only ACTIVE ones are ever due."""

    JOINING = "joining"
    ACTIVE = "active"
    PAUSED = "paused"
    BLOCKED = "blocked"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A person, group or channel that receives news.

    `next_due_at` is UTC seconds, None unless active; `seen_through` the last story number offered;
    `last_edition_id` what was sent last. `rests_until` is the UTC second to which she paused;
    `alerted` are stories beyond `seen_through` that came to her as alerts.
    """

    chat_id: int
    state: SubscriberState
    preferences: Preferences
    preferences_id: int
    schedule: Schedule
    schedule_id: int
    next_due_at: int | None
    seen_through: int
    last_edition_id: int | None = None
    rests_until: int | None = None
    alerted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DueGroup:
    """Subscribers who are due at one moment and will be told the same; `people` counts them.

    `alerted` are the stories beyond `seen_through` that they have had as alerts.
    """

    next_due_at: int
    preferences_id: int
    schedule_id: int
    seen_through: int
    people: int
    alerted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertGroup:
    """Subscribers to whom an alert would say the same; `people` counts them.

    Stories up to `alerted_through` have been weighed for them; `alerted` were sent.
    """

    preferences_id: int
    schedule_id: int
    seen_through: int
    alerted_through: int
    alerted: tuple[int, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a due group goes: its next moment, how far it was told, what it was sent (if any)."""

    next_due_at: int
    seen_through: int
    edition_id: int | None
