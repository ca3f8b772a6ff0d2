"""Store of monthly reports: who waits for one, and the log of events that it is made of."""

import json
from typing import Any

from storage.database import Transaction
from storage.jobs import Jobs
from storage.records.reports import ReportJob


class Reports(Jobs[ReportJob]):
    """Statements on reports within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, "report_jobs", ReportJob)

    async def ask(
        self, chat_id: int, office_id: str | None, month: str, language: str, now: int
    ) -> bool:
        """Keep what was asked for; False: the same is being made for this chat already."""
        return await self.put(
            now, chat_id=chat_id, office_id=office_id, month=month, language=language
        )

    async def log(
        self, since: int, until: int, up_to: int
    ) -> list[tuple[int, int, str, dict[str, Any]]]:
        """Return (case, at, kind, data) of cases opened in [since, until), in their order.

        Events after the UTC second `up_to` are left out.
        """
        rows = await self._transaction.all(
            """
            SELECT event.case_id, event.at, event.kind, event.data FROM case_events AS event
            JOIN case_events AS opened ON opened.case_id = event.case_id
                AND opened.kind = 'opened' AND opened.at >= :since AND opened.at < :until
            WHERE event.at <= :up_to ORDER BY event.case_id, event.id
            """,
            since=since,
            until=until,
            up_to=up_to,
        )
        return [(row["case_id"], row["at"], row["kind"], json.loads(row["data"])) for row in rows]
