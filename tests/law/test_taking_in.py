"""Updates are committed before Telegram is told that they arrived, by polling and by webhook."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.delivery.intake import ALLOWED_UPDATES, Intake, lane_of
from bot.net.telegram import Telegram
from bot.net.webhook import SECRET_HEADER, build_webhook
from storage.delivery.inbox import Inbox
from storage.opening import open_database
from storage.records.delivery import Answer, Incoming, Reached
from tests.law.conftest import Start
from tests.sim_driver import AIGUL, Sim


async def test_an_update_delivered_twice_is_acted_upon_once(sandbox: Sim, bot_on: Start) -> None:
    async with bot_on() as bot:
        bot.start()
        await sandbox.send(AIGUL, "бір")
        first = (await bot.acted())[0]["update_id"]
        await sandbox.post("redeliver", update_id=first)
        await sandbox.send(AIGUL, "екі")
        await bot.taken_in(2)
        inbox = await bot.acted()
        assert [row["state"] for row in inbox] == ["done", "done"]


async def test_a_bot_killed_before_its_commit_is_given_the_update_again(
    sandbox: Sim, tmp_path: Path
) -> None:
    await sandbox.send(AIGUL, "сақталмаған")
    async with Telegram(sandbox.token, sandbox.url) as api:
        lost = await api.updates(None, ALLOWED_UPDATES, wait_s=1)
        again = await api.updates(None, ALLOWED_UPDATES, wait_s=1)
        assert lost.result == again.result
        assert "message" in lost.result[0]
        gone = await api.updates(lost.result[0]["update_id"] + 1, ALLOWED_UPDATES, wait_s=0)
        assert gone.result == []


class Script:
    """Answers in turn; afterwards waits for ever. Keeps the offsets asked for."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.offsets = list(answers), list[int | None]()
        self.called: list[str] = []
        self.exhausted = asyncio.Event()

    async def updates(self, offset: int | None, allowed: Sequence[str], wait_s: int = 25) -> Answer:
        self.offsets.append(offset)
        if self.answers:
            return self.answers.pop(0)
        self.exhausted.set()
        await asyncio.Event().wait()
        raise AssertionError

    async def call(self, method: str, body: str) -> Answer:
        self.called.append(method)
        return Answer(Reached.ANSWERED, ok=True)


async def polled(tmp_path: Path, script: Script, now: int = 1000) -> list[int]:
    database = await open_database(f"sqlite:///{tmp_path}/in.db")
    intake = Intake(database, script, lambda: now, lambda: None, sleep=no_sleep)
    task = asyncio.create_task(intake.poll())
    await script.exhausted.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with database.reading() as transaction:
        rows = await transaction.all("SELECT update_id FROM inbox ORDER BY update_id")
    await database.close()
    return [row["update_id"] for row in rows]


async def no_sleep(seconds: float) -> None:
    await asyncio.sleep(0)


def good(*updates: dict[str, Any]) -> Answer:
    return Answer(Reached.ANSWERED, ok=True, code=200, result=list(updates))


async def test_the_next_offset_is_asked_for_only_after_the_commit(tmp_path: Path) -> None:
    update = {"update_id": 41, "message": {"chat": {"id": 7}}}
    script = Script(good(update), good(), Answer(Reached.LOST))
    assert await polled(tmp_path, script) == [41]
    assert script.offsets == [None, 42, 42, 42]


async def test_after_a_silent_week_no_offset_is_asked_for(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path}/in.db")
    async with database.transaction() as transaction:
        await Inbox(transaction).take([Incoming(900, 7, "{}")], 1000)
    await database.close()
    script = Script(good({"update_id": 3, "message": {"chat": {"id": 7}}}))
    await polled(tmp_path, script, now=1000 + 7 * 86400)
    assert script.offsets == [None, 4]


async def test_a_conflict_is_told_in_one_sentence_and_waited_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    conflict = Answer(Reached.ANSWERED, code=409, description="Conflict: terminated by other")
    with caplog.at_level(logging.WARNING):
        await polled(tmp_path, Script(conflict, conflict, conflict))
    told = [record.message for record in caplog.records if "Another copy" in record.message]
    assert len(told) == 1


async def test_a_webhook_left_over_is_removed(tmp_path: Path) -> None:
    hook = "Conflict: can't use getUpdates method while webhook is active"
    script = Script(Answer(Reached.ANSWERED, code=409, description=hook))
    await polled(tmp_path, script)
    assert script.called == ["deleteWebhook"]


async def test_a_webhook_says_yes_only_to_telegram_and_after_the_commit(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path}/in.db")
    intake = Intake(database, Script(), lambda: 1, lambda: None)
    runner = web.AppRunner(build_webhook("/hook", "s3cret", intake.take), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    update = json.dumps({"update_id": 9, "message": {"chat": {"id": 7}}})
    statuses = []
    async with aiohttp.ClientSession() as http:
        for secret, body in (("no", update), ("s3cret", "{"), ("s3cret", update)):
            async with http.post(url, data=body, headers={SECRET_HEADER: secret}) as answer:
                statuses.append(answer.status)
    async with database.reading() as transaction:
        rows = await transaction.all("SELECT update_id, lane FROM inbox")
    assert [(row["update_id"], row["lane"]) for row in rows] == [(9, 7)]
    assert statuses == [403, 400, 200]
    await runner.cleanup()
    await database.close()


async def test_the_sandbox_delivers_by_webhook_too(sandbox: Sim, bot_on: Start) -> None:
    async with bot_on() as bot:
        runner = web.AppRunner(build_webhook("/hook", "s3cret", bot.intake.take), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        url = f"http://127.0.0.1:{port}/hook"
        answer = await sandbox.api("setWebhook", url=url, secret_token="s3cret")
        if not answer["ok"]:
            await runner.cleanup()
            pytest.skip(f"the sandbox refuses a webhook on loopback: {answer['description']}")
        bot.start(polling=False)
        await sandbox.send(AIGUL, "хабар")
        inbox = await bot.acted()
        assert [row["lane"] for row in inbox] == [AIGUL]
        await runner.cleanup()


def test_an_update_stands_in_the_lane_of_its_chat() -> None:
    chat = {"chat": {"id": -7}, "from": {"id": 3}}
    assert lane_of({"update_id": 1, "message": chat}) == -7
    assert lane_of({"update_id": 1, "callback_query": {"from": {"id": 3}, "message": chat}}) == -7
    assert lane_of({"update_id": 1, "callback_query": {"from": {"id": 3}}}) == 3
    assert lane_of({"update_id": 1, "my_chat_member": chat}) == -7
    assert lane_of({"update_id": 1, "message_reaction": chat}) == -7
    assert lane_of({"update_id": 1, "poll": {"id": "x"}}) == 0
    assert lane_of({"update_id": 1}) == 0
