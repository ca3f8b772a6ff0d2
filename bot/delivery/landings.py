"""Answers that came and are not written down yet: those of people at once, mailings in groups."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.delivery.settling import Flight, message_ids
from storage.records.delivery import Answer, Priority, Waiting


@dataclass(frozen=True, slots=True, eq=False)
class Landing:
    """One answer, which came at that second of the steady clock."""

    row: Waiting
    flight: Flight
    answer: Answer
    at: float

    @property
    def plain(self) -> bool:
        """Tell whether it was sent and nothing follows from it."""
        return self.answer.ok and not (self.flight.creating or self.flight.owed.effect)

    @property
    def mailed(self) -> bool:
        """Tell whether nobody waits for it to be written."""
        return self.plain and self.row.priority > Priority.CASE

    @property
    def settled(self) -> tuple[int, int | None]:
        """Return the row's id and that of the first message it became."""
        ids = message_ids(self.answer.result)
        return self.row.id, ids[0] if ids else None


class Landings:
    """What landed, in the order of its landing."""

    def __init__(self) -> None:
        self._landed: dict[int, Landing] = {}

    def __bool__(self) -> bool:
        return bool(self._landed)

    def add(self, landing: Landing) -> None:
        """An answer came."""
        self._landed[landing.row.id] = landing

    def forget(self, landings: Iterable[Landing]) -> None:
        """These are written down."""
        for landing in landings:
            del self._landed[landing.row.id]

    def all(self) -> Sequence[Landing]:
        """Return every one."""
        return list(self._landed.values())

    def plain(self) -> Sequence[Landing]:
        """Return those that many of are written in one statement."""
        return [one for one in self._landed.values() if one.plain]

    def special(self) -> Sequence[Landing]:
        """Return those that are settled one by one."""
        return [one for one in self._landed.values() if not one.plain]

    def urgent(self, before: float) -> bool:
        """Tell whether plain ones wait that came until then, or are people's."""
        return any(not one.mailed or one.at <= before for one in self.plain())

    def since(self) -> Iterator[float]:
        """Yield when the first of them came, or nothing."""
        if self._landed:
            yield next(iter(self._landed.values())).at
