"""Takes orders for monthly reports; they are made by report_rounds."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.desk.office.report_rounds import month_bounds
from bot.desk.office.rights import Scope
from bot.errors import BotError
from storage.stores import Stores

SHOWN_MONTHS = 6


class BadMonth(BotError):  # noqa: N818 - named by what happened
    """Not a month such as 2026-11, or one that has not begun."""

    key = "report.bad_month"


class ReportDesk:
    """Orders within one transaction; `zone` is where a month begins."""

    def __init__(self, stores: Stores, zone: str, now: int) -> None:
        self._stores, self._zone, self._now = stores, ZoneInfo(zone), now

    def months(self) -> list[str]:
        """The months to choose from, the present one first."""
        here = datetime.fromtimestamp(self._now, UTC).astimezone(self._zone)
        ahead = here.year * 12 + here.month - 1
        return [
            f"{(ahead - back) // 12:04d}-{(ahead - back) % 12 + 1:02d}"
            for back in range(SHOWN_MONTHS)
        ]

    def begin(self, month: str) -> int:
        """The UTC second at which the month begins. Raises BadMonth."""
        try:
            begin, _ = month_bounds(month.strip(), self._zone)
        except ValueError as error:
            raise BadMonth from error
        if begin > self._now:
            raise BadMonth
        return begin

    async def ask(self, scope: Scope, chat_id: int, month: str, language: str) -> bool:
        """Order it; False: it is being made already. Raises BadMonth."""
        self.begin(month)
        await self._stores.audit.note(
            "reported", self._now, actor_id=scope.user_id, office_id=scope.office_id
        )
        reports = self._stores.reports
        return await reports.ask(chat_id, scope.office_id, month.strip(), language, self._now)
