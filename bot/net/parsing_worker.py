"""The worker process of parsing: documents in, plain JSON out, within bounds of its own.

Imports nothing but the function it is told to run: never aiogram, settings or storage.
"""

from __future__ import annotations

import importlib
import json
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable
from dataclasses import fields
from typing import BinaryIO

from storage.records.feeds import Parsed, ParseTask, RawEntry

_LENGTH = struct.Struct(">I")


def main(name: str, memory_mib: int, document_s: float) -> None:
    """Serves until its input ends; a document that costs more than `document_s` ends it too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory_mib * 1024 * 1024,) * 2)
    module, _, attribute = name.partition(":")
    function = getattr(importlib.import_module(module), attribute)
    serve(sys.stdin.buffer, sys.stdout.buffer, function, document_s)


def serve(
    given: BinaryIO, wanted: BinaryIO, function: Callable[[ParseTask], Parsed], document_s: float
) -> None:
    """Answers each document in turn."""
    while len(head := given.read(_LENGTH.size)) == _LENGTH.size:
        # ends this process after so much of its own processor time, whoever is still there
        signal.setitimer(signal.ITIMER_PROF, document_s)
        # pickle: the frame comes from our own parent, over a pipe that nobody else holds
        task = pickle.loads(given.read(*_LENGTH.unpack(head)))  # noqa: S301 - see above
        answer = _answer(function, task)
        wanted.write(_LENGTH.pack(len(answer)) + answer)
        wanted.flush()
        signal.setitimer(signal.ITIMER_PROF, 0)


def _answer(function: Callable[[ParseTask], Parsed], task: ParseTask) -> bytes:
    try:
        return _packed(function(task))
    except MemoryError:
        return _packed(Parsed(refused="parse_memory", broken=True))
    except RecursionError:
        return _packed(Parsed(refused="parse_failed", broken=True))
    except Exception as error:  # noqa: BLE001 - a bug in one document's reading is told, not fatal
        return _packed(Parsed(refused="parse_failed", broken=True), bug=_place(error))


def _place(error: Exception) -> str:
    """Kind of error and line of code, never the words of a document."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {where}"


def _packed(parsed: Parsed, bug: str = "") -> bytes:
    names = [field.name for field in fields(RawEntry)]
    answer = {
        # not astuple, which copies deeply
        "entries": [[getattr(entry, name) for name in names] for entry in parsed.entries],
        "refused": parsed.refused,
        "broken": parsed.broken,
        "ttl_s": parsed.ttl_s,
        "language": parsed.language,
        "bug": bug,
    }
    # a lone surrogate cannot be sent as UTF-8
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
