"""Renders an aiogram method to a Call: JSON once, HTML and no link previews by default."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any

from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile, InputFile
from pydantic import BaseModel

from storage.records.delivery import Attachment, Call, Priority

AS_IT_IS = frozenset((str, int, bool, float))
DEFAULTS: Mapping[str, Any] = {"parse_mode": "HTML", "link_preview": {"is_disabled": True}}

Said = TelegramMethod[Any] | Call | Iterable[TelegramMethod[Any] | Call] | None
"""What a handler may return."""


def call(
    method: TelegramMethod[Any],
    *,
    priority: Priority = Priority.REPLY,
    kind: str = "reply",
    case_id: int | None = None,
    effect: str | None = None,
    effect_data: Mapping[str, Any] | None = None,
    due_at: int = 0,
) -> Call:
    """Render a method. Files must be BufferedInputFile: they are stored until they are sent."""
    files: list[Attachment] = []
    body = _plain(method, files)
    chat_id = body.get("chat_id")
    return Call(
        method=method.__api_method__,
        body=body,
        priority=priority,
        kind=kind,
        chat_id=chat_id if isinstance(chat_id, int) else 0,
        case_id=case_id,
        effect=effect,
        effect_data=effect_data or {},
        due_at=due_at,
        files=tuple(files),
    )


def calls(said: Said) -> list[Call]:
    """Return what a handler said as Calls, in its order. TypeError: it is nothing to say."""
    if said is None:
        return []
    if isinstance(said, Call):
        return [said]
    if isinstance(said, TelegramMethod):
        return [call(said)]
    if isinstance(said, list | tuple):
        return [one for part in said for one in calls(part)]
    raise TypeError(f"a handler returned {type(said).__name__}, not what to say")


def _plain(value: Any, files: list[Attachment]) -> Any:
    if type(value) in AS_IT_IS:
        return value
    if isinstance(value, BaseModel):
        return _fields(_json_names(type(value)), value.__dict__, files)
    if isinstance(value, Default):
        return DEFAULTS.get(value.name)
    if isinstance(value, InputFile):
        return _attach(value, files)
    if isinstance(value, Mapping):
        return _fields({}, value, files)
    if isinstance(value, list | tuple | set):
        return [_plain(item, files) for item in value]
    return _scalar(value)


def _fields(
    names: Mapping[str, str], fields: Mapping[str, Any], files: list[Attachment]
) -> dict[str, Any]:
    rendered = {}
    for name, item in fields.items():
        if item is None:  # as most are
            continue
        plain = item if type(item) in AS_IT_IS else _plain(item, files)
        if plain is not None:
            rendered[names.get(name, name)] = plain
    return rendered


@lru_cache(maxsize=512)
def _json_names(model: type[BaseModel]) -> Mapping[str, str]:
    """Return how the fields that Python cannot name are called in JSON."""
    return {name: field.alias for name, field in model.model_fields.items() if field.alias}


def _scalar(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, timedelta):
        raise TypeError("a call is stored: say a moment (datetime), not a duration from now")
    return value


def _attach(file: InputFile, files: list[Attachment]) -> str:
    if not isinstance(file, BufferedInputFile):
        raise TypeError("a file to send must be a BufferedInputFile")
    name = f"file{len(files)}"
    files.append(Attachment(name, file.filename or name, file.data))
    return f"attach://{name}"
