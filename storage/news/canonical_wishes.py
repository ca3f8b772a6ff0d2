"""Writes wishes and hours as the one JSON text that equal ones share, and reads them back."""

import json
from dataclasses import asdict
from typing import Any

from storage.records.people import Preferences, Schedule

# Written only where something is wished: rows of older versions stay those of the same wishes.
IF_ANY = frozenset(
    (
        *("follow", "mute", "without_topics", "without_regions", "without_feeds", "alerts"),
        *("quiet", "says_nothing_new", "shared", "second"),
    )
)


def canonical(wishes: Preferences | Schedule) -> str:
    """Return the text; equal wishes give equal texts."""
    said = {name: value for name, value in asdict(wishes).items() if value or name not in IF_ANY}
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def read_preferences(body: str) -> Preferences:
    """Read what canonical() wrote."""
    return Preferences(**_fields(body))


def read_schedule(body: str) -> Schedule:
    """Read what canonical() wrote."""
    return Schedule(**_fields(body))


def _fields(body: str) -> dict[str, Any]:
    said = json.loads(body)
    return {name: tuple(one) if isinstance(one, list) else one for name, one in said.items()}
