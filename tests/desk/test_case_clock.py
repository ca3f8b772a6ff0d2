"""The clock of a case: what is due, how a rest moves it, and what begins it anew."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from bot.desk.case_clock import CaseClock
from storage.opening import open_database
from storage.records.case_clocks import ANSWER, SOLUTION, Clock
from storage.records.consultation import Case, NewCase
from storage.stores import Stores, stores
from tests.desk.at_work import plan

if TYPE_CHECKING:
    from storage.database import Database

AQTOBE = ZoneInfo("Asia/Aqtobe")
OFFICE, OTHER, CITIZEN = "aqtobe_association", "aqtobe_centre", 1001


def at(text: str) -> int:
    return int(datetime.strptime(text, "%d.%m.%Y %H:%M").replace(tzinfo=AQTOBE).timestamp())


def local(moment: int | None) -> str:
    assert moment is not None
    return datetime.fromtimestamp(moment, AQTOBE).strftime("%d.%m.%Y %H:%M")


@pytest_asyncio.fixture
async def opened() -> AsyncIterator[Stores]:
    database: Database = await open_database("sqlite://")
    async with database.transaction() as transaction:
        yield stores(transaction)
    await database.close()


async def case_at(opened: Stores, now: int, category: str = "labour") -> Case:
    """A case opened at that moment, its clocks running."""
    await opened.chats.meet(CITIZEN, "private", "kk", now)
    for office in (OFFICE, OTHER):
        await opened.offices.ensure(office)
    new = NewCase(CITIZEN, OFFICE, "alga", category, "kk", False, False, True, 1, 0, None)
    case = await opened.cases.open(new, now)
    await clock(opened, now).start(case)
    return case


def clock(opened: Stores, now: int) -> CaseClock:
    return CaseClock(opened, plan().knowledge, now)


async def one(opened: Stores, case: Case, kind: str) -> Clock:
    [found] = [it for it in await opened.case_clocks.of(case.id) if it.kind == kind]
    return found


@pytest.mark.parametrize(
    ("category", "answer", "solution"),
    [
        ("labour", "10.03.2026 16:00", "12.03.2026 17:00"),
        ("social_benefits", "10.03.2026 12:00", "12.03.2026 17:00"),
        ("domestic_violence", "06.03.2026 17:15", "12.03.2026 17:00"),
    ],
)
async def test_a_case_has_an_answer_due_by_its_pace_and_three_working_days_to_a_solution(
    opened: Stores, category: str, answer: str, solution: str
) -> None:
    case = await case_at(opened, at("06.03.2026 17:00"), category)
    assert local((await one(opened, case, ANSWER)).due_at) == answer
    assert local((await one(opened, case, SOLUTION)).due_at) == solution
    kept = await opened.cases.get(case.id)
    assert kept is not None
    assert local(kept.answer_due_at) == answer


async def test_a_rest_moves_what_is_due_by_the_working_time_it_lasted(opened: Stores) -> None:
    case = await case_at(opened, at("23.11.2026 09:00"))
    await clock(opened, at("23.11.2026 12:00")).pause(case.id)
    assert await opened.case_clocks.due(at("30.12.2026 12:00"), 10) == []
    # from Monday 12:00 to Wednesday 10:00 the office worked 6 + 9 + 1 hours
    await clock(opened, at("25.11.2026 10:00")).resume(case.id)
    assert local((await one(opened, case, ANSWER)).due_at) == "25.11.2026 15:00"
    assert local((await one(opened, case, SOLUTION)).due_at) == "27.11.2026 16:00"


async def test_resting_twice_or_going_on_twice_counts_once(opened: Stores) -> None:
    case = await case_at(opened, at("23.11.2026 09:00"))
    for hour in (10, 11):
        await clock(opened, at(f"23.11.2026 {hour}:00")).pause(case.id)
    for hour in (12, 13):
        await clock(opened, at(f"23.11.2026 {hour}:00")).resume(case.id)
    answer = await one(opened, case, ANSWER)
    assert (answer.spent_s, local(answer.due_at)) == (3600, "24.11.2026 10:00")


async def test_another_office_counts_from_the_transfer_on(opened: Stores) -> None:
    case = await case_at(opened, at("23.11.2026 09:00"))
    due_at = await clock(opened, at("24.11.2026 17:00")).restart(case.id, OTHER)
    assert local(due_at) == "25.11.2026 16:00"
    answer = await one(opened, case, ANSWER)
    assert (answer.round, answer.said, answer.due_at) == (2, 0, due_at)


async def test_an_answer_ends_one_clock_and_closing_the_other(opened: Stores) -> None:
    case = await case_at(opened, at("23.11.2026 09:00"))
    await clock(opened, at("23.11.2026 10:00")).answered(case.id)
    assert (await one(opened, case, ANSWER)).met_at == at("23.11.2026 10:00")
    assert (await one(opened, case, SOLUTION)).running_since is not None
    await clock(opened, at("23.11.2026 11:00")).closed(case.id)
    assert (await one(opened, case, SOLUTION)).met_at == at("23.11.2026 11:00")
    assert await opened.case_clocks.due(at("30.12.2026 12:00"), 10) == []


async def test_a_question_after_the_answer_makes_another_answer_due(opened: Stores) -> None:
    case = await case_at(opened, at("23.11.2026 09:00"))
    await clock(opened, at("23.11.2026 10:00")).answered(case.id)
    await clock(opened, at("24.11.2026 10:00")).asked(case)
    answer = await one(opened, case, ANSWER)
    assert (answer.round, local(answer.due_at)) == (2, "24.11.2026 18:00")
    await clock(opened, at("24.11.2026 12:00")).asked(case)
    assert (await one(opened, case, ANSWER)).round == 2  # one that is awaited already stays


async def test_a_case_that_becomes_urgent_is_due_in_minutes(opened: Stores) -> None:
    case = await case_at(opened, at("23.11.2026 09:00"))
    await opened.cases.set_urgent(case.id, True)
    await clock(opened, at("23.11.2026 11:00")).hurry(case.id)
    assert local((await one(opened, case, ANSWER)).due_at) == "23.11.2026 11:15"
