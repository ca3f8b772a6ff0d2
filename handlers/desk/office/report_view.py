"""Lays out the monthly report: a page in kk and ru, and a workbook. Implements ReportView."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from aiogram.methods import SendDocument, SendMessage
from aiogram.types import BufferedInputFile

from bot.desk.office.report_book import write_book
from bot.desk.office.report_rounds import month_bounds
from bot.rules.desk.case_report import Counted, Report
from bot.rules.desk.desk_catalog import Knowledge
from bot.rules.desk.suppression import ALL
from bot.texts import Html, Texts, Voice
from handlers.calls import call
from handlers.desk.case_cards import area_name, category_name, office_name
from handlers.desk.office.report_tables import SECRET, tables
from storage.records.case_clocks import ANSWER, SOLUTION
from storage.records.delivery import Call, Priority
from storage.records.reports import ReportJob

KIND = "report"
PAGE_LANGUAGES = ("kk", "ru")
TOP = 3


class ReportPages:
    """The report's words; `zone` is where its month begins."""

    def __init__(self, texts: Texts, knowledge: Knowledge, zone: str) -> None:
        self._texts, self._knowledge, self._zone = texts, knowledge, zone

    def finished(self, job: ReportJob, report: Report) -> Sequence[Call]:
        """See ReportView."""
        said = [self._page(job, report, self._texts.voice(language)) for language in PAGE_LANGUAGES]
        if not report.cases.counts:
            return said
        voice = self._texts.voice(job.language)
        title = self._title(job, voice)
        book = write_book(tables(report, self._knowledge, voice, title), SECRET, job.asked_at)
        name = f"altyn-kopir-{job.month}.xlsx"
        document = BufferedInputFile(book, filename=name)
        method = SendDocument(chat_id=job.chat_id, document=document, caption=title)
        return [*said, call(method, priority=Priority.CASE, kind=KIND)]

    def failed(self, job: ReportJob) -> Call:
        """See ReportView."""
        text = self._texts.voice(job.language)("report.failed", month=job.month)
        method = SendMessage(chat_id=job.chat_id, text=text)
        return call(method, priority=Priority.CASE, kind=KIND)

    def _title(self, job: ReportJob, voice: Voice) -> Html:
        begin, _ = month_bounds(job.month, ZoneInfo(self._zone))
        office = voice("report.all_offices")
        if job.office_id is not None:
            office = Html(voice("step.office", office=self._office(job.office_id, voice)))
        return voice("report.title", month=voice.month(begin, self._zone), office=office)

    def _office(self, office_id: str, voice: Voice) -> str:
        return office_name(office_id, self._knowledge, voice)

    def _page(self, job: ReportJob, report: Report, voice: Voice) -> Call:
        lines = [self._title(job, voice), *self._lines(report, voice)]
        method = SendMessage(chat_id=job.chat_id, text="\n\n".join(lines))
        return call(method, priority=Priority.CASE, kind=KIND)

    def _lines(self, report: Report, voice: Voice) -> list[Html]:
        if not report.cases.counts:
            return [voice("report.none")]
        known = self._knowledge
        districts = [(area_name(one, known, voice), one) for one in report.values(0)]
        categories = [(category_name(one, known, voice), one) for one in report.values(1)]
        top_districts = [(name, report.cases.shown(one, ALL, ALL)) for name, one in districts]
        top_categories = [(name, report.cases.shown(ALL, one, ALL)) for name, one in categories]
        return [
            voice("report.total", count=number(report.total)),
            voice("report.categories", list=_list(top_categories)),
            voice("report.districts", list=_list(top_districts)),
            *_paces(report, voice),
            voice("report.late", count=number(report.late.shown("yes"))),
            _outcomes(report.outcomes, voice),
            voice(
                "report.ratings",
                good=number(report.ratings.shown("yes")),
                bad=number(report.ratings.shown("no")),
                helped=number(report.helped.shown("yes")),
                not_helped=number(report.helped.shown("no")),
            ),
            voice(
                "report.forwarded",
                count=number(report.forwarded.shown("yes")),
                moved=number(report.moved.shown("yes")),
            ),
            voice("report.secret"),
        ]


def number(count: int | None) -> str:
    """A count for people; a hidden one is a star."""
    return SECRET if count is None else str(count)


def _list(named: Sequence[tuple[str, int | None]]) -> str:
    return ", ".join(f"{name} – {number(count)}" for name, count in named[:TOP])


def _outcomes(counted: Counted, voice: Voice) -> Html:
    return voice(
        "report.outcomes",
        solved=number(counted.shown("solved")),
        advised=number(counted.shown("advised")),
        forwarded=number(counted.shown("forwarded")),
        no_need=number(counted.shown("no_need")),
        open=number(counted.shown("open")),
    )


def _paces(report: Report, voice: Voice) -> list[Html]:
    said = []
    for target, key in ((ANSWER, "report.answer"), (SOLUTION, "report.solution")):
        pace = report.paces.get((target, ALL))
        if pace is not None:
            share = SECRET if pace.share is None else f"{pace.share:.0%}"
            said.append(voice(key, hours=voice.decimal(pace.median_s / 3600), share=share))
    return said
