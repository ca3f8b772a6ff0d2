"""What a citizen does with a case of her own: looks, withdraws, opens again, says how it was."""

from dataclasses import dataclass, replace

from bot.desk.case_carrier import Carrier
from bot.desk.case_clock import CaseClock
from bot.desk.citizen.alarms import Alarms
from bot.desk.reopening import Reopening
from bot.errors import BotError
from bot.ports.consultation import CaseView
from bot.rules.desk.case_history import Moment, history
from bot.rules.desk.case_states import OPEN, REOPEN_WITHIN_S, may_go_on
from bot.rules.desk.desk_catalog import Knowledge
from storage.records.consultation import (
    Case,
    CaseMessage,
    CaseState,
    Rating,
    Side,
    Way,
    Written,
)
from storage.records.delivery import Call
from storage.stores import Stores


class NotHers(BotError):  # noqa: N818 - named by what happened
    """A button of a case that is not hers, or is hers no more."""

    key = "error.button_stale"


@dataclass(frozen=True, slots=True)
class Looked:
    """A case with all that was said and done, its rating, and whether it may be opened again."""

    case: Case
    moments: list[Moment]
    rating: Rating | None
    may_reopen: bool


class MyCases:
    """A citizen's cases within one transaction."""

    def __init__(self, stores: Stores, knowledge: Knowledge, view: CaseView, now: int) -> None:
        self._stores, self._view, self._now = stores, view, now
        self._carrier = Carrier(stores, view, now)
        self._clock = CaseClock(stores, knowledge, now)
        self._alarms = Alarms(stores, knowledge, view, now)
        self._reopening = Reopening(stores, self._carrier, self._clock, now)

    async def get(self, chat_id: int, case_id: int) -> Case:
        """Return her case. Raises NotHers."""
        case = await self._stores.cases.get(case_id)
        if case is None or case.citizen_chat_id != chat_id:
            raise NotHers
        return case

    async def look(self, chat_id: int, case_id: int) -> Looked:
        """Return her case with its history. Raises NotHers."""
        case = await self.get(chat_id, case_id)
        messages = await self._stores.case_messages.of_case(case_id)
        # an answer behind a button is shown here too: she has opened the case herself
        moments = history(messages, await self._stores.case_log.of(case_id))
        rating = await self._stores.case_log.rating(case_id)
        return Looked(case, moments, rating, await self._may_reopen(case))

    async def withdraw(self, chat_id: int, case_id: int) -> list[Call]:
        """She takes her question back: it is closed, and the staff is told."""
        case = await self.get(chat_id, case_id)
        if not await self._stores.cases.close(case.id, "no_need", self._now):
            return []
        await self._stores.cases.note(case.id, "withdrawn", self._now)
        await self._stores.cases.note(
            case.id, "closed", self._now, data={"outcome": "no_need", "by_citizen": 1}
        )
        await self._clock.closed(case.id)
        await self._stores.case_waits.end(case.id)
        told = await self._staff_told(case, "staff.withdrawn")
        return [*told, *await self._carrier.refresh_card(case.id)]

    async def reopen(self, chat_id: int, case_id: int) -> list[Call] | None:
        """She opens it again. None: it was closed too long ago."""
        case = await self.get(chat_id, case_id)
        if case.state in OPEN:
            return []
        if not await self._may_reopen(case):
            return None
        brought = await self._reopening.open(case)
        told = await self._staff_told(case, "staff.reopened_by_citizen")
        return [*brought, *told, *await self._carrier.refresh_card(case.id)]

    async def _may_reopen(self, case: Case) -> bool:
        """Fourteen days from the closing, and as long from the question whether it helped."""
        asked_at = await self._stores.case_log.asked_at(case.id)
        lately = asked_at is not None and self._now - asked_at <= REOPEN_WITHIN_S
        return case.state is CaseState.CLOSED and (may_go_on(case, self._now) or lately)

    async def rate(self, chat_id: int, case_id: int, good: bool) -> list[Call]:
        """She says whether the answer was good. Nobody is asked that of a sensitive case."""
        case = await self.get(chat_id, case_id)
        if case.sensitive:
            return []
        await self._stores.case_log.rate(case.id, good, self._now)
        await self._stores.cases.note(case.id, "rated", self._now, data={"good": int(good)})
        return await self._staff_told(case, "staff.rated_good" if good else "staff.rated_bad")

    async def say(self, chat_id: int, case_id: int, written: Written) -> list[Call]:
        """She adds words to her rating; the staff read them. Only danger opens the case again."""
        case = await self.get(chat_id, case_id)
        message = await self._kept(case, replace(written, rated=True), "added")
        if message is None:
            return []
        said = await self._alarms.opening(case, written.text)
        return [*said, *await self._carrier.to_staff(case, message, tick=False)]

    async def helped(self, chat_id: int, case_id: int, yes: bool) -> Case:
        """She says, two weeks later, whether it helped."""
        case = await self.get(chat_id, case_id)
        await self._stores.cases.note(case.id, "helped", self._now, data={"yes": int(yes)})
        return case

    async def thanked(self, case: Case, written: Written) -> list[Call]:
        """A word of thanks reaches the staff; nothing is opened again and nothing falls due."""
        message = await self._kept(case, written, "thanked")
        return await self._carrier.to_staff(case, message, tick=False) if message else []

    async def _kept(self, case: Case, written: Written, event: str) -> CaseMessage | None:
        """Keep words of hers and that they were said; None: they are kept already."""
        message = await self._stores.case_messages.add(
            case.id, Side.CITIZEN, written, Way.OWED, self._now
        )
        if message is not None:
            await self._stores.cases.note(case.id, event, self._now, data={"message": message.id})
        return message

    async def _staff_told(self, case: Case, key: str) -> list[Call]:
        """What the card, the log and the report say too: without a staff chat it is not said."""
        office = await self._stores.offices.get(case.office_id)
        return [self._view.staff_told(case, office, key)] if office.chat_id is not None else []
