"""Makes the monthly reports that were asked for: reads the log, computes in a thread, owes."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.job_rounds import JobRounds, Workshop
from bot.ports.delivery import Clock
from bot.rules.desk.case_report import Happened, Report, make_report, read_cases
from storage.database import Database
from storage.desk.reports import Reports
from storage.records.delivery import Call
from storage.records.reports import ReportJob
from storage.stores import Stores, stores


class ReportView(Protocol):
    """Words and tables of the monthly report; implemented by report_view.py."""

    def finished(self, job: ReportJob, report: Report) -> Sequence[Call]:
        """The page in kk and in ru, and the workbook. Costs seconds: call it in a thread."""

    def failed(self, job: ReportJob) -> Call:
        """That it could not be made."""


class ReportRounds:
    """The tick of reports; `zone` is where a month begins, `wake` tells the sender."""

    def __init__(
        self,
        database: Database,
        view: ReportView,
        zone: str,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._database, self._view, self._zone = database, view, ZoneInfo(zone)
        expected = (ValueError, KeyError, TypeError, ArithmeticError)
        workshop = Workshop("report", _waiting, self._make, view.failed, expected)
        self._rounds = JobRounds(database, workshop, clock, wake)

    async def run(self) -> int:
        """Make every report that waits; return how many."""
        return await self._rounds.run()

    async def _make(self, job: ReportJob) -> list[Call]:
        return await asyncio.to_thread(self._finished, job, await self._log(job))

    async def _log(self, job: ReportJob) -> list[Happened]:
        since, until = month_bounds(job.month, self._zone)
        async with self._database.reading() as transaction:
            rows = await stores(transaction).reports.log(since, until, job.asked_at)
        return [Happened(*row) for row in rows]

    def _finished(self, job: ReportJob, events: Sequence[Happened]) -> list[Call]:
        return list(self._view.finished(job, report_of(job, events)))


def _waiting(opened: Stores) -> Reports:
    return opened.reports


def report_of(job: ReportJob, events: Sequence[Happened]) -> Report:
    """The report of one office, or of all, made of events alone."""
    cases = read_cases(events)
    return make_report([one for one in cases if job.office_id in (None, one.office)])


def month_bounds(month: str, zone: ZoneInfo) -> tuple[int, int]:
    """The UTC seconds at which a month such as 2026-11 begins and the next one does. ValueError."""
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=zone)
    ahead = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return int(first.timestamp()), int(ahead.timestamp())
