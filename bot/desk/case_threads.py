"""Knows in which thread each case stands, and how one is made; implements ThreadDirectory."""

from bot.desk.case_carrier import Carrier
from bot.ports.consultation import CaseView
from bot.ports.delivery import Clock, ThreadPlan
from storage.records.consultation import Case, Office
from storage.stores import Stores

# Two of the six colours that createForumTopic allows.
BLUE, RED = 0x6FB9F0, 0xFB6F5F


class CaseThreads:
    """Threads are made at send time; one that was deleted is made and filled again."""

    def __init__(self, view: CaseView, clock: Clock) -> None:
        self._view, self._clock = view, clock

    async def thread_of(self, stores: Stores, case_id: int) -> ThreadPlan:
        """Return the case's thread (0: a plain group), or how to make it. Only reads."""
        case, office = await _both(stores, case_id)
        stands = case.thread_id is not None and case.thread_chat_id == office.chat_id
        if stands and case.thread_id:
            return ThreadPlan(case.thread_id)
        if stands or office.layout == "plain" or office.chat_id is None:
            card = await stores.case_posts.card(case.id, office.chat_id or 0)
            return ThreadPlan(0, card=card.message_id if card else None)
        body = {
            "chat_id": office.chat_id,
            "name": self._view.title(case, office),
            "icon_color": RED if case.urgent else BLUE,
        }
        return ThreadPlan(None, create=body)

    async def record(self, stores: Stores, case_id: int, chat_id: int, thread_id: int) -> None:
        """Keep the thread. A case that had a card in this chat is shown again, whole.

        0 in a forum means that threads were switched off there. A case that was given away, or
        whose office lost the chat while the thread was made, does not stand there.
        """
        case, office = await _both(stores, case_id)
        if office.chat_id != chat_id:
            return
        if thread_id == 0 and office.layout == "forum":
            await stores.offices.set_layout(office.id, "plain")
        await stores.cases.set_thread(case_id, chat_id, thread_id)
        if await stores.case_posts.card(case_id, chat_id) is not None:
            now = self._clock()
            await stores.cases.note(case_id, "thread_remade", now)
            carrier = Carrier(stores, self._view, now)
            await stores.outbox.owe(await carrier.show_again(case, office), now)

    async def forget(self, stores: Stores, case_id: int) -> None:
        """The thread is gone; the next call for the case makes another."""
        await stores.cases.set_thread(case_id, None, None)


async def _both(stores: Stores, case_id: int) -> tuple[Case, Office]:
    case = await stores.cases.get(case_id)
    if case is None:
        raise LookupError(f"no case {case_id}")
    return case, await stores.offices.get(case.office_id)
