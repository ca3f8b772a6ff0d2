"""What the desk does by the clock: waits that are due, the list of the morning, the index."""

from collections.abc import Callable

from bot.desk.staff.case_search import IndexRounds
from bot.desk.staff.days import MorningRounds
from bot.desk.staff.waiting import WaitingRounds
from bot.ports.consultation import CaseView
from bot.ports.delivery import Clock
from bot.rules.desk.desk_catalog import Knowledge
from storage.database import Database


class DeskRounds:
    """One round of everything that the staff's desk owes by itself; `wake` tells the sender."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        view: CaseView,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._waiting = WaitingRounds(database, knowledge, view, clock)
        self._mornings = MorningRounds(database, knowledge, view, clock)
        self._index = IndexRounds(database, clock)
        self._wake = wake

    async def run(self) -> None:
        """Look once; wake the sender when something is owed."""
        spoke = [await self._waiting.run(), await self._mornings.run()]
        await self._index.run()
        if any(spoke):
            self._wake()
