"""Opens a closed case again: its clocks start anew, and its office sees it whole."""

from bot.desk.case_carrier import Carrier
from bot.desk.case_clock import CaseClock
from storage.records.consultation import Case, CaseState, Side, Way
from storage.records.delivery import Call
from storage.stores import Stores


class Reopening:
    """Openings again within one transaction."""

    def __init__(self, stores: Stores, carrier: Carrier, clock: CaseClock, now: int) -> None:
        self._stores, self._carrier, self._clock, self._now = stores, carrier, clock, now

    async def open(self, case: Case, actor: int | None = None) -> list[Call]:
        """The closed case is worked on again, by its citizen's wish or that of `actor` (staff).

        Return what its office has not seen where it is now; the card is left to the caller.
        """
        await self._stores.cases.set_state(case.id, CaseState.WORKING)
        await self._stores.cases.note(case.id, "reopened", self._now, actor)
        await self._clock.start(case)
        return await self._carrier.settle(case) if await self._behind(case) else []

    async def _behind(self, case: Case) -> bool:
        """Whether the office's chat changed while the case was closed, or words wait for one."""
        office = await self._stores.offices.get(case.office_id)
        if case.thread_chat_id not in (None, office.chat_id):
            return True
        said = await self._stores.case_messages.of_case(case.id)
        return any(one.side is Side.CITIZEN and one.way is Way.WAITING for one in said)
