"""The desk at work over a running sandbox: all doors, the test's clock, no pacing."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from aiogram.types import User

from bot.delivery.inbox_worker import InboxWorker
from bot.delivery.intake import Intake
from bot.delivery.sender import Sender
from bot.delivery.sender_options import SenderOptions
from bot.net.telegram import Telegram
from bot.plan import Plan
from bot.rules.delivery.limits import Limits
from bot.settings import read_settings
from handlers.desk.case_view import CaseWords
from handlers.dispatch import Dispatch
from handlers.doors import build_doors
from storage.database import Database, Row
from tests.patience import Patience
from tests.shipped import catalog, knowledge, opened_database, story_words, texts
from tests.sim_driver import ADMIN, AIGUL, BAKYT, GROUP, Json, Sim, text_of

FAST = Limits(per_second=500, bucket=200, chat_interval_s=0.0, margin_s=0.0, group_per_minute=500)
MONDAY = 1_795_406_400  # Monday 23 November 2026, 09:00 in Aqtobe
ME = User(id=42, is_bot=True, first_name="Алтын көпір", username="altyn_kopir_bot")


def plan() -> Plan:
    return plan_of((ADMIN,))


@cache
def plan_of(admins: tuple[int, ...]) -> Plan:
    settings = replace(read_settings({}, Path("none.env"), []), admin_ids=admins)
    return Plan(settings, (), catalog(), story_words(), knowledge(), texts())


@cache
def dispatch_of(admins: tuple[int, ...]) -> Dispatch:
    """Who hears updates: forty routers are put together once, they know nothing of a test."""

    def no_clock() -> int:
        raise AssertionError("updates bring their time along")

    return build_doors(plan_of(admins), no_clock, str(ME.username)).dispatch(ME)


@dataclass
class Desk:
    """The desk and the people around it. `after` of the waits is the last message seen."""

    sim: Sim
    database: Database
    sender: Sender
    worker: InboxWorker
    now: int = MONDAY
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)

    def words(self) -> CaseWords:
        """What the desk says, for services that a test calls itself."""
        return CaseWords(plan().texts, plan().knowledge, ())

    async def rows(self, sql: str, **params: Any) -> list[Row]:
        async with self.database.reading() as transaction:
            return await transaction.all(sql, **params)

    async def quiet(self) -> None:
        """Wait until every update is acted upon and nothing is due or in flight."""
        patience, busy = Patience(), True
        while busy:
            await asyncio.sleep(0.01)
            before = self.sim.world.updates.pending()
            [row] = await self.rows(
                """
                SELECT (SELECT count(*) FROM inbox WHERE state = 'new') AS new,
                    (SELECT count(*) FROM outbox WHERE state = 'sending' OR state = 'owed'
                        AND (due_at <= :now OR attempts > 0)) AS owed
                """,
                now=self.now,
            )
            # what was sent in between may have brought an update
            busy = bool(before or row["new"] or row["owed"] or self.sim.world.updates.pending())
            patience.look((before, dict(row), self.sim.world.transcript.seq))
        broken = await self.rows("SELECT error FROM inbox WHERE error IS NOT NULL")
        assert not broken, [row["error"] for row in broken]

    async def starts(self, who: int) -> None:
        """Somebody opens the bot."""
        await self.sim.send(who, "/start")
        await self.quiet()

    async def later(self, seconds: int) -> None:
        """Let time pass and what fell due be said."""
        await self.heard()
        self.now += seconds
        self.sender.wake()
        await self.quiet()

    async def heard(self) -> None:
        """Wait until every update is acted upon."""
        patience = Patience()
        while True:
            # in this order: what is pending no more stands in the inbox
            pending = self.sim.world.updates.pending()
            [row] = await self.rows("SELECT count(*) AS new FROM inbox WHERE state = 'new'")
            if not (pending or row["new"]):
                return
            patience.look((pending, row["new"]))
            await asyncio.sleep(0.02)

    async def bind(self, office: str = "aqtobe_association", group: int = GROUP) -> None:
        """The administrator takes a code, the coordinator enters it in the group."""
        await self.sim.send(BAKYT, f"/bind {await self.code(office)}", chat_id=group)
        await self.quiet()

    async def code(self, office: str = "aqtobe_association") -> str:
        await self.sim.send(ADMIN, "/binding")
        await self.quiet()
        name = plan().knowledge.offices[office].names.kk
        chooser = (await self.said(ADMIN))[-1]
        await self.sim.press(ADMIN, chooser, name)
        await self.quiet()
        found = re.search(r"/bind (\w+)", text_of((await self.said(ADMIN))[-1]))
        assert found
        return found.group(1)

    async def said(self, chat_id: int, thread_id: int | None = None) -> list[Json]:
        """What the bot said there, oldest first; the line that opens a thread is nobody's."""
        query = {} if thread_id is None else {"thread_id": thread_id}
        shown = await self.sim.messages(chat_id, **query)
        mine = [message for message in shown if message["sim"]["by_bot"]]
        return [message for message in mine if "forum_topic_created" not in message]

    async def screen(self, who: int) -> Json:
        """Her latest message with buttons."""
        return [one for one in await self.said(who) if one.get("reply_markup")][-1]

    async def tap(self, who: int, *labels: str) -> None:
        for label in labels:
            await self.sim.press(who, await self.screen(who), label)
            await self.quiet()

    async def ask(
        self, who: int = AIGUL, text: str = "Жалақымды төлемей жүр", about: str = "Еңбек"
    ) -> int:
        """A question from /ask to the receipt; its number."""
        send, district = ("Жіберу", "Алға")
        if who != AIGUL:
            send, district = ("Отправить", "Алгинский")
        await self.sim.send(who, "/ask")
        await self.quiet()
        if any(district in str(row) for row in (await self.screen(who))["reply_markup"].values()):
            await self.tap(who, district)
        await self.tap(who, about)
        await self.sim.send(who, text)
        await self.quiet()
        await self.tap(who, send)
        return int((await self.cases())[-1]["id"])

    async def cases(self) -> list[Row]:
        return await self.rows("SELECT * FROM cases ORDER BY id")

    async def thread(self, case_id: int) -> int:
        [case] = await self.rows("SELECT thread_id FROM cases WHERE id = :id", id=case_id)
        return int(case["thread_id"])

    async def staff_sees(self, case_id: int) -> list[Json]:
        """The bot's messages in the case's thread: the card first."""
        return await self.said(GROUP, await self.thread(case_id))

    async def answer(self, case_id: int, text: str, to: int = 0, who: int = BAKYT) -> Json:
        """Staff replies in the thread; `to` counts the bot's messages there."""
        target = (await self.staff_sees(case_id))[to]
        sent = await self.sim.send(
            who,
            text,
            chat_id=GROUP,
            thread_id=await self.thread(case_id),
            reply_to=target["message_id"],
        )
        await self.quiet()
        return sent

    async def texts(self, chat_id: int, thread_id: int | None = None) -> list[str]:
        return [text_of(one) for one in await self.said(chat_id, thread_id)]

    async def reactions(self, chat_id: int, message: Json) -> Sequence[str]:
        shown = await self.sim.messages(chat_id)
        [found] = [one for one in shown if one["message_id"] == message["message_id"]]
        return list(found["sim"]["reactions"])


