"""Rows are marked a little before they leave, and a mark that was not used is taken back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

from bot.delivery.chat_moves import ChatMoves
from bot.delivery.sender import Sender
from bot.delivery.sender_options import SenderOptions
from bot.rules.delivery.limits import Limits
from storage.database import Database, Row
from storage.opening import open_database
from storage.records.delivery import Answer, Call, Priority, Reached
from storage.stores import stores
from tests.law.conftest import Start
from tests.law.crash_child import NoThreads
from tests.law.running_bot import FAST
from tests.patience import Patience
from tests.sim_driver import AIGUL, IRINA, Sim, text_of

SLOW = Limits(per_second=30, bucket=1, chat_interval_s=0.0, margin_s=0.0)


OLD, NEW = -50, -1_000_050


def say(chat_id: int, text: str) -> Call:
    return Call("sendMessage", {"chat_id": chat_id, "text": text})


def digest(chat_id: int, text: str) -> Call:
    return Call("sendMessage", {"chat_id": chat_id, "text": text}, Priority.DIGEST, "digest")


async def test_few_rows_are_marked_ahead_and_all_are_sent(sandbox: Sim, bot_on: Start) -> None:
    for person in (AIGUL, IRINA):
        await sandbox.send(person, "/start")
    async with bot_on(limits=SLOW) as bot:
        await bot.owe(*(digest((AIGUL, IRINA)[n % 2], str(n)) for n in range(40)))
        bot.start(polling=False)
        most, marked, patience = 0, 0, Patience()
        while any(row["state"] != "sent" for row in await bot.rows()):
            marked = sum(row["state"] != "owed" for row in await bot.rows())
            # counted after the marks: what leaves in between had been marked
            most = max(most, marked - len(await sandbox.calls("sendMessage")))
            patience.look(marked)
            await asyncio.sleep(0.02)
        assert most <= 6
        shown = [text_of(one) for one in await sandbox.messages(AIGUL) if one["sim"]["by_bot"]]
        assert shown == [str(n) for n in range(0, 40, 2)]


async def test_a_mark_is_taken_back_when_the_sending_must_rest(sandbox: Sim, bot_on: Start) -> None:
    for person in (AIGUL, IRINA):
        await sandbox.send(person, "/start")
    async with bot_on(limits=SLOW) as bot:
        rules = [{"kind": "429", "chat_id": chat, "retry_after": 4} for chat in (AIGUL, IRINA)]
        await sandbox.post("faults", rules=rules)
        await bot.owe(*(digest(chat, str(chat)) for chat in (AIGUL, IRINA, 7001, 7002, 7003, 7004)))
        bot.start(polling=False)
        await bot.until(lambda row: row["chat_id"] > 7000 or row["error"] == "flood")
        await bot.until(lambda row: row["state"] != "sending")
        assert {row["attempts"] for row in await bot.rows() if row["state"] == "owed"} == {0}
        rows = await bot.settled()
        assert [row["state"] for row in rows[:2]] == ["sent", "sent"]


async def test_a_long_flood_of_a_name_change_holds_nobody_back(sandbox: Sim, bot_on: Start) -> None:
    await sandbox.send(AIGUL, "/start")
    async with bot_on() as bot:
        rules = [{"kind": "429", "method": "setMyName", "retry_after": 40_000, "times": 3}]
        await sandbox.post("faults", rules=rules)
        names = [
            Call("setMyName", {"name": "n", "language_code": code}, Priority.HOUSEKEEPING)
            for code in ("", "ru", "en")
        ]
        await bot.owe(*names)
        bot.start(polling=False)
        await bot.until(lambda row: row["error"] == "flood")
        await bot.owe(Call("sendMessage", {"chat_id": AIGUL, "text": "still here"}))
        await sandbox.wait_for(AIGUL, "still here")


async def test_only_mailings_are_paid_for_and_only_where_that_is_switched_on(
    sandbox: Sim, bot_on: Start
) -> None:
    await sandbox.send(AIGUL, "/start")
    said = [digest(AIGUL, "news"), Call("sendMessage", {"chat_id": AIGUL, "text": "answer"})]
    for paid in (True, False):
        async with bot_on(paid=paid) as bot:
            await bot.owe(*said)
            bot.start(polling=False)
            await bot.settled()
    calls = [one["params"] for one in await sandbox.calls("sendMessage")]
    paid_for = {(one["text"], bool(one.get("allow_paid_broadcast"))) for one in calls}
    assert paid_for == {("news", True), ("answer", False), ("news", False)}


class MovingGroup:
    """A group that fails once, then turns out to have moved; keeps what was said to it."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, str]] = []

    def begin(
        self, method: str, body: str, landed: Callable[[Answer], None], files: object = ()
    ) -> None:
        fields = json.loads(body)
        chat_id = fields.get("chat_id", 0)
        self.calls.append((chat_id, fields.get("text", "")))
        if len(self.calls) == 1:
            answer = Answer(Reached.ANSWERED, code=500, description="html 500")
        elif chat_id == OLD:
            moved = "Bad Request: group chat was upgraded to a supergroup chat"
            answer = Answer(Reached.ANSWERED, code=400, description=moved, migrate_to=NEW)
        else:
            answer = Answer(Reached.ANSWERED, ok=True, result={"message_id": len(self.calls)})
        asyncio.get_running_loop().call_soon(landed, answer)


