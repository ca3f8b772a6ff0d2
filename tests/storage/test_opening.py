"""A database that this version cannot use is refused in one sentence, and nothing stays open."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from storage.database import Database, StorageError
from storage.opening import open_database


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
    for _ in range(100):
        if threading.active_count() <= before:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("a thread of the refused database would keep the process alive")
