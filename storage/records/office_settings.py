"""Shapes of what was changed about offices, and of codes that bind their chats."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """`hours`: by ISO weekday, intervals in minutes of the day, over the catalogue's.

    `days_off`: days such as 2026-12-31 on which the office does not work, beside the holidays.
    `categories`: ids in place of the catalogue's; None: as the catalogue says.
    """

    hours: Mapping[int, tuple[tuple[int, int], ...]]
    days_off: tuple[str, ...]
    categories: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Overrides:
    """What routing reads over offices.yaml.

    `rerouted`: by district or region and its office, the office that answers in its place.
    `categories`: by office, what it answers in place of the catalogue's.
    """

    rerouted: Mapping[tuple[str, str], str] = field(default_factory=dict)
    categories: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodeOut:
    """A one-time code that could still bind a group; times are UTC seconds."""

    id: int
    office_id: str
    created_by: int
    created_name: str
    created_at: int
    expires_at: int
