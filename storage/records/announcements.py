"""Shapes of announcements: what an administrator says to many, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class AnnouncementState(StrEnum):
    """STOPPED: what was on its way is still counted. Only GOING ones are owed to people."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    GOING = "going"
    STOPPED = "stopped"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Audience:
    """To whom: sorted ids; an empty list excludes nobody."""

    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """One language's message: the method that says it, and its body without a chat."""

    method: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows were owed, and what became of those that are settled."""

    owed: int = 0
    delivered: int = 0
    blocked: int = 0
    failed: int = 0
    unknown: int = 0

    @property
    def settled(self) -> int:
        """Rows whose outcome is known, or known to be unknown."""
        return self.delivered + self.blocked + self.failed + self.unknown


@dataclass(frozen=True, slots=True)
class Announcement:
    """`owed_all`: everybody of the audience has been reached; times are UTC seconds."""

    id: int
    author_id: int
    state: AnnouncementState
    kk: Words | None
    ru: Words | None
    audience: Audience
    proposed_at: int | None
    approved_by: int | None
    last_chat_id: int
    owed_all: bool
    tally: Tally
    progress_message_id: int | None
    progress_at: int

    def words(self, language: str) -> Words | None:
        """Return what a person of that language reads: her own words, else the other ones."""
        return (self.kk or self.ru) if language == "kk" else (self.ru or self.kk)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A subscriber as a mailing sees her."""

    chat_id: int
    preferences_id: int
    schedule_id: int
