"""The buttons of what she reads: regions, alerts, words of her own and what she hid."""

import zlib
from typing import Literal

from aiogram.filters.callback_data import CallbackData

Kind = Literal["follow", "mute", "topic", "region", "feed"]


class Regions(CallbackData, prefix="regions"):
    """Show a page of regions."""

    page: int


class Region(CallbackData, prefix="region"):
    """She reads of that region or no longer: said outright, a double tap changes nothing."""

    code: str
    wanted: bool
    page: int


class Alert(CallbackData, prefix="alert"):
    """She wants a topic's stories at once or no longer; without a topic its screen is shown."""

    topic: str
    wanted: bool
    page: int


class OwnWord(CallbackData, prefix="words"):
    """Show her own words, or ask for one to follow or to mute."""

    what: Literal["all", "follow", "mute"]


class Forget(CallbackData, prefix="forget"):
    """Take back one of her words, or let a hidden thing come again; `mark` is mark_of() it."""

    kind: Kind
    mark: str
    page: int


def mark_of(value: str) -> str:
    """Return what stands for a word in a button: a word itself may be longer than its data."""
    return f"{zlib.crc32(value.encode()):08x}"
