"""Shape of what a coordinator changed about an office."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """`hours`: by ISO weekday, intervals in minutes of the day, over the catalogue's.

    `days_off`: days such as 2026-12-31 on which the office does not work, beside the holidays.
    """

    hours: Mapping[int, tuple[tuple[int, int], ...]]
    days_off: tuple[str, ...]
