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
        self._plain: dict[int, Landing] = {}
        self._special: dict[int, Landing] = {}
        self._peoples = 0

    def __bool__(self) -> bool:
        return bool(self._plain or self._special)

    def add(self, landing: Landing) -> None:
        """An answer came."""
        if landing.plain:
            self._plain[landing.row.id] = landing
            self._peoples += not landing.mailed
        else:
            self._special[landing.row.id] = landing

    def forget(self, landings: Iterable[Landing]) -> None:
        """These are written down."""
        for landing in landings:
            if self._special.pop(landing.row.id, None) is None:
                del self._plain[landing.row.id]
                self._peoples -= not landing.mailed

    def all(self) -> Sequence[Landing]:
        """Return every one."""
        return [*self._plain.values(), *self._special.values()]

    def plain(self) -> Sequence[Landing]:
        """Return those that many of are written in one statement."""
        return list(self._plain.values())

    def special(self) -> Landing | None:
        """Return the first of those that are settled one by one."""
        return next(iter(self._special.values()), None)

    def urgent(self, before: float) -> bool:
        """Tell whether plain ones wait that came until then, or are people's."""
        first = next(iter(self._plain.values()), None)
        return first is not None and (self._peoples > 0 or first.at <= before)

    def since(self) -> Iterator[float]:
        """Yield when the first of each came."""
        for kind in (self._plain, self._special):
            if kind:
                yield next(iter(kind.values())).at
