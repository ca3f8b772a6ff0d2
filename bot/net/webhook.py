"""Receives updates that Telegram posts: answers 200 only after they are committed."""

import hmac
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
MAX_BODY = 1024 * 1024
log = logging.getLogger(__name__)

Take = Callable[[Sequence[Mapping[str, Any]]], Awaitable[None]]


def build_webhook(path: str, secret: str, take: Take) -> web.Application:
    """Return the application; `take` commits updates before it returns. `secret` is required."""
    if not secret:
        raise ValueError("a webhook without a secret would let anybody speak for Telegram")

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return web.Response(status=400)
        await take([update])
        return web.Response()

    app = web.Application(client_max_size=MAX_BODY)
    app.router.add_post(path, receive)
    return app


@asynccontextmanager
async def listening(
    host: str, port: int, path: str, secret: str, take: Take
) -> AsyncIterator[None]:
    """Serve the webhook while the block runs. OSError: the address cannot be opened."""
    runner = web.AppRunner(build_webhook(path, secret, take), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield
    finally:
        await runner.cleanup()
