"""A month of cases as a log of events, from a seed; and the rows that the log belongs to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING, Any

from bot.rules.desk.case_report import Happened
from storage.records.case_clocks import ANSWER, SOLUTION
from tests.desk.at_work import plan

if TYPE_CHECKING:
    from storage.database import Database

NOVEMBER = 1_793_473_200  # 1 November 2026, 00:00 in Aqtobe
DAY = 24 * 3600
OFFICES = ("aqtobe_association", "aqtobe_centre")
OUTCOMES = ("solved", "advised", "forwarded", "no_need")


def month_of(cases: int, seed: int = 1) -> list[Happened]:
    """What happened to so many cases; common districts and categories are far commoner."""
    dice = Random(seed)
    return [event for number in range(1, cases + 1) for event in _case(number, dice)]


def _case(number: int, dice: Random) -> Iterator[Happened]:
    knowledge = plan().knowledge
    districts, categories = list(knowledge.districts), list(knowledge.categories)
    at = NOVEMBER + dice.randrange(28 * DAY)
    about = {
        "district": districts[int(len(districts) * dice.random() ** 2)],
        "category": categories[int(len(categories) * dice.random() ** 2)],
        "language": dice.choices(("kk", "ru", "en"), (60, 38, 2))[0],
        "office": dice.choice(OFFICES),
    }

    def event(what: str, after: int, /, **data: Any) -> Happened:
        return Happened(number, at + after, what, data)

    yield event("opened", 0, **about)
    yield event("taken", 600)
    if dice.random() < 0.06:
        yield event("transferred", 700, to=dice.choice(OFFICES), **{"from": about["office"]})
    spent = int(dice.expovariate(1 / 14_000))
    if spent > 28_800:
        yield event("step", 28_800, kind=ANSWER, percent=100, round=1)
    if dice.random() < 0.95:
        yield event("met", spent, kind=ANSWER, round=1, spent_s=spent, allowed_s=28_800)
    if dice.random() < 0.1:
        yield event("forwarded", spent + 60, body="inspection", at=at)
    if dice.random() < 0.85:
        solved = spent + int(dice.expovariate(1 / 40_000))
        yield event("met", solved, kind=SOLUTION, round=1, spent_s=solved, allowed_s=97_200)
        yield event("closed", solved, outcome=dice.choice(OUTCOMES))
        if dice.random() < 0.4:
            yield event("rated", solved + 60, good=int(dice.random() < 0.8))
        if dice.random() < 0.2:
            yield event("helped", solved + 14 * DAY, yes=int(dice.random() < 0.7))


async def keep(database: Database, log: list[Happened]) -> None:
    """Write the log, and cases of a hundred citizens that it belongs to."""
    async with database.transaction() as transaction:
        for office in OFFICES:
            await transaction.run("INSERT INTO offices (id) VALUES (:id)", id=office)
        await transaction.run_many(
            "INSERT INTO citizens (id, chat_id, since) VALUES (:id, :id, 0)",
            [{"id": citizen} for citizen in range(1, 101)],
        )
        opened = [event for event in log if event.kind == "opened"]
        await transaction.run_many(
            """
            INSERT INTO cases (id, citizen_id, office_id, district, category, language, sensitive,
                urgent, anonymous, consent_version, created_at, answer_due_at)
            VALUES (:id, :citizen, :office, :district, :category, :language, 0, 0, 1, 1, :at, :at)
            """,
            [
                {"id": one.case_id, "citizen": one.case_id % 100 + 1, "at": one.at, **one.data}
                for one in opened
            ],
        )
        await transaction.run_many(
            """
            INSERT INTO case_events (case_id, at, kind, data)
            VALUES (:case_id, :at, :kind, :data)
            """,
            [
                {
                    "case_id": one.case_id,
                    "at": one.at,
                    "kind": one.kind,
                    "data": json.dumps(dict(one.data)),
                }
                for one in log
            ],
        )
