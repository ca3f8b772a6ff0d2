"""A scripted Bot API server that delivers, delays, drops, floods, refuses and moves by seed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from aiohttp import web

BLOCKED, OLD_GROUP, NEW_GROUP = 7, -50, -1000050
FATES = ("ok", "slow", "drop_after", "drop_before", "429", "500")
WEIGHTS = (70, 12, 4, 4, 5, 5)


@dataclass
class Scripted:
    """What was delivered, chat by chat, and how many answers were kept back on purpose."""

    seed: int
    delivered: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    dropped: Counter[str] = field(default_factory=Counter)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._floods: set[tuple[int, str]] = set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = json.loads(await request.read())
        chat, text = body["chat_id"], body["text"]
        self.asked.set()
        if chat == BLOCKED:
            return refusal(403, "Forbidden: bot was blocked by the user")
        if chat == OLD_GROUP:
            moved = {"migrate_to_chat_id": NEW_GROUP}
            return refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", moved)
        fate = self._random.choices(FATES, WEIGHTS)[0]
        if fate == "429":
            return refusal(429, "Too Many Requests: retry after 1", {"retry_after": 1})
        if fate == "500":
            return web.Response(status=500, text="<html>oops</html>", content_type="text/html")
        if fate == "drop_before":
            return self._drop(request, text)
        if fate == "slow":
            await asyncio.sleep(self._random.uniform(0.05, 0.4))
        self.delivered[chat].append(text)
        if fate == "drop_after":
            return self._drop(request, text)
        result = {"message_id": len(self.delivered[chat]), "chat": {"id": chat}, "date": 1}
        return web.json_response({"ok": True, "result": result})

    def _drop(self, request: web.Request, text: str) -> web.StreamResponse:
        self.dropped[text] += 1
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


def refusal(code: int, description: str, parameters: object = None) -> web.Response:
    body = {"ok": False, "error_code": code, "description": description}
    return web.json_response({**body, "parameters": parameters or {}}, status=code)


@contextlib.asynccontextmanager
async def scripted_server(seed: int) -> AsyncIterator[Scripted]:
    server = Scripted(seed)
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", server.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield server
    finally:
        await runner.cleanup()
