"""What the desk does by the clock, in a storm and in its replay: each round by its name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from random import Random

from bot.desk.citizen.aftercare import Aftercare
from bot.desk.office.offices import Door, Offices
from bot.desk.staff.case_search import IndexRounds
from bot.desk.staff.days import MorningRounds
from bot.desk.staff.escalation import Escalation
from bot.desk.staff.waiting import WaitingRounds
from bot.ports.delivery import Clock, Stores
from handlers.doors import Doors
from storage.database import Database
from storage.records.consultation import StaffPerson
from tests.sim_driver import ADMIN

ROUNDS = ("late", "waits", "mornings", "index", "aftercare")


def round_of(
    name: str, doors: Doors, database: Database, clock: Clock, wake: Callable[[], None]
) -> Callable[[], Awaitable[object]]:
    """Return the round of that name over the database; `clock` is read once it runs."""
    known, view = doors.plan.knowledge, doors.words
    found: dict[str, Callable[[], Awaitable[object]]] = {
        "late": Escalation(database, known, doors.late_cases, (ADMIN,), clock, wake).run,
        "waits": WaitingRounds(database, known, view, clock).run,
        "mornings": MorningRounds(database, known, view, clock).run,
        "index": IndexRounds(database, clock).run,
        "aftercare": Aftercare(database, known, view, clock, wake).run,
    }
    return found[name]


async def bind(doors: Doors, opened: Stores, office: str, door: Door, now: int) -> None:
    """The group becomes the office's staff chat, by a code that a replay draws again."""
    choose = Random(f"{office} {door.chat_id} {now}").choice
    offices = Offices(opened, doors.plan.knowledge, doors.words, choose, now)
    code = await offices.issue_code(office, StaffPerson(door.by, door.name))
    said = await offices.bind(await offices.check_code(code, door), door)
    await opened.outbox.owe(said, now)
