"""Hours in which Telegram hangs up after each call cost no message, and end in the end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery.chat_moves import ChatMoves
from bot.delivery.settling import Flight, Settling
from bot.delivery.troubles import OUTAGE, Troubles
from bot.rules.delivery.limits import Limits
from bot.rules.delivery.outcomes import UNKNOWN, Verdict
from bot.rules.delivery.pacing import Scheduler
from bot.rules.delivery.patience import MAX_TRIES
from storage.database import Database
from storage.opening import open_database
from storage.records.delivery import Answer, Call, Owed, Reached, Waiting
from storage.stores import stores
from tests.law.crash_child import NoThreads

NOW, AIGUL = 1_795_000_000, 1001
LOST = Answer(Reached.LOST, description="closed")
ROW = Waiting(id=1, chat_id=AIGUL, priority=1, method="sendMessage", due_at=0, attempts=1)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    yield opened
    await opened.close()


async def on_its_way(database: Database) -> Owed:
    """Words for a citizen, in flight."""
    async with database.transaction() as transaction:
        outbox = stores(transaction).outbox
        ids = await outbox.owe([Call("sendMessage", {"chat_id": AIGUL, "text": "answer"})], NOW)
        (owed,) = await outbox.mark_sending(ids, NOW)
        return owed


async def becomes(database: Database, tries: int, judged: Verdict) -> str:
    """The state of a row whose outcome is unknown after so many tries."""
    owed = replace(await on_its_way(database), attempts=tries)
    settling = Settling(database, {}, NoThreads(), ChatMoves(), lambda: NOW)
    await settling.settle(Flight(owed, owed.method, owed.body), judged, LOST)
    async with database.reading() as transaction:
        state: str = await transaction.value("SELECT state FROM outbox WHERE id = :id", id=owed.id)
        return state


def judged_after(troubles: Troubles, times: int) -> Verdict:
    return [troubles.weigh(ROW, UNKNOWN, LOST, 1_000.0 * turn) for turn in range(times)][-1]


def test_when_every_call_is_lost_it_is_the_fault_of_none() -> None:
    troubles = Troubles(Scheduler(Limits(), 0.0))
    assert not judged_after(troubles, OUTAGE - 1).everywhere
    assert judged_after(troubles, 1).everywhere
    troubles.over()
    assert not judged_after(troubles, 1).everywhere


async def test_an_outage_wears_no_message_out_before_long(database: Database) -> None:
    outage, tries = replace(UNKNOWN, everywhere=True), MAX_TRIES["unknown"] + 1
    assert await becomes(database, tries, UNKNOWN) == "unknown"
    assert await becomes(database, tries, outage) == "owed"
    assert await becomes(database, MAX_TRIES["outage"] + 1, outage) == "unknown"
