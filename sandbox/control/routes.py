"""The routes of the control API; every refusal is 400 {"error": "..."}."""

from __future__ import annotations

import json
from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.call import read_params
from sandbox.control import arranging, speaking, touching, watching
from sandbox.control.lookup import number
from sandbox.errors import ApiError, SimError
from sandbox.records import Json
from sandbox.views import world_view
from sandbox.world import World

Action = Callable[[World, Json], Json]
ACTIONS: dict[str, Action] = {
    "press": touching.press,
    "react": touching.react,
    "edit": speaking.edit,
    "delete": speaking.delete,
    "users": arranging.add_user,
    "chats": arranging.add_chat,
    "chat": arranging.change_chat,
    "membership": arranging.membership,
    "block": arranging.block,
    "thread": arranging.thread,
    "migrate": arranging.migrate_chat,
    "forum": arranging.forum,
}


def _update(world: World, body: Json) -> Json:
    """Any raw update, of kinds the sandbox itself never makes too."""
    fields = body.get("update", body)
    return {"update_id": world.updates.push(dict(fields))}


def _redeliver(world: World, body: Json) -> Json:
    if not world.updates.redeliver(number(body, "update_id")):
        raise SimError(f"no update {body['update_id']}")
    return {"ok": True}


def _set_faults(world: World, body: Json) -> Json:
    world.faults.replace(list(body.get("rules", [])))
    return {"rules": world.faults.left()}


def _set_limits(world: World, body: Json) -> Json:
    world.limits.set(body)
    return _counters(world, {})


def _reset(world: World, _: Json) -> Json:
    world.reset()
    world.events.add("chat", None, reset=True)
    return world_view(world)


def _faults(world: World, _: Json) -> Json:
    return {"rules": world.faults.left()}


def _counters(world: World, _: Json) -> Json:
    log = world.transcript
    return {
        "calls": log.count,
        "errors": dict(log.errors),
        "not_emulated": world.not_emulated,
        "per_second": world.limits.per_second,
        "per_chat_per_second": world.limits.per_chat_per_second,
        "per_group_per_minute": world.limits.per_group_per_minute,
        "burst": world.limits.burst,
        "latency": list(world.limits.latency),
    }


def _transcript(world: World, query: Json) -> Json:
    return world.transcript.since(int(query.get("since") or 0))


def _world(world: World, _: Json) -> Json:
    return world_view(world)


POSTS: dict[str, Action] = {
    **ACTIONS,
    "update": _update,
    "redeliver": _redeliver,
    "faults": _set_faults,
    "limits": _set_limits,
    "reset": _reset,
}
GETS: dict[str, Action] = {
    "world": _world,
    "messages": watching.messages,
    "faults": _faults,
    "limits": _counters,
    "transcript": _transcript,
}


@web.middleware
async def same_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Pages of other sites may not play people: their browsers name where they come from."""
    origin = request.headers.get("Origin")
    foreign = origin is not None and origin.partition("://")[2] != request.host
    if foreign and request.path.startswith("/sim/"):
        return web.json_response({"error": "another site may not do this"}, status=403)
    return await handler(request)


class ControlRoutes:
    """HTTP around the actions of one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def act(self, request: web.Request) -> web.Response:
        action = POSTS[request.path.rpartition("/")[2]]
        return await self._answer(action, await self._body(request))

    async def look(self, request: web.Request) -> web.Response:
        action = GETS[request.path.rpartition("/")[2]]
        return await self._answer(action, dict(request.query))

    async def send(self, request: web.Request) -> web.Response:
        body, uploads = await read_params(request)
        files = list(uploads.values())
        return await self._answer(lambda world, fields: speaking.send(world, fields, files), body)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        return await watching.stream(request, self._world)

    async def file(self, request: web.Request) -> web.Response:
        return watching.file(self._world, request.match_info["file_id"])

    async def _body(self, request: web.Request) -> Json:
        raw = await request.text()
        try:
            body = json.loads(raw) if raw else {}
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise web.HTTPBadRequest(
                text=json.dumps({"error": "a JSON object is expected"}),
                content_type="application/json",
            )
        return body

    async def _answer(self, action: Action, body: Json) -> web.Response:
        try:
            return web.json_response(action(self._world, body))
        except SimError as error:
            return web.json_response({"error": str(error)}, status=400)
        except ApiError as error:
            return web.json_response({"error": error.description}, status=400)
        except (KeyError, TypeError, ValueError) as error:
            text = f"{type(error).__name__}: {error}"
            return web.json_response({"error": text}, status=400)


def add_control_routes(app: web.Application, world: World) -> None:
    """Adds everything under /sim but the sample feeds."""
    routes = ControlRoutes(world)
    for name in POSTS:
        app.router.add_post(f"/sim/{name}", routes.act)
    for name in GETS:
        app.router.add_get(f"/sim/{name}", routes.look)
    app.router.add_post("/sim/send", routes.send)
    app.router.add_get("/sim/events", routes.stream)
    app.router.add_get("/sim/file/{file_id}", routes.file)
