"""One call of a method: where its parameters come from and how they are read."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.multipart import BodyPartReader, MultipartReader

from sandbox.errors import ApiError, bad_request
from sandbox.files import Upload
from sandbox.records import Json
from sandbox.world import World

TRUE = ("true", "yes", "1")
FALSE = ("false", "no", "0", "")


@dataclass(slots=True)
class Call:
    """A method's name and parameters; readers raise the refusals of the Bot API."""

    world: World
    method: str
    params: Json
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return name in self.params

    def text(self, name: str) -> str:
        """The parameter as a string, "" when missing."""
        value = self.params.get(name, "")
        if isinstance(value, (dict, list)):
            return json.dumps(value, ensure_ascii=False)
        return str(value)

    def required(self, name: str) -> str:
        if not self.has(name):
            raise bad_request(f'parameter "{name}" is required')
        return self.text(name)

    def int(self, name: str, default: int = 0) -> int:
        """The parameter as an integer; what is not a number counts as `default`."""
        value = self.params.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        return str(self.params.get(name, "")).lower() in TRUE

    def json(self, name: str, what: str | None = None) -> Any:
        """The parameter decoded, None when missing; `what` names it in the refusal."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what or name} JSON object") from None


def whole(value: Any) -> int | None:
    """A JSON value as an integer, None when it is not one."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


async def read_params(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """Parameters and files of a request: query, form, multipart or JSON."""
    params: Json = dict(request.query)
    uploads: dict[str, Upload] = {}
    kind = request.content_type
    if request.method != "POST":
        return params, uploads
    if kind == "application/json":
        params |= await _read_json(request)
    elif kind == "application/x-www-form-urlencoded":
        params |= {name: str(value) for name, value in (await request.post()).items()}
    elif kind == "multipart/form-data":
        await _read_multipart(request, params, uploads)
    return params, uploads


async def _read_json(request: web.Request) -> Json:
    raw = await request.read()
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        raise bad_request("can't parse request: Can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("can't parse request: Expected JSON object")
    return {name: value for name, value in body.items() if value is not None}


async def _read_multipart(request: web.Request, params: Json, uploads: dict[str, Upload]) -> None:
    reader = await request.multipart()
    assert isinstance(reader, MultipartReader)
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise ApiError(400, "Bad Request: can't parse multipart form data")
        body = bytes(await part.read(decode=True))
        if part.filename is None:
            params[part.name] = body.decode()
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            uploads[_free(part.name, uploads)] = Upload(part.filename, body, mime)


def _free(name: str, taken: dict[str, Upload]) -> str:
    """Several files of one field name: the second is "file.1", and so on."""
    if name not in taken:
        return name
    return next(f"{name}.{n}" for n in range(1, 1000) if f"{name}.{n}" not in taken)
