"""What a person may take back: the chat on her phone, her texts, everything."""

from collections.abc import Mapping, Sequence

from bot.desk.case_carrier import Carrier
from bot.desk.case_clock import CaseClock
from bot.ports.consultation import CaseView
from bot.rules.desk.case_states import OPEN
from bot.rules.desk.desk_catalog import Knowledge
from storage.records.consultation import Case
from storage.records.delivery import Call
from storage.stores import Stores

# Telegram lets nobody remove what is older; five minutes are for the way there.
CLEARABLE_S = 48 * 3600 - 300


class Privacy:
    """Clearing, erasing and exports within one transaction."""

    def __init__(self, stores: Stores, knowledge: Knowledge, view: CaseView, now: int) -> None:
        self._stores, self._view, self._now = stores, view, now
        self._carrier = Carrier(stores, view, now)
        self._clock = CaseClock(stores, knowledge, now)

    async def clear(self, chat_id: int) -> list[Call]:
        """Remove from her phone what both wrote here in the last two days; nothing is lost here."""
        since = self._now - CLEARABLE_S
        hers = await self._stores.inbox.said_by(chat_id, since)
        ours = await self._stores.erasing.said_to(chat_id, since)
        await self._stores.audit.note("cleared", self._now, count=len(hers) + len(ours))
        return self._view.removed(chat_id, sorted({*hers, *ours}))

    async def take_out(self, chat_id: int, message_id: int) -> list[Call] | None:
        """Remove one message of hers that went to the staff; None: no case has it."""
        message = await self._stores.case_messages.written(chat_id, message_id)
        if message is None:
            return None
        copies = await self._stores.erasing.message(message.id)
        await self._stores.cases.note(message.case_id, "taken_out", self._now)
        return self._copies_removed(copies)

    def _copies_removed(self, copies: Mapping[int, Sequence[int]]) -> list[Call]:
        return [one for group, ids in copies.items() for one in self._view.removed(group, ids)]

    async def ask_export(self, chat_id: int) -> bool:
        """Ask for everything that is kept of her; False: it is being gathered already."""
        return await self._stores.erasing.ask(chat_id, self._now)

    async def forget(self, chat_id: int) -> list[Call]:
        """Remove her and everything she wrote, at once; counts stay, without her."""
        cases = await self._stores.cases.of_citizen(chat_id, limit=1_000_000)
        said: list[Call] = []
        for case in cases:
            said += await self.erase(case, by_citizen=True)
        await self._stores.inbox.forget(chat_id)
        await self._stores.erasing.person(chat_id)
        await self._stores.audit.note("deleted", self._now, count=len(cases))
        return said

    async def expire(self, case_id: int) -> list[Call]:
        """The term of a closed case is over."""
        case = await self._stores.cases.get(case_id)
        if case is None or case.state in OPEN:
            return []
        await self._stores.audit.note(
            "expired", self._now, case_id=case_id, office_id=case.office_id
        )
        return await self.erase(case, by_citizen=False)

    async def erase(self, case: Case, *, by_citizen: bool) -> list[Call]:
        """Remove a case's texts and its person; the copies in the staff chat go too."""
        office = await self._stores.offices.get(case.office_id)
        chat_id = office.chat_id or 0
        copies = await self._stores.erasing.copies(case.id)
        if case.state in OPEN:
            await self._close(case)
        await self._stores.erasing.case(case.id, self._now)
        await self._stores.cases.note(case.id, "deleted", self._now)
        said = self._copies_removed(copies)
        if by_citizen and chat_id:
            said.append(self._view.staff_told(case, office, "staff.erased"))
        if by_citizen or case.citizen_name:  # her name stands on the card
            said += await self._carrier.refresh_card(case.id)
        return said

    async def _close(self, case: Case) -> None:
        await self._stores.cases.close(case.id, "no_need", self._now)
        await self._stores.cases.note(case.id, "withdrawn", self._now)
        await self._stores.cases.note(
            case.id, "closed", self._now, data={"outcome": "no_need", "by_citizen": 1}
        )
        await self._clock.closed(case.id)
