"""The bot as the person starts it: main.py in a process of its own, ended or killed by the test."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from tests.house.tree import ROOT
from tests.patience import Patience

T = TypeVar("T")

# importing aiogram takes seconds, and on a busy machine many
STARTS_WITHIN_S = 90.0


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


async def at_work(process: asyncio.subprocess.Process, done: Coroutine[Any, Any, T]) -> T:
    """Return what is waited for; give up only when the process does nothing any more."""
    waiting, patience = asyncio.create_task(done), Patience()
    while not waiting.done():
        await asyncio.wait({waiting}, timeout=0.5)
        patience.look(_ticks(process.pid))
    return await waiting


def _ticks(pid: int) -> object:
    """Return the processor time of a process in ticks; where nobody tells, nothing stands still."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return object()
    return words[11], words[12]


async def end(process: asyncio.subprocess.Process) -> int:
    """Press Ctrl-C, so to say, and return the exit code."""
    process.send_signal(signal.SIGINT)
    return await at_work(process, process.wait())


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
        line = (await at_work(process, process.stdout.readline())).decode()
        assert "http://" in line, line + (folder / "errors.txt").read_text(encoding="utf-8")
        yield next(word for word in line.split() if word.startswith("http://"))
        assert await end(process) == 0
        assert (await process.stdout.read()).decode() == ""
        assert (folder / "errors.txt").read_text(encoding="utf-8") == ""
    finally:
        await kill(process)
