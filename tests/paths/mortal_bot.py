"""The real bot process, to be killed at any moment and started again over the same database."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.house.tree import ROOT
from tests.paths.processes import STARTS_WITHIN_S, environment
from tests.sim_driver import ADMIN, Sim

Row = dict[str, object]


@dataclass(slots=True)
class MortalBot:
    """`in_flight` are the outbox rows that were on their way at each kill."""

    zygote: asyncio.subprocess.Process
    database: Path
    errors: Path
    pid: int = 0
    kills: int = 0
    in_flight: list[Row] = field(default_factory=list)

    async def start(self) -> None:
        """Begin a new life over what the last one left."""
        assert self.zygote.stdin
        self.zygote.stdin.write(b"start\n")
        await self.zygote.stdin.drain()
        self.pid = await self._told()

    async def kill(self) -> None:
        """kill -9; note what was in flight."""
        os.kill(self.pid, signal.SIGKILL)
        status = await self._told()
        assert status == signal.SIGKILL, self.errors.read_text(encoding="utf-8")
        self.kills += 1
        self.in_flight += self.rows("SELECT * FROM outbox WHERE state = 'sending'")

    async def end(self) -> None:
        """Ctrl-C; it must end well."""
        os.kill(self.pid, signal.SIGINT)
        assert await self._told() == 0, self.errors.read_text(encoding="utf-8")

    def rows(self, sql: str) -> list[Row]:
        """Read the database beside the bot; an empty one has no rows."""
        with contextlib.closing(sqlite3.connect(self.database, timeout=15)) as connection:
            connection.row_factory = sqlite3.Row
            try:
                return [dict(row) for row in connection.execute(sql)]
            except sqlite3.OperationalError:
                return []

    async def _told(self) -> int:
        assert self.zygote.stdout
        async with asyncio.timeout(STARTS_WITHIN_S):
            return int(await self.zygote.stdout.readline())


@contextlib.asynccontextmanager
async def mortal_bot(sim: Sim, folder: Path) -> AsyncIterator[MortalBot]:
    """A bot for this sandbox; it has not been started yet."""
    feeds = folder / "feeds.yaml"
    feeds.write_text("feeds: []\n", encoding="utf-8")
    database, errors = folder / "bot.sqlite3", folder / "errors.txt"
    settings = {
        "BOT_TOKEN": sim.token,
        "TELEGRAM_API_URL": sim.url,
        "DATABASE_URL": f"sqlite:///{database}",
        "ADMIN_IDS": str(ADMIN),
        "LOG_LEVEL": "WARNING",
        "FEEDS_FILE": str(feeds),
    }
    with errors.open("ab") as stderr:
        zygote = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.paths.zygote"),
            cwd=ROOT,
            env=environment(**settings),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=stderr,
        )
    bot = MortalBot(zygote, database, errors)
    try:
        yield bot
    finally:
        if bot.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(bot.pid, signal.SIGKILL)
        zygote.kill()
        await zygote.wait()
