"""Whatever Telegram may say to one call, that call is settled and every other one arrives."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.rules.delivery.outcomes import known
from storage.records.delivery import Call, Priority
from tests.law.running_bot import running_bot

TABLE = Path(__file__).parents[3] / "shared/data/bot_api_errors.json"
WELL = 500_000


@dataclass
class Refusing:
    """Says each error of the table once, to the chat of its number; all else is well."""

    errors: Sequence[dict[str, Any]]
    delivered: list[tuple[int, str]] = field(default_factory=list)
    said: set[int] = field(default_factory=set)

    async def answer(self, request: web.Request) -> web.Response:
        body = json.loads(await request.read())
        number = abs(body["chat_id"]) - 1
        if number < len(self.errors) and number not in self.said:
            self.said.add(number)
            return self._refusal(self.errors[number])
        self.delivered.append((body["chat_id"], body["text"]))
        return web.json_response({"ok": True, "result": {"message_id": len(self.delivered)}})

    @staticmethod
    def _refusal(error: dict[str, Any]) -> web.Response:
        if "html" in error["description"]:
            page = "<html>Bad Gateway</html>"
            return web.Response(status=error["code"], text=page, content_type="text/html")
        told = {"ok": False, "error_code": error["code"], "description": error["description"]}
        if error["code"] == 429:
            told["parameters"] = {"retry_after": 1}
        elif "upgraded" in error["description"]:
            told["parameters"] = {"migrate_to_chat_id": -100_100}
        return web.json_response(told, status=error["code"])


@contextlib.asynccontextmanager
async def refusing(errors: Sequence[dict[str, Any]]) -> AsyncIterator[tuple[str, Refusing]]:
    server, app = Refusing(errors), web.Application()
    app.router.add_post("/bot{token}/{method}", server.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", server
    finally:
        await runner.cleanup()


def calls(errors: int) -> list[Call]:
    """Return for each error a refused call and the next of its chat, and well ones between."""
    owed = []
    for number in range(errors):
        for chat in (-1 - number, WELL + number):
            for part in ("first", "second"):
                body = {"chat_id": chat, "text": f"<b>{part}</b>", "parse_mode": "HTML"}
                body |= {"message_thread_id": 4, "reply_parameters": {"message_id": 3}}
                body |= {"reply_markup": {"inline_keyboard": []}}
                owed.append(Call("sendMessage", body, Priority.CASE, "case"))
    return owed


@pytest.mark.skipif(not TABLE.exists(), reason="the table of known errors is not beside the repo")
async def test_each_known_error_settles_its_call_and_stops_no_other(tmp_path: Path) -> None:
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    # what is not the call's fault lets all sending rest: tests/unit/test_outcomes.py
    errors = [row for row in table if not _everywhere(row)]
    assert len(errors) > 120
    async with refusing(errors) as (url, server), running_bot(url, tmp_path) as bot:
        await bot.owe(*calls(len(errors)))
        bot.start(polling=False)
        rows = await bot.settled()
    came = [chat for chat, _ in server.delivered]
    assert all(came.count(WELL + number) == 2 for number in range(len(errors)))
    assert {row["state"] for row in rows} == {"sent", "failed"}
    assert all(row["error"] for row in rows if row["state"] == "failed")
    for number, error in enumerate(errors):
        assert rows[4 * number + 1]["state"] == "sent", error["description"]


def _everywhere(row: dict[str, Any]) -> bool:
    found = known(row["code"], row["description"])
    return found is not None and found.everywhere
