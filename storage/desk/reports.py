"""Store of monthly reports: who waits for one, and the log of events that it is made of."""

import json
from typing import Any

from storage.database import Transaction
from storage.records.reports import ReportJob


class Reports:
    """Statements on reports within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def ask(
        self, chat_id: int, office_id: str | None, month: str, language: str, now: int
    ) -> bool:
        """Keep what was asked for; False: the same is being made for this chat already."""
        params: dict[str, Any] = {"chat_id": chat_id, "office_id": office_id, "month": month}
        waiting = await self._transaction.value(
            """
            SELECT count(*) FROM report_jobs WHERE done_at IS NULL AND chat_id = :chat_id
                AND month = :month AND coalesce(office_id, '') = coalesce(:office_id, '')
            """,
            **params,
        )
        if waiting:
            return False
        await self._transaction.run(
            """
            INSERT INTO report_jobs (chat_id, office_id, month, language, asked_at)
            VALUES (:chat_id, :office_id, :month, :language, :now)
            """,
            language=language,
            now=now,
            **params,
        )
        return True

    async def next(self) -> ReportJob | None:
        """Return the report that waits longest."""
        rows = await self._transaction.claim(
            """
            SELECT id, chat_id, office_id, month, language, asked_at FROM report_jobs
            WHERE done_at IS NULL ORDER BY id LIMIT 1
            """
        )
        return ReportJob(**rows[0]) if rows else None

    async def done(self, job_id: int, now: int, error: str | None = None) -> bool:
        """Settle it; False when it was settled already."""
        changed = await self._transaction.run(
            """
            UPDATE report_jobs SET done_at = :now, error = :error
            WHERE id = :job_id AND done_at IS NULL
            """,
            job_id=job_id,
            now=now,
            error=error,
        )
        return changed > 0

    async def forget_done(self, before: int) -> int:
        """Remove what was settled before then; return how many."""
        return await self._transaction.run(
            "DELETE FROM report_jobs WHERE done_at < :before", before=before
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
