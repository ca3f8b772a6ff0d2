"""Compares HTTP clients at one thing: posting a ready 2 KB body and reading the answer's bytes.

`python -m benchmarks.sending_clients [NAME …]` — one run, each client in a process of its own, in
turn, several rounds; CPU of the whole process, threads included. Clients that are not installed
(`pip install pycurl niquests` for two of them) are left out and said so.
"""

import asyncio
import contextlib
import importlib.util
import io
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from statistics import median
from typing import Any

from benchmarks.sending import server
from benchmarks.sending_cost import FAST, TEXT, cpu
from benchmarks.sending_peers import TOKEN
from bot.net.telegram import HEADERS
from bot.net.wires import Wires

ROUNDS, COUNT, AT_ONCE = 3, 1000, 32
BODY = json.dumps({"chat_id": 0, "text": TEXT, "parse_mode": "HTML"}, ensure_ascii=False)
PATH = f"/bot{TOKEN}/sendMessage"
PAIRS: dict[bytes | str, bytes | str] = dict(HEADERS.items())
Post = Callable[[bytes], Awaitable[object]]


@asynccontextmanager
async def wires(base: str) -> AsyncIterator[Post]:
    """Ours: httptools under a protocol of our own."""
    own = Wires(base)
    yield lambda data: own.post(PATH, data)
    own.close()


@asynccontextmanager
async def aiohttp_plain(base: str) -> AsyncIterator[Post]:
    """aiohttp as its front page shows it."""
    import aiohttp

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def post(data: bytes) -> object:
            async with session.post(base + PATH, data=data, headers=HEADERS) as response:
                return await response.read()

        yield post


@asynccontextmanager
async def aiohttp_tuned(base: str) -> AsyncIterator[Post]:
    """aiohttp with all spared that its public interface lets one spare."""
    import aiohttp
    from multidict import CIMultiDict
    from yarl import URL

    address, headers = URL(base + PATH), CIMultiDict(HEADERS)
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, enable_cleanup_closed=False),
        cookie_jar=aiohttp.DummyCookieJar(),
        skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
        timeout=aiohttp.ClientTimeout(total=30),
        auto_decompress=False,
        requote_redirect_url=False,
    ) as session:

        async def post(data: bytes) -> object:
            response = await session._request(
                "POST", address, data=data, headers=headers, allow_redirects=False
            )
            return await response.read()

        yield post


@asynccontextmanager
async def httpx_client(base: str) -> AsyncIterator[Post]:
    """What python-telegram-bot sends with."""
    import httpx

    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(limits=limits, timeout=30.0) as client:

        async def post(data: bytes) -> object:
            return (await client.post(base + PATH, content=data, headers=HEADERS)).content

        yield post


@asynccontextmanager
async def httpcore_pool(base: str) -> AsyncIterator[Post]:
    """What is below httpx, with nothing above it."""
    import httpcore

    async with httpcore.AsyncConnectionPool(max_connections=1000) as pool:

        async def post(data: bytes) -> object:
            return (await pool.request("POST", base + PATH, headers=PAIRS, content=data)).content

        yield post


@asynccontextmanager
async def niquests_session(base: str) -> AsyncIterator[Post]:
    """The asynchronous requests of urllib3-future."""
    niquests: Any = importlib.import_module("niquests")
    async with niquests.AsyncSession(pool_maxsize=200) as session:

        async def post(data: bytes) -> object:
            return (await session.post(base + PATH, data=data, headers=HEADERS)).content

        yield post


@asynccontextmanager
async def pycurl_threads(base: str) -> AsyncIterator[Post]:
    """libcurl, a kept handle in each of many threads: it knows no asyncio of its own."""
    import threading

    pycurl: Any = importlib.import_module("pycurl")
    kept, loop = threading.local(), asyncio.get_running_loop()

    def send(data: bytes) -> bytes:
        if not hasattr(kept, "handle"):
            kept.handle = pycurl.Curl()
            kept.handle.setopt(pycurl.URL, base + PATH)
            told = ["Content-Type: application/json", "Accept:", "Expect:"]
            kept.handle.setopt(pycurl.HTTPHEADER, told)
        told_back = io.BytesIO()
        kept.handle.setopt(pycurl.WRITEDATA, told_back)
        kept.handle.setopt(pycurl.POSTFIELDS, data)
        kept.handle.perform()
        return told_back.getvalue()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield lambda data: loop.run_in_executor(pool, send, data)


CLIENTS = {
    "wires (ours, on httptools)": (wires, "httptools"),
    "aiohttp, as documented": (aiohttp_plain, "aiohttp"),
    "aiohttp, all spared": (aiohttp_tuned, "aiohttp"),
    "httpx": (httpx_client, "httpx"),
    "httpcore": (httpcore_pool, "httpcore"),
    "niquests": (niquests_session, "niquests"),
    "pycurl in 32 threads": (pycurl_threads, "pycurl"),
}


async def play(name: str, base: str) -> float:
    """Return the CPU seconds of COUNT calls, so many at once."""
    chats = iter(range(1, COUNT + 1))
    async with CLIENTS[name][0](base) as post:

        async def work() -> None:
            for chat in chats:
                await post(BODY.replace("0", str(chat), 1).encode())

        before = cpu()
        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        return cpu() - before


async def measured(name: str) -> float:
    """Return CPU microseconds a call, in a fresh process."""
    async with server(FAST) as (base, _):
        command = [sys.executable, "-m", "benchmarks.sending_clients", "--play", name, base]
        process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
        told, _ = await process.communicate()
    return float(json.loads(told)) / COUNT * 1e6


async def main(words: list[str]) -> None:
    """Play all in turn, or those whose name contains a chosen word."""
    chosen = [name for name in CLIENTS if not words or any(word in name for word in words)]
    installed = [name for name in chosen if importlib.util.find_spec(CLIENTS[name][1])]
    rounds = [{name: await measured(name) for name in installed} for _ in range(ROUNDS)]
    for name in chosen:
        costs = [one[name] for one in rounds if name in one]
        told = f"{median(costs):5.0f} us a call ({min(costs):.0f}-{max(costs):.0f})"
        print(f"  {name:28} {told if costs else 'not installed'}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--play"]:
        print(json.dumps(asyncio.run(play(*sys.argv[2:4]))))
    else:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(main(sys.argv[1:]))
