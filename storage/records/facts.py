"""What an entry's text promises for a day: until when to apply, when something happens."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

FactKind = Literal["deadline", "event_date"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One day named in a text, with the sentence that names it, at most 280 characters of it.

    Days and hours are local to the place the text speaks of. `day` is the last day of a deadline
    and the first of an event; `last_day` is set for an event of several days.
    """

    kind: FactKind
    day: date
    sentence: str
    clock: time | None = None
    last_day: date | None = None
