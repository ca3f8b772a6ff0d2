"""Rows are marked a little before they leave, and a mark that was not used is taken back."""

from __future__ import annotations

import asyncio

from bot.delivery.marks import STALE_S
from bot.rules.delivery.limits import Limits
from storage.records.delivery import Call, Priority
from tests.law.conftest import Start
from tests.sim_driver import AIGUL, IRINA, Sim, text_of

SLOW = Limits(per_second=30, bucket=1, chat_interval_s=0.0, margin_s=0.0)


def digest(chat_id: int, text: str) -> Call:
    return Call("sendMessage", {"chat_id": chat_id, "text": text}, Priority.DIGEST, "digest")


async def test_few_rows_are_marked_ahead_and_all_are_sent(sandbox: Sim, bot_on: Start) -> None:
    for person in (AIGUL, IRINA):
        await sandbox.send(person, "/start")
    async with bot_on(limits=SLOW) as bot:
        await bot.owe(*(digest((AIGUL, IRINA)[n % 2], str(n)) for n in range(40)))
        bot.start(polling=False)
        most = 0
        async with asyncio.timeout(10):
            while any(row["state"] != "sent" for row in await bot.rows()):
                calls = len(await sandbox.calls("sendMessage"))
                marked = sum(row["state"] != "owed" for row in await bot.rows())
                most = max(most, marked - calls)
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
        await bot.until(lambda row: row["state"] != "sending", STALE_S + 3)
        assert {row["attempts"] for row in await bot.rows() if row["state"] == "owed"} == {0}
        rows = await bot.settled(10)
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
