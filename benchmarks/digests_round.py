"""Plays a round of digests over a filled database, people asking meanwhile; or the naive loop."""

import asyncio
import gc
import json
import resource
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from statistics import median

from aiogram.types import User

from benchmarks.digests_crowd import NOW, STORIES
from bot.delivery.inbox_worker import InboxWorker
from bot.links import DeepLinks
from bot.news.digest_composer import Composer, Occasion
from bot.news.digest_rounds import DigestRounds
from bot.news.digests import WINDOW_S
from bot.plan import Plan, read_plan
from handlers.doors import build_doors
from handlers.news.digest_view import DigestMessage
from storage.database import Database, Held, Transaction
from storage.records.delivery import Call, Incoming, Priority
from storage.stores import stores

ME = User(id=42, is_bot=True, first_name="Bridge", username="bridge_bot")
PERSON, ASK_EVERY_S = 900_000_001, 0.15


class Timed:
    """A Database that notes how long each transaction was held, from its begin to its commit."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.held: list[float] = []

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        return self._timed(self._database.transaction())

    def brief(self) -> AbstractAsyncContextManager[Transaction]:
        return self._timed(self._database.brief())

    @asynccontextmanager
    async def _timed(
        self, opening: AbstractAsyncContextManager[Transaction]
    ) -> AsyncIterator[Transaction]:
        started = 0.0
        async with opening as transaction:
            started = time.monotonic()
            yield transaction
        self.held.append(time.monotonic() - started)

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        return self._database.reading()

    def glance(self) -> AbstractAsyncContextManager[Transaction]:
        return self._database.glance()

    def alone(self, name: str) -> AbstractAsyncContextManager[Held | None]:
        return self._database.alone(name)

    async def close(self) -> None:
        await self._database.close()


def cpu() -> float:
    """Return the CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def plan() -> Plan:
    """Return what ships, without settings of this machine."""
    return read_plan({}, Path("none.env"))


async def played(database: Database) -> dict[str, float]:
    """Find who is due, then owe it all while one person after another asks; return what it took."""
    doors, timed = build_doors(plan(), lambda: NOW, "bridge_bot"), Timed(database)
    started = time.monotonic()
    async with database.reading() as transaction:
        groups = await stores(transaction).subscribers.due_groups(NOW, 1_000_000)
    find_ms = (time.monotonic() - started) * 1000
    del groups
    worker = InboxWorker(database, doors.dispatch(ME), lambda: NOW, lambda: None)
    rounds = DigestRounds(timed, doors.composer, doors.digest_view, lambda: NOW, lambda: None)
    gc.collect()
    await answered(database, worker, 0)  # what is built at the first question is no part of it
    quiet = cpu()
    for number in range(1, 21):
        await answered(database, worker, number)
    a_question = (cpu() - quiet) / 20
    before, started = cpu(), time.monotonic()
    asking = asyncio.create_task(asked(database, worker))
    people = await rounds.run()
    took, spent = time.monotonic() - started, cpu() - before
    asking.cancel()
    waits = await asking
    return {
        "find_ms": find_ms,
        "people": people,
        "took": took,
        "cpu": spent - len(waits) * a_question,
        "held_ms": max(timed.held) * 1000,
        "transactions": len(timed.held),
        "asked": len(waits),
        "wait_ms": max(waits) * 1000,
        "median_ms": median(waits) * 1000,
    }


async def asked(database: Database, worker: InboxWorker) -> list[float]:
    """Ask again and again until cancelled; return the seconds each answer took."""
    waits: list[float] = []
    try:
        for number in range(100, 100_000):
            waits.append(await answered(database, worker, number))
            await asyncio.sleep(ASK_EVERY_S)
    except asyncio.CancelledError:
        pass
    return waits


async def answered(database: Database, worker: InboxWorker, number: int) -> float:
    """One /settings, from before it is taken in until its answer is owed and committed."""
    started = time.monotonic()
    async with database.transaction() as transaction:
        await stores(transaction).inbox.take([Incoming(number, PERSON, _settings(number))], NOW)
    assert await worker.drain() >= 1
    return time.monotonic() - started


def _settings(number: int) -> str:
    person = {"id": PERSON, "is_bot": False, "first_name": "A", "language_code": "kk"}
    message = {
        "message_id": number + 1,
        "date": NOW,
        "chat": {"id": PERSON, "type": "private", "first_name": "A"},
        "from": person,
        "text": "/settings",
        "entities": [{"type": "bot_command", "offset": 0, "length": 9}],
    }
    return json.dumps({"update_id": number, "message": message})


async def naive(database: Database, sample: int) -> dict[str, float]:
    """What most bots do: read, compose and write for each person by herself. Rolled back."""
    told = plan()
    composer, view = (
        Composer(told.texts, told.news),
        DigestMessage(told.texts, DeepLinks("bridge_bot")),
    )
    before = cpu()
    try:
        async with database.transaction() as transaction:
            opened = stores(transaction)
            for chat_id in range(1, sample + 1):
                person = await opened.subscribers.get(chat_id)
                assert person
                found = await opened.stories.after(person.seen_through, NOW - WINDOW_S)
                occasion = Occasion(NOW, person.schedule.zone)
                page = composer.compose(found, person.preferences, occasion)
                assert page
                call = view.edition(page.html, 1, person.preferences.language, len(page.rest))
                body = {**call.body, "chat_id": chat_id}
                await opened.outbox.owe([Call("sendMessage", body, Priority.DIGEST)], NOW)
                await opened.subscribers.told(chat_id, STORIES, None)
            raise _RolledBack
    except _RolledBack:
        return {"people": sample, "cpu": cpu() - before}


class _RolledBack(Exception):  # noqa: N818 - nothing is wrong
    """The sample leaves no trace."""
