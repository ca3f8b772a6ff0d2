"""Looks after closed cases: asks once if it helped, removes texts when their term is over."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.desk.citizen.privacy import Privacy
from bot.ports.consultation import CaseView
from bot.ports.delivery import Clock
from bot.rules.desk.case_states import REOPEN_WITHIN_S
from bot.rules.desk.desk_catalog import Knowledge
from storage.database import Database
from storage.stores import Stores, stores

AT_ONCE = 100
# Whoever was not asked within two weeks after the day is not asked any more.
ASKED_LATE_S = 14 * 86_400
MONTH_S = 30 * 86_400  # never longer than promised
DRAFT_KEPT_S = MONTH_S  # nobody has consented to keep what was never sent
POLITE = range(10, 20)  # hours of the day in which a question may ring a phone


class Aftercare:
    """One round asks the database; `owed` is called when something is to be said."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        view: CaseView,
        now: Clock,
        owed: Callable[[], None],
    ) -> None:
        self._database, self._knowledge, self._view = database, knowledge, view
        self._now, self._owed = now, owed

    async def run(self) -> None:
        """Ask whom it is time to ask, and erase what is due."""
        await self._ask()
        await self._expire()
        self._owed()

    async def _ask(self) -> None:
        now = self._now()
        if not self._polite(now):
            return
        async with self._database.transaction() as transaction:
            opened = stores(transaction)
            until = now - REOPEN_WITHIN_S
            due = await opened.case_log.to_be_asked(until - ASKED_LATE_S, until, AT_ONCE)
            for case_id in due:
                case = await opened.cases.get(case_id)
                await opened.case_log.asked(case_id, now)
                if case is not None:
                    await opened.outbox.owe([self._view.asked_if_helped(case)], now)

    async def _expire(self) -> None:
        now, after = self._now(), 0
        while True:
            async with self._database.transaction() as transaction:
                opened = stores(transaction)
                found = await opened.case_log.finished(now - MONTH_S, after, AT_ONCE)
                for one in found:
                    months = self._knowledge.kept_months(one.category, sensitive=one.sensitive)
                    if one.closed_at + months * MONTH_S <= now:
                        await self._erase(opened, one.id, now)
                await opened.citizens.forget_idle()
                await opened.drafts.forget_left(now - DRAFT_KEPT_S)
            if len(found) < AT_ONCE:
                return
            after = found[-1].id

    async def _erase(self, opened: Stores, case_id: int, now: int) -> None:
        privacy = Privacy(opened, self._knowledge, self._view, now)
        await opened.outbox.owe(await privacy.expire(case_id), now)

    def _polite(self, now: int) -> bool:
        zone = self._knowledge.offices[self._knowledge.fallback].calendar.zone
        return datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(zone)).hour in POLITE