@contextlib.asynccontextmanager
async def desk_at_work(
    sim: Sim, folder: Path, admins: tuple[int, ...] = (ADMIN,)
) -> AsyncIterator[Desk]:
    """The desk over a database in that folder."""
    database = await opened_database(folder / "desk.db")
    async with desk_over(database, sim, admins) as desk:
        yield desk


@contextlib.asynccontextmanager
async def desk_over(
    database: Database, sim: Sim, admins: tuple[int, ...] = (ADMIN,)
) -> AsyncIterator[Desk]:
    """Build the parts as main.py does and run them until the end of the test, then close it."""
    async with Telegram(sim.token, sim.url) as api:
        desk: Desk
        doors = build_doors(plan_of(admins), lambda: desk.now, str(ME.username))
        sender = Sender(
            database,
            api,
            effects=doors.effects(),
            threads=doors.threads,
            moves=doors.moves,
            clock=lambda: desk.now,
            steady=time.monotonic,
            options=SenderOptions(limits=FAST, rescan_s=0.5),
        )
        worker = InboxWorker(database, dispatch_of(admins), lambda: desk.now, sender.wake)
        intake = Intake(database, api, lambda: desk.now, worker.wake)
        desk = Desk(sim, database, sender, worker)
        tasks = [asyncio.create_task(loop) for loop in (worker.run(), sender.run(), intake.poll())]
        try:
            yield desk
        finally:
            worker.stop()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await database.close()
