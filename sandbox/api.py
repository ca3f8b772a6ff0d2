"""Answers /bot<token>/<method>: token, faults, limits, checks, the method, the transcript."""

from __future__ import annotations

import asyncio
import inspect
import re
from typing import Any

from aiohttp import web

from sandbox.call import Call, read_params
from sandbox.checks import api_name, check_params, known_methods
from sandbox.errors import ApiError, not_emulated
from sandbox.faults import Fault
from sandbox.files import Upload
from sandbox.methods.table import emulated_methods
from sandbox.records import Json
from sandbox.transcript import message_id_of
from sandbox.world import World

TOKEN = re.compile(r"[1-9][0-9]*:[A-Za-z0-9_-]+")
HTML = "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n"


class DroppedError(Exception):
    """The connection is cut instead of an answer; `result` is what was done all the same."""

    def __init__(self, result: Any = None) -> None:
        super().__init__()
        self.result = result


class HtmlError(Exception):
    """A proxy's page instead of an answer."""

    def __init__(self, code: int, title: str) -> None:
        super().__init__(title)
        self.code = code
        self.page = HTML.format(f"{code} {title}")


class BotApi:
    """The Bot API of one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._known = known_methods()
        self._handlers = emulated_methods()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request.match_info["token"])
            params, uploads = await read_params(request)
            result = await self.run(request.match_info["method"], params, uploads)
        except ApiError as error:
            return error_answer(error)
        except HtmlError as page:
            return web.Response(status=page.code, text=page.page, content_type="text/html")
        except DroppedError:
            if request.transport is not None:
                request.transport.close()
            raise web.HTTPServiceUnavailable() from None
        return web.json_response({"ok": True, "result": result})

    def _check_token(self, token: str) -> None:
        if not TOKEN.fullmatch(token) or len(token) > 80:
            raise ApiError(401, "Unauthorized: invalid token specified")
        if token not in self.world.options.tokens:
            raise ApiError(401, "Unauthorized")

    async def file(self, request: web.Request) -> web.Response:
        """A file by the path that getFile gave."""
        try:
            self._check_token(request.match_info["token"])
        except ApiError as error:
            return error_answer(error)
        file = self.world.files.by_path(request.match_info["path"])
        if file is None:
            return error_answer(ApiError(404, "Not Found"))
        return web.Response(body=file.body, content_type="application/octet-stream")

    async def run(self, method: str, params: Json, uploads: dict[str, Upload]) -> Any:
        """Does one call and writes it down; raises ApiError for every refusal."""
        model = self._known.get(method.lower())
        name = api_name(model) if model else method
        call = Call(self.world, name, params, uploads)
        try:
            result = await self._guarded(call)
        except (ApiError, HtmlError, DroppedError) as error:
            self._record(call, error, getattr(error, "result", None))
            raise
        self._record(call, None, result)
        return result

    async def _guarded(self, call: Call) -> Any:
        world, chat_id = self.world, call.params.get("chat_id")
        fault = world.faults.take(call.method, chat_id)
        if pause := world.limits.pause():
            await asyncio.sleep(pause)
        if fault is not None:
            await _strike(fault)
        model = self._known.get(call.method.lower())
        if model is None:
            raise ApiError(404, "Not Found: method not found")
        handler = self._handlers.get(call.method)
        if handler is None:
            world.not_emulated.append(call.method)
            raise not_emulated(call.method)
        check_params(call, model)
        world.limits.check(call.method, chat_id, call.params)
        result = handler(call)
        if inspect.isawaitable(result):
            result = await result
        if fault is not None:
            await fault.released()
            if fault.kind == "drop_after":
                raise DroppedError(result)
        return result

    def _record(self, call: Call, error: Exception | None, result: Any) -> None:
        status, text = 200, None
        if isinstance(error, ApiError):
            status, text = error.code, error.description
        elif isinstance(error, HtmlError):
            status, text = error.code, "(html)"
        elif error is not None:
            status, text = 0, "(connection lost)"
        row = self.world.transcript.call(
            self.world.clock(), call.method, _shown(call), status, text
        )
        if row is not None:
            row["result_message_id"] = message_id_of(result)
            self.world.events.add("api_call", _chat_id(call), call=row)


def _shown(call: Call) -> Json:
    files = {name: f"<{len(upload.body)} bytes>" for name, upload in call.uploads.items()}
    return {**call.params, **files}


def _chat_id(call: Call) -> int | None:
    return call.int("chat_id") or None


async def _strike(fault: Fault) -> None:
    """What a fault does before the method is done; drop_after and delay let it be done."""
    if fault.kind == "delay":
        await asyncio.sleep(fault.seconds)
    elif fault.kind == "timeout":
        await asyncio.sleep(fault.seconds if fault.seconds > 1 else 120)
        raise DroppedError
    elif fault.kind == "drop_before":
        raise DroppedError
    elif fault.kind == "500_html":
        raise HtmlError(500, "Internal Server Error")
    elif fault.kind == "502":
        raise HtmlError(502, "Bad Gateway")
    elif fault.kind != "drop_after":
        await fault.released()
        raise fault.error()


def error_answer(error: ApiError) -> web.Response:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    seconds = error.parameters.get("retry_after")
    headers = {"Retry-After": str(seconds)} if seconds else {}
    return web.json_response(body, status=error.code, headers=headers)