class Stopped:
    """A sender whose clock stands still until the test moves it."""

    def __init__(self, database: Database, api: MovingGroup) -> None:
        self.database, self.now = database, 1000.0
        self.sender = Sender(
            database,
            api,
            effects={},
            threads=NoThreads(),
            moves=ChatMoves(),
            clock=lambda: int(self.now),
            steady=lambda: self.now,
            options=SenderOptions(limits=FAST),
        )

    def at(self, second: float) -> None:
        self.now = second
        self.sender.wake()

    async def owe(self, *calls: Call) -> None:
        async with self.database.transaction() as transaction:
            await stores(transaction).outbox.owe(calls, int(self.now))
        self.sender.wake()

    async def until(self, holds: Callable[[dict[str, Row]], bool]) -> None:
        """Wait until that is true of the rows by their texts; what is settled has none."""
        patience = Patience()
        while True:
            async with self.database.reading() as transaction:
                rows = await transaction.all("SELECT * FROM outbox")
            if holds({json.loads(row["body"]).get("text", ""): row for row in rows}):
                return
            patience.look([(row["state"], row["chat_id"], row["error"]) for row in rows])
            await asyncio.sleep(0.002)


async def test_what_was_marked_is_not_overtaken_when_its_group_moves(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path}/bot.db")
    group = MovingGroup()
    play = Stopped(database, group)
    sending = asyncio.create_task(play.sender.run())
    await play.owe(say(OLD, "1"), say(OLD, "2"))
    await play.until(lambda rows: rows["1"]["error"] is not None)
    await play.owe(Call("answerCallbackQuery", {"callback_query_id": "1"}))
    await play.until(lambda rows: rows[""]["state"] == "sent")  # it knows of the rest by then
    play.at(1000.985)  # a little before the end of that second the row is marked
    await play.until(lambda rows: rows["1"]["state"] == "sending")
    await play.owe(digest(OLD, "news"))
    await play.until(lambda rows: "2" not in rows or rows["2"]["chat_id"] == NEW)
    patience = Patience()
    while len([chat for chat, _ in group.calls if chat == NEW]) < 3:
        patience.look(len(group.calls))
        play.at(play.now + 1.1)
        await asyncio.sleep(0.01)
    await play.sender.stop()
    await sending
    await database.close()
    came = [text for chat, text in group.calls if chat == NEW and text != "news"]
    assert came == ["1", "2"]
