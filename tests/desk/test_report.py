"""The monthly report: made of events alone, in seconds, and nobody can be recognised in it."""

from __future__ import annotations

import io
import re
import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import openpyxl
import pytest
import pytest_asyncio

from bot.desk.office.report_rounds import ReportRounds, report_of
from bot.rules.desk.case_report import Happened
from bot.rules.desk.suppression import ALL
from handlers.desk.office.report_view import ReportPages
from storage.opening import open_database
from storage.records.case_clocks import ANSWER
from storage.records.reports import ReportJob
from storage.stores import stores
from tests.desk.at_work import MONDAY, plan
from tests.desk.month import DAY, NOVEMBER, OFFICES, keep, month_of
from tests.pace import within
from tests.sim_driver import ADMIN, AIGUL, BAKYT, GROUP, SVETLANA

if TYPE_CHECKING:
    from storage.database import Database
    from storage.records.delivery import Owed
    from tests.desk.at_work import Desk

ZONE = "Asia/Aqtobe"
AFTER = NOVEMBER + 60 * DAY
ABOUT = {"district": "alga", "category": "labour", "language": "kk", "office": OFFICES[0]}
JOB = ReportJob(1, ADMIN, None, "2026-11", "kk", AFTER)


def pages() -> ReportPages:
    return ReportPages(plan().texts, plan().knowledge, ZONE)


@pytest_asyncio.fixture
async def database() -> AsyncIterator[Database]:
    opened = await open_database("sqlite://")
    yield opened
    await opened.close()


async def ordered(database: Database, job: ReportJob = JOB) -> None:
    async with database.transaction() as transaction:
        asked = await stores(transaction).reports.ask(
            job.chat_id, job.office_id, job.month, job.language, job.asked_at
        )
    assert asked


async def made(database: Database) -> float:
    """Make what was ordered; how many seconds that took."""
    begun = time.perf_counter()
    rounds = ReportRounds(database, pages(), ZONE, lambda: AFTER, lambda: None)
    assert await rounds.run() == 1
    return time.perf_counter() - begun


async def owed(database: Database) -> list[Owed]:
    async with database.reading() as transaction:
        return await transaction.all("SELECT * FROM outbox ORDER BY id")  # type: ignore[return-value]


async def book(database: Database) -> openpyxl.Workbook:
    async with database.reading() as transaction:
        content = await transaction.value("SELECT content FROM outbox_files")
    return openpyxl.load_workbook(io.BytesIO(content))


def test_twenty_thousand_cases_are_reported_within_ten_seconds() -> None:
    log = month_of(20_000)
    begun = time.process_time()
    said = pages().finished(JOB, report_of(JOB, log))
    assert within(time.process_time() - begun, 10)
    assert "20000" in said[0].body["text"]


async def test_the_workbook_has_a_chart_beside_its_tables_and_stars_for_small_numbers(
    database: Database,
) -> None:
    await keep(database, month_of(1_500))
    await ordered(database)
    await made(database)
    sheets = await book(database)
    assert len(sheets.sheetnames) == 6
    assert sum(len(sheet._charts) for sheet in sheets) == 5
    rows = list(sheets.worksheets[0].iter_rows(min_row=4, values_only=True))
    assert [row[1] for row in rows if row[0] == "Барлығы"] == [1_500]
    assert any("*" in row for sheet in sheets for row in sheet.iter_rows(values_only=True))


async def test_the_page_is_said_in_kazakh_and_in_russian(database: Database) -> None:
    await keep(database, month_of(400))
    await ordered(database)
    await made(database)
    rows = [dict(row) for row in await owed(database)]  # type: ignore[call-overload]
    assert [row["method"] for row in rows] == ["sendMessage", "sendMessage", "sendDocument"]
    assert "Есеп: Қараша 2026" in rows[0]["body"]
    assert "Отчёт: ноябрь 2026" in rows[1]["body"]
    assert "<b>400</b>" in rows[1]["body"]


def test_the_same_events_make_the_same_report_whatever_their_order_of_arrival() -> None:
    log = month_of(2_000)
    arrived = sorted(log, key=lambda event: event.at)
    again = sorted(arrived, key=lambda event: event.case_id)
    assert report_of(JOB, log).cases == report_of(JOB, again).cases
    first, second = (pages().finished(JOB, report_of(JOB, log)) for _ in range(2))
    assert first == second


async def test_forgetting_people_changes_no_count(database: Database) -> None:
    await keep(database, month_of(300))
    await ordered(database)
    await made(database)
    before = [row["body"] for row in await owed(database)]  # type: ignore[index]
    async with database.transaction() as transaction:
        await transaction.run("UPDATE cases SET citizen_id = NULL")
        await transaction.run("DELETE FROM citizens")
        await transaction.run("DELETE FROM outbox")
    await ordered(database)
    await made(database)
    assert [row["body"] for row in await owed(database)] == before  # type: ignore[index]


