"""Runs the parsing of documents in worker processes that are bounded, killed and recycled.

The function that parses is given by who builds the pool; nothing of what a document contains
can block, swell or bring down the process that serves people.
"""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
import signal
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from storage.records.feeds import Parsed, ParseTask, RawEntry

log = logging.getLogger(__name__)
_LENGTH = struct.Struct(">I")
_ROOT = Path(__file__).resolve().parents[2]
_ANSWER = 16 * 1024 * 1024
# seconds beyond its own time for a worker to start and to get a processor; then it is given up,
# its document is not
_PATIENCE_S = 20
# a worker whose pipe has ended is dead within moments; one that babbles is killed after this
_DYING_S = 1.0


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """`document_s` is processor time, so that a busy machine makes no document hostile;
    `documents` is the age at which a worker is replaced; `memory_mib` its address space."""

    workers: int = 2
    document_s: float = 10
    documents: int = 2_000
    memory_mib: int = 512


class ParserPool:
    """A Parser; workers start when first needed. Close it, or use it as a context manager."""

    def __init__(
        self, function: Callable[[ParseTask], Parsed], limits: WorkerLimits | None = None
    ) -> None:
        self._function = f"{function.__module__}:{function.__qualname__}"
        self._limits = limits or WorkerLimits()
        # the last one used is the first one taken: a second process starts only under load
        self._free: asyncio.LifoQueue[_Worker | None] = asyncio.LifoQueue()
        for _ in range(self._limits.workers):
            self._free.put_nowait(None)
        self._alive: set[_Worker] = set()

    async def __aenter__(self) -> ParserPool:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def parse(self, task: ParseTask) -> Parsed:
        """Reads one document; a worker that is late, dies or babbles is killed and replaced."""
        worker = await self._free.get()
        keep = None
        try:
            worker = worker or await self._start()
            async with asyncio.timeout(self._limits.document_s + _PATIENCE_S):
                parsed = await worker.ask(task)
            if worker.answered < self._limits.documents:
                keep = worker
            return parsed
        except TimeoutError:
            return Parsed(refused="parse_starved", broken=True)
        except (asyncio.IncompleteReadError, OSError, ValueError, TypeError):
            late = worker is not None and await worker.ended_by(signal.SIGPROF)
            return Parsed(refused="parse_timeout" if late else "parse_failed", broken=True)
        finally:
            # also when cancelled: a worker in the middle of a document cannot be used again
            self._free.put_nowait(keep)
            if worker and not keep:
                await self._end(worker)

    async def close(self) -> None:
        """Ends every worker."""
        for worker in tuple(self._alive):
            await self._end(worker)

    async def _start(self) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.net.parsing_worker", self._function),
            *(str(self._limits.memory_mib), str(self._limits.document_s)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            # what a document makes a library say is of no use, and may be endless
            stderr=asyncio.subprocess.DEVNULL,
            cwd=_ROOT,
            # no token and no password goes where hostile documents are read
            env={"PYTHONPATH": str(_ROOT)},
            limit=1024 * 1024,
        )
        worker = _Worker(process)
        self._alive.add(worker)
        return worker

    async def _end(self, worker: _Worker) -> None:
        self._alive.discard(worker)
        await worker.kill()


class _Worker:
    """One process, which reads one document at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.answered = 0

    async def ask(self, task: ParseTask) -> Parsed:
        wanted, given = self._process.stdin, self._process.stdout
        if wanted is None or given is None:
            raise ConnectionError("the worker has no pipes")
        frame = pickle.dumps(task)
        wanted.write(_LENGTH.pack(len(frame)) + frame)
        await wanted.drain()
        (size,) = _LENGTH.unpack(await given.readexactly(_LENGTH.size))
        if size > _ANSWER:
            raise ValueError("the worker's answer is too big")
        answer = json.loads(await given.readexactly(size))
        self.answered += 1
        return _understood(answer)

    async def ended_by(self, cause: signal.Signals) -> bool:
        """Ends the process, and says whether it had been ended by `cause` before."""
        # killing what has just died takes its exit status away from asyncio, so let it die first
        with suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), _DYING_S)
        await self.kill()
        return self._process.returncode == -cause

    async def kill(self) -> None:
        if self._process.returncode is None:
            try:
                self._process.kill()
            except ProcessLookupError:
                return
        await self._process.wait()


def _understood(answer: dict[str, object]) -> Parsed:
    """Plain JSON becomes records here; nothing from a worker is unpickled."""
    rows = answer["entries"]
    if answer.get("bug"):
        log.error("a parsing worker failed: %s", answer["bug"])
    if not isinstance(rows, list):
        raise TypeError("entries")
    ttl, refused, language = answer["ttl_s"], answer["refused"], answer["language"]
    return Parsed(
        tuple(RawEntry(*row) for row in rows),
        str(refused) if refused else None,
        bool(answer["broken"]),
        ttl if isinstance(ttl, int) else None,
        str(language) if language else None,
    )
