"""Puts what was written and what happened into one line of time; splits it into pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.rules.text.telegram_html import bare, measured
from storage.records.consultation import CaseMessage, Event, Side

# What a citizen is told of; the rest is the staff's own business.
SHOWN = frozenset(
    {
        *("opened", "transferred", "forwarded", "waiting", "closed", "reopened", "withdrawn"),
        "rated",
    }
)
PAGE = 2600  # units of text; a screen holds 4,096 with its marks
PIECE = 1200


@dataclass(frozen=True, slots=True)
class Moment:
    """One line. `kind` is citizen, staff, or an event's; `text` plain; `medium` a file's kind."""

    at: int
    kind: str
    text: str = ""
    medium: str = ""
    data: Mapping[str, Any] | None = None


def history(messages: Sequence[CaseMessage], events: Sequence[Event]) -> list[Moment]:
    """Return everything in the order it happened. Long texts go on in a line of their own."""
    said = [piece for message in messages for piece in _pieces(message)]
    happened = [Moment(one.at, one.kind, data=one.data) for one in events if one.kind in SHOWN]
    # what she wrote makes the case, so it stands before the line that it was opened
    return sorted([*said, *happened], key=lambda one: one.at)


def pages(moments: Sequence[Moment]) -> list[list[Moment]]:
    """Return the lines by pages, at least one; nothing is left out."""
    found: list[list[Moment]] = [[]]
    room = PAGE
    for one in moments:
        room -= measured(one.text) + 60
        if room < 0 and found[-1]:
            found.append([])
            room = PAGE - measured(one.text) - 60
        found[-1].append(one)
    return found


def _pieces(message: CaseMessage) -> list[Moment]:
    kind = "citizen" if message.side is Side.CITIZEN else "staff"
    medium = "" if message.content["kind"] == "text" else str(message.content["kind"])
    text = bare(str(message.content["html"]))
    cuts = range(0, max(len(text), 1), PIECE)
    return [
        Moment(message.created_at, kind, text[cut : cut + PIECE], "" if cut else medium)
        for cut in cuts
    ]
