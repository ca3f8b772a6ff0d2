"""Compares what a delivered digest costs: ours with its database work, and aiogram's send alone.

`python -m benchmarks.sending_cost` — one run; a server that answers in 50 ± 40 ms and allows 1,000
a second; each sender in a process of its own, several rounds, medians. CPU is that of the whole
process, the database's thread included, from the first send to the last.
"""

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

from benchmarks.sending import server
from benchmarks.sending_ours import drained, owe_mailing, running
from benchmarks.sending_peers import TOKEN, stock_aiogram
from bot.net.telegram import HEADERS, Telegram
from bot.process import settle_memory
from bot.rules.delivery.limits import Limits
from storage.opening import open_database

TEXT = "«Мейірім» еріктілері ауылдағы жалғызбасты қарттарға көмектесті. " * 16  # 2 KB
COUNT, ROUNDS, AT_ONCE = 3000, 3, 100
FAST: dict[str, float] = {"per_second": 1000, "burst": 1000}
Cost = tuple[float, float]


def cpu() -> float:
    """Return the CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def many(send: Callable[[int], Awaitable[object]]) -> Cost:
    """Send COUNT messages, so many at once; return CPU and wall seconds."""
    chats = iter(range(1, COUNT + 1))

    async def work() -> None:
        for chat in chats:
            await send(chat)

    before, started = cpu(), time.monotonic()
    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return cpu() - before, time.monotonic() - started


async def stock(base: str) -> Cost:
    """Send with aiogram's `Bot.send_message`, no database."""
    async with stock_aiogram(base) as send:
        return await many(lambda chat: send(chat, TEXT))


async def ready_body(base: str) -> Cost:
    """Send with aiohttp a body rendered once: what can hardly be undercut."""
    import aiohttp

    body = json.dumps({"chat_id": 0, "text": TEXT, "parse_mode": "HTML"}, ensure_ascii=False)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def send(chat: int) -> object:
            data = body.replace("0", str(chat), 1).encode()
            address = f"{base}/bot{TOKEN}/sendMessage"
            async with session.post(address, data=data, headers=HEADERS) as response:
                return await response.read()

        return await many(send)


async def ours(base: str) -> Cost:
    """Send digests owed in a database on disk with our sender."""
    path = Path(tempfile.mkdtemp(prefix="sending-")) / "outbox.sqlite3"
    database = await open_database(f"sqlite:///{path}")
    await owe_mailing(database, [(chat, TEXT) for chat in range(1, COUNT + 1)])
    limits = Limits(per_second=1000, bucket=500)
    settle_memory()  # as the bot does when it has started
    before, started = cpu(), time.monotonic()
    # as many in flight as the bot has at that rate (bot/crew.py)
    async with Telegram(TOKEN, base) as api, running(database, api, limits, in_flight=250):
        await drained(database, 0.05)
        result = cpu() - before, time.monotonic() - started
    await database.close()
    return result


SENDERS = {"ours": ours, "stock aiogram": stock, "aiohttp, ready body": ready_body}


async def measured(name: str) -> tuple[float, float, float]:
    """Return CPU microseconds a message, messages a second and refusals, in a fresh process."""
    async with server(FAST) as (base, log):
        command = [sys.executable, "-m", "benchmarks.sending_cost", name, base]
        process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
        told, _ = await process.communicate()
    used, took = json.loads(told)
    return used / COUNT * 1e6, COUNT / took, log["refused"]


async def main() -> None:
    """Play all in turn, print medians and the ratio to stock aiogram of the same round."""
    rounds = [{name: await measured(name) for name in SENDERS} for _ in range(ROUNDS)]
    for name in SENDERS:
        costs = [one[name][0] for one in rounds]
        ratio = median(one[name][0] / one["stock aiogram"][0] for one in rounds)
        rate = median(one[name][1] for one in rounds)
        refused = sum(one[name][2] for one in rounds)
        spread = f"{min(costs):.0f}-{max(costs):.0f}"
        print(
            f"  {name:20} CPU {median(costs):5.0f} us a message ({spread}), "
            f"{ratio:.2f} of stock aiogram, {rate:4.0f} a second, 429: {refused:.0f}",
            flush=True,
        )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(asyncio.run(SENDERS[sys.argv[1]](sys.argv[2]))))
    else:
        asyncio.run(main())
