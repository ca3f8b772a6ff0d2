"""Remembers rows marked as in flight a little before they leave, so that none waits for a commit.

A mark says "from now on this row may have been sent". After a crash marked rows are of unknown
outcome, so they are few, and a mark that was not used in time is taken back.
"""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from storage.records.delivery import Owed

STALE_S = 2.0


class Marks:
    """Rows that are marked and have not left."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[Owed, float]] = {}

    def __contains__(self, row_id: int) -> bool:
        return row_id in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, rows: Iterable[Owed], now: float) -> None:
        """These were marked and committed."""
        self._rows |= {owed.id: (owed, now) for owed in rows}

    def use(self, row_id: int) -> Owed | None:
        """Return the row, which leaves now; None: it is not marked."""
        marked = self._rows.pop(row_id, None)
        return marked[0] if marked else None

    def of(self, chat_id: int) -> list[int]:
        """Return the ids of rows of a chat."""
        return [row_id for row_id, (owed, _) in self._rows.items() if owed.chat_id == chat_id]

    def stale(self, now: float) -> list[int]:
        """Return the ids of rows whose mark is to be taken back."""
        aged = takewhile(lambda row: row[1][1] <= now - STALE_S, self._rows.items())
        return [row_id for row_id, _ in aged]  # they stand by their age

    def forget(self, ids: Sequence[int]) -> None:
        """Their marks were taken back."""
        for row_id in ids:
            self._rows.pop(row_id, None)

    def everything(self) -> list[int]:
        """Return the ids of all rows that have not left."""
        return list(self._rows)
