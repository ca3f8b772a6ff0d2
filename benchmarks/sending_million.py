"""Starts the sender over a million owed digests: how soon the first leaves, and what memory it is.

`python -m benchmarks.sending_million [ROWS]` — the sender runs in a process of its own against the
limited server; memory is the most its process ever held (ru_maxrss), Python and libraries included.
"""

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.sending import server
from benchmarks.sending_ours import owe_mailing, running
from benchmarks.sending_peers import TOKEN
from bot.net.telegram import Telegram
from bot.rules.delivery.limits import Limits
from storage.opening import open_database

ROWS, SENT = 1_000_000, 100
TEXT = "«Мейірім» еріктілері ауылдағы жалғызбасты қарттарға көмектесті. " * 16


async def owe(url: str, rows: int) -> float:
    """Owe one edition to so many chats; return the seconds it took."""
    database, started = await open_database(url), time.monotonic()
    await owe_mailing(database, [(chat, TEXT) for chat in range(1, rows + 1)])
    await database.close()
    return time.monotonic() - started


async def send(url: str, base: str) -> dict[str, float]:
    """Start, send some, stop; return seconds until the first was sent, and megabytes."""
    started = time.monotonic()
    database = await open_database(url)
    first = 0.0
    async with Telegram(TOKEN, base) as api, running(database, api, Limits()):
        sent = 0
        while sent < SENT:
            await asyncio.sleep(0.02)
            async with database.reading() as transaction:
                query = "SELECT count(*) FROM outbox WHERE settled_at IS NOT NULL"
                sent = await transaction.value(query)
            first = first or (time.monotonic() - started if sent else 0.0)
    await database.close()
    return {"first": first, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


async def main(rows: int = ROWS) -> None:
    """Owe, send, tell."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'million.sqlite3'}"
        took = await apart("owe", url, str(rows))
        async with server({}) as (base, _):
            found = await apart("send", url, base)
    print(
        f"  {rows} rows owed in {took:.1f} s; the first was sent and settled "
        f"{found['first']:.2f} s after the start, at most {found['megabytes']:.0f} MB of memory"
    )


async def apart(*given: str) -> Any:
    """Do one part in a process of its own: a child begins with the peak of who started it."""
    command = [sys.executable, "-m", "benchmarks.sending_million", *given]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    told, _ = await process.communicate()
    return json.loads(told)


if __name__ == "__main__":
    if sys.argv[1:2] == ["send"]:
        print(json.dumps(asyncio.run(send(*sys.argv[2:4]))))
    elif sys.argv[1:2] == ["owe"]:
        print(json.dumps(asyncio.run(owe(sys.argv[2], int(sys.argv[3])))))
    else:
        asyncio.run(main(*(int(number) for number in sys.argv[1:2])))
