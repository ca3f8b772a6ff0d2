"""Shapes of places: groups and channels that receive the digest."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Door:
    """A chat that shall receive the digest, and who says so; `thread_id` None: the chat itself."""

    chat_id: int
    kind: str
    title: str
    owner_id: int
    language: str
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """`checked_at`: when Telegram last said that the owner administers it (UTC seconds).

    `owner_id` 0: whoever set it has deleted herself, and nobody is told of the place.
    `lost_at`: since when the bot may not write there, None while it may.
    """

    id: int
    chat_id: int
    kind: str
    title: str
    owner_id: int
    thread_id: int | None
    checked_at: int
    lost_at: int | None
