"""Shapes of health: what the administrator is shown. Never a text, a name or a token."""

from dataclasses import dataclass

from storage.records.delivery import SetAside


@dataclass(frozen=True, slots=True)
class SickFeed:
    """A feed whose last poll failed; `last_success_at` is None where it never answered."""

    name: str
    error: str
    failures: int
    last_success_at: int | None


@dataclass(frozen=True, slots=True)
class FailedCall:
    """A call that Telegram refused, or whose outcome is unknown."""

    method: str
    kind: str
    error: str
    at: int


@dataclass(frozen=True, slots=True)
class Depth:
    """How much waits, and since which UTC second (None: nothing waits)."""

    waiting: int
    since: int | None


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the house at one moment; lists are the newest or worst few."""

    feeds: int
    sick_feeds: tuple[SickFeed, ...]
    inbox: Depth
    outbox: Depth
    set_aside: tuple[SetAside, ...]
    failed_calls: tuple[FailedCall, ...]