def test_no_small_number_is_shown_anywhere() -> None:
    report = report_of(JOB, month_of(3_000, seed=5))
    for counted in (report.cases, report.outcomes, report.ratings, report.forwarded):
        assert all(key in counted.hidden for key, count in counted.counts.items() if 0 < count < 5)
    assert all(pace.cases >= 5 for pace in report.paces.values())
    assert report.total == 3_000


@pytest.mark.parametrize(
    ("late", "share"), [(0, 1.0), (1, None), (4, None), (5, 0.75), (16, None), (20, 0.0)]
)
def test_no_share_tells_a_small_number(late: int, share: float | None) -> None:
    log = []
    for one in range(20):
        times = {"kind": ANSWER, "round": 1, "spent_s": 20 if one < late else 10, "allowed_s": 15}
        log.append(Happened(one, NOVEMBER, "opened", ABOUT))
        log.append(Happened(one, NOVEMBER + 60, "met", times))
    assert report_of(JOB, log).paces[ANSWER, ALL].share == share


async def test_the_page_writes_hours_as_people_do(database: Database) -> None:
    await keep(database, month_of(400))
    await ordered(database)
    await made(database)
    page = dict((await owed(database))[1])["body"]  # type: ignore[call-overload]
    assert re.search(r"обычно \\?\d+(,\d)? ч рабочего времени", page), page


def test_an_office_sees_its_own_cases_only() -> None:
    log = month_of(1_000)
    parts = [
        report_of(ReportJob(1, GROUP, office, "2026-11", "kk", AFTER), log).total
        for office in ("aqtobe_association", "aqtobe_centre")
    ]
    assert None not in parts
    assert sum(part or 0 for part in parts) == 1_000


async def test_a_coordinator_orders_the_report_in_the_group(desk: Desk) -> None:
    case = await desk.ask()
    await desk.answer(case, "Еңбек инспекциясына барыңыз")
    await desk.sim.send(BAKYT, "/report", chat_id=GROUP)
    await desk.quiet()
    chooser = await desk.screen(GROUP)
    await desk.sim.press(BAKYT, chooser, "Қараша 2026")
    await desk.quiet()
    rounds = ReportRounds(desk.database, pages(), ZONE, lambda: MONDAY + DAY, desk.sender.wake)
    assert await rounds.run() == 1
    await desk.quiet()
    assert any("Есеп: Қараша 2026" in text for text in await desk.texts(GROUP))
    [sent] = await desk.sim.calls("sendDocument")
    assert sent["status"] == 200


@pytest.mark.parametrize(
    ("who", "chat", "answer"), [(AIGUL, AIGUL, "үйлестіруші"), (SVETLANA, GROUP, "үйлестіруші")]
)
async def test_nobody_else_orders_a_report(desk: Desk, who: int, chat: int, answer: str) -> None:
    await desk.sim.send(who, "/report 2026-11", chat_id=chat)
    await desk.quiet()
    assert not await desk.rows("SELECT * FROM report_jobs")
    assert answer in str(await desk.texts(who)) + str(await desk.texts(chat))


async def test_a_month_that_is_none_is_refused_with_an_example(desk: Desk) -> None:
    for month in ("ноябрь", "2026-13", "2027-01", "11.2026"):
        await desk.sim.send(ADMIN, f"/report {month}")
        await desk.quiet()
        assert "2026-11" in (await desk.texts(ADMIN))[-1]
    assert not await desk.rows("SELECT * FROM report_jobs")


def test_a_month_without_cases_says_so() -> None:
    said = pages().finished(JOB, report_of(JOB, []))
    assert [call.method for call in said] == ["sendMessage", "sendMessage"]
    assert report_of(JOB, []).cases.shown(ALL, ALL, ALL) == 0


def test_no_share_tells_a_small_number_of_another_category() -> None:
    """Half of the grants are late, one labour case is: all less the grants would tell it."""
    log = [
        *(event for case in range(1, 13) for event in met(case, "grants", late=case <= 6)),
        *(event for case in range(13, 23) for event in met(case, "labour", late=case == 13)),
    ]
    paces = report_of(JOB, log).paces
    assert paces[ANSWER, "labour"].share is None
    assert [paces[ANSWER, one].share for one in ("grants", ALL)].count(None) >= 1


def met(case: int, category: str, *, late: bool) -> list[Happened]:
    """A case of Alga, opened and answered, in time or late."""
    about = {"district": "alga", "category": category, "language": "kk", "office": "x"}
    spent = {"kind": ANSWER, "round": 1, "spent_s": 90 if late else 10, "allowed_s": 60}
    return [Happened(case, 1, "opened", about), Happened(case, 2, "met", spent)]
