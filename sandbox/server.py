"""Builds and serves the sandbox: the Bot API, the control API, the feeds, the page."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from sandbox.api import BotApi, error_answer
from sandbox.control.routes import add_control_routes, same_origin
from sandbox.errors import ApiError
from sandbox.options import SandboxOptions
from sandbox.records import Json
from sandbox.sample_feeds import add_feed_routes
from sandbox.webhook import WebhookDelivery
from sandbox.world import World

PAGE = Path(__file__).parent / "page"
WORLD: web.AppKey[World] = web.AppKey("world", World)
MAX_REQUEST = 64 * 1024 * 1024


def build_sandbox(options: SandboxOptions) -> web.Application:
    """One emulated Telegram as an aiohttp application; its world is under `WORLD`."""
    world = World(options)
    api = BotApi(world)
    app = web.Application(client_max_size=MAX_REQUEST, middlewares=[same_origin])
    app[WORLD] = world
    app.router.add_route("*", "/bot{token}/{method}", api.handle)
    app.router.add_get("/file/bot{token}/{path:.+}", api.file)
    add_control_routes(app, world)
    add_feed_routes(app, _feed_events(world), world.now)
    _add_page(app)
    app.router.add_route("*", "/{rest:.*}", _not_found)
    delivery = WebhookDelivery(world, api)
    app.cleanup_ctx.append(lambda _: _background(delivery))
    return app


def _feed_events(world: World) -> Callable[[Json], None]:
    def tell(payload: Json) -> None:
        fields = {name: value for name, value in payload.items() if name not in ("seq", "kind")}
        world.events.add("feed", fields.pop("chat_id", None), **fields)

    return tell


async def _background(delivery: WebhookDelivery) -> AsyncIterator[None]:
    task = asyncio.create_task(delivery.run())
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def _not_found(_: web.Request) -> web.Response:
    return error_answer(ApiError(404, "Not Found"))


def _add_page(app: web.Application) -> None:
    async def index(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    app.router.add_get("/", index)
    if PAGE.is_dir():
        app.router.add_static("/static/", PAGE)


@dataclass(frozen=True, slots=True)
class RunningSandbox:
    """A sandbox that listens; `url` has no slash at its end."""

    url: str
    world: World


@contextlib.asynccontextmanager
async def serve(
    host: str = "127.0.0.1", port: int = 0, options: SandboxOptions | None = None
) -> AsyncIterator[RunningSandbox]:
    """Runs a sandbox until the block ends; port 0 takes a free one."""
    app = build_sandbox(options or SandboxOptions())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        taken = runner.addresses[0][1]
        yield RunningSandbox(f"http://{host}:{taken}", app[WORLD])
    finally:
        await runner.cleanup()
