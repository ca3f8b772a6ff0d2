"""What is said about one entry's text and why; values only, no rule and no storage."""

from dataclasses import dataclass
from typing import Literal

Tier = Literal["core", "adjacent", "none"]
Language = Literal["kk", "ru", "other"]
ReasonKind = Literal[
    "core",  # a pattern of the gate: the entry speaks of an NGO by name
    "model",  # a stem that weighed most in the model's opinion that the entry is about civic life
    "topic",  # a pattern or stem that gave a topic
    "region",  # a place name
    "district",  # a place name inside Aktobe region
    "mask",  # a false friend that was hidden before matching
    "foreign",  # the entry is about another country
    "language",  # the entry is in neither kk nor ru
]


@dataclass(frozen=True, slots=True)
class EntryText:
    """An entry's own words, as plain text; the summary may be empty."""

    title: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was decided: the pattern that fired and the words it found, as published.

    `about` is what the reason speaks for: a topic's id, a region's code, a district's id or "".
    """

    kind: ReasonKind
    pattern: str
    found: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """All that the rules say about one entry.

    `topics` are ids of topics.yaml, the surest first; `regions` are ISO 3166-2 codes (KZ-15), empty
    for the whole country; `districts` are ids inside Aktobe region.
    """

    tier: Tier
    topics: tuple[str, ...]
    language: Language
    regions: tuple[str, ...]
    districts: tuple[str, ...]
    reasons: tuple[Reason, ...]
