"""A database that this version cannot use is refused in one sentence, and nothing stays open."""

from __future__ import annotations

import asyncio
import sys
import threading
from pathlib import Path

import pytest

from storage.database import Database, StorageError
from storage.opening import open_database
from tests.patience import Patience

ROOT = Path(__file__).parents[2]


async def test_a_database_of_a_newer_version_is_refused(
    database: Database, database_url: str
) -> None:
    async with database.transaction() as transaction:
        await transaction.run("INSERT INTO migrations VALUES (9999, '9999_future')")
    with pytest.raises(StorageError, match="newer version"):
        await open_database(database_url)


async def test_a_file_that_is_no_database_is_refused_and_let_go(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Құрметті әріптестер! " * 100, encoding="utf-8")
    before = threading.active_count()
    with pytest.raises(StorageError, match="cannot be opened"):
        await open_database(f"sqlite:///{file}")
    patience = Patience()
    while threading.active_count() > before:
        patience.look("a thread of the refused database would keep the process alive")
        await asyncio.sleep(0.02)


HOLDER = """
import asyncio, sys
from storage.opening import open_database
asyncio.run(open_database(sys.argv[1], sole=True))
print("open", flush=True)
sys.stdin.read()
"""


async def test_a_second_bot_on_one_file_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    first = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HOLDER, url),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert first.stdout
    await first.stdout.readline()
    with pytest.raises(StorageError, match="Another bot is running on"):
        await open_database(url, sole=True)
    await (await open_database(url)).close()  # who only looks in may
    first.kill()
    await first.wait()
    second = await open_database(url, sole=True)
    with pytest.raises(StorageError, match="Another bot"):
        await open_database(url, sole=True)
    await second.close()
    await (await open_database(url, sole=True)).close()
