"""The bot as the person starts it: main.py in a process of its own, ended or killed by the test."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from tests.house.tree import ROOT

# importing aiogram takes seconds, and on a busy machine many
STARTS_WITHIN_S = 90.0
ENDS_WITHIN_S = 30.0


def environment(**settings: str) -> dict[str, str]:
    """Nothing of this machine's own settings; bytecode is kept: compiling aiogram takes seconds."""
    own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    feeds = str(ROOT / "feeds.yaml")
    cache = str(ROOT / "build" / "bytecode")
    return {**own, "FEEDS_FILE": feeds, "PYTHONPYCACHEPREFIX": cache, **settings}


async def start(*words: str, folder: Path, **settings: str) -> asyncio.subprocess.Process:
    """Begin `python main.py …` in that folder; its errors go to a file there."""
    with (folder / "errors.txt").open("ab") as errors:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            str(ROOT / "main.py"),
            *words,
            cwd=folder,
            env=environment(**settings),
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )


async def end(process: asyncio.subprocess.Process) -> int:
    """Press Ctrl-C, so to say, and return the exit code."""
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(ENDS_WITHIN_S):
        return await process.wait()


async def kill(process: asyncio.subprocess.Process) -> None:
    """kill -9: no goodbye."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.wait()


@contextlib.asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[str]:
    """Run the demo on a free port; yields the one address that it prints. Ends by Ctrl-C."""
    process = await start("demo", "--port", "0", folder=folder)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(STARTS_WITHIN_S):
            line = (await process.stdout.readline()).decode()
        assert "http://" in line, line + (folder / "errors.txt").read_text(encoding="utf-8")
        yield next(word for word in line.split() if word.startswith("http://"))
        assert await end(process) == 0
        assert (await process.stdout.read()).decode() == ""
        assert (folder / "errors.txt").read_text(encoding="utf-8") == ""
    finally:
        await kill(process)
