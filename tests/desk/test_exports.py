"""What is kept of a person comes to her as a page to read and as JSON."""

from __future__ import annotations

import json
import sqlite3

import aiohttp

from bot.desk.citizen.exports import Exports
from bot.texts import LANGUAGES
from handlers.desk.citizen.export_view import ExportFiles
from storage.desk.erasing import HERS
from storage.migrations import all_migrations
from tests.desk.at_work import Desk, plan
from tests.sim_driver import AIGUL, BAKYT

SECRET = "Құпия сөздер"


async def test_mydata_comes_as_a_page_and_as_json(desk: Desk) -> None:
    await desk.ask(text=SECRET)
    await desk.sim.send(AIGUL, "/mydata")
    await desk.quiet()
    await desk.tap(AIGUL, "Файл түрінде")
    rounds = Exports(desk.database, ExportFiles(plan().texts), lambda: desk.now, desk.sender.wake)
    assert await rounds.run() == 1
    await desk.quiet()
    page, data = [one for one in await desk.said(AIGUL) if "document" in one]
    body = await file_of(desk, data)
    assert json.loads(body)["messages"][0]["content"]["html"] == SECRET
    shown = await file_of(desk, page)
    assert f"<td>Мазмұны</td><td>{SECRET}</td>" in shown
    assert "created_at" not in shown
    assert not await desk.rows("SELECT * FROM outbox_files")
    assert await desk.rows("SELECT * FROM audit WHERE what = 'exported'")


def test_every_column_of_an_export_has_a_name_in_each_language() -> None:
    database, texts = sqlite3.connect(":memory:"), plan().texts
    for step in all_migrations():
        database.executescript(";".join(step.statements))
    found = [database.execute(sql, {"chat_id": AIGUL}).description for sql in HERS.values()]
    keys = {f"data.column_{column[0]}" for columns in found for column in columns}
    assert len(keys) > 40
    for language in LANGUAGES:
        assert not [key for key in keys if texts.voice(language).plain(key) == key], language


async def test_who_answers_herself_finds_that_in_her_data_too(desk: Desk) -> None:
    await desk.starts(BAKYT)
    await desk.sim.send(BAKYT, "/mydata")
    await desk.quiet()
    await desk.tap(BAKYT, "Файл түрінде")
    rounds = Exports(desk.database, ExportFiles(plan().texts), lambda: desk.now, desk.sender.wake)
    await rounds.run()
    await desk.quiet()
    [_, data] = [one for one in await desk.said(BAKYT) if "document" in one]
    [office] = json.loads(await file_of(desk, data))["staff"]
    assert (office["office_id"], office["role"]) == ("aqtobe_association", "coordinator")


async def file_of(desk: Desk, message: dict[str, object]) -> str:
    document = message["document"]
    assert isinstance(document, dict)
    found = await desk.sim.api("getFile", file_id=document["file_id"])
    url = f"{desk.sim.url}/file/bot{desk.sim.token}/{found['result']['file_path']}"
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        return await answer.text()
