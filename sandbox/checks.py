"""Refuses parameters that a method does not have: what Telegram ignores is a mistake here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

from aiogram import methods
from aiogram.methods.base import TelegramMethod
from aiogram.types import InputFile
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sandbox.call import FALSE, TRUE, Call
from sandbox.errors import sandbox_refusal

LENIENT = ("message_thread_id",)
NOT_EMULATED = (
    "business_connection_id",
    "direct_messages_topic_id",
    "suggested_post_parameters",
    "ephemeral_message_parameters",
    "ephemeral_message_id",
    "receiver_user_id",
    "inline_message_id",
    "certificate",
)
Model = type[TelegramMethod[Any]]


def known_methods() -> dict[str, Model]:
    """Telegram's methods by lower-case name, as the installed aiogram knows them."""
    found: dict[str, Model] = {}
    for name in methods.__all__:
        model = getattr(methods, name)
        method = getattr(model, "__api_method__", None)
        if isinstance(method, str):
            found[method.lower()] = model
    return found


def api_name(model: Model) -> str:
    return str(model.__api_method__)


def check_params(call: Call, model: Model) -> None:
    """Raises on an unknown parameter, a wrong scalar, an unknown field of a nested object."""
    fields = model.model_fields
    for name in call.params:
        if name not in fields:
            raise sandbox_refusal(f'method {call.method} has no parameter "{name}"')
        if name in NOT_EMULATED:
            raise sandbox_refusal(f'parameter "{name}" of {call.method} is not emulated')
        _check_value(call, name, fields[name])
    known = set(fields) | _attached(call)
    for name in call.uploads:
        if name not in known:
            raise sandbox_refusal(f'method {call.method} was sent an unused file "{name}"')


def _attached(call: Call) -> set[str]:
    """Names that "attach://name" refers to."""
    flat = json.dumps(call.params, ensure_ascii=False)
    return {name for name in call.uploads if f"attach://{name}" in flat}


def _check_value(call: Call, name: str, info: FieldInfo) -> None:
    value = call.params[name]
    kinds = set(_plain(info.annotation))
    models = [kind for kind in kinds if issubclass(kind, BaseModel)]
    if models or list in kinds:
        _check_nested(call, name, value, info.annotation)
    elif name in LENIENT or str in kinds or InputFile in kinds:
        return
    elif bool in kinds and str(value).lower() not in (*TRUE, *FALSE):
        raise sandbox_refusal(f'parameter "{name}" of {call.method} must be a Boolean')
    elif int in kinds and bool not in kinds and not _is_number(value, float in kinds):
        raise sandbox_refusal(f'parameter "{name}" of {call.method} must be an Integer')


def _is_number(value: Any, fractional: bool) -> bool:
    try:
        float(value) if fractional else int(str(value))
    except ValueError:
        return False
    return True


def _plain(annotation: Any) -> Iterator[type]:
    """Every class an annotation mentions, `list` included."""
    if isinstance(annotation, type):
        yield annotation
    origin = getattr(annotation, "__origin__", None)
    if origin is list:
        yield list
    for part in get_args(annotation):
        yield from _plain(part)


def _check_nested(call: Call, name: str, value: Any, annotation: Any) -> None:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return
    models = [kind for kind in _plain(annotation) if issubclass(kind, BaseModel)]
    for problem in _unknown(value, models, name):
        raise sandbox_refusal(f"method {call.method}: {problem}")


def _unknown(value: Any, models: list[type[BaseModel]], path: str) -> Iterator[str]:
    """Fields of nested objects that no candidate model has."""
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from _unknown(one, models, f"{path}[{index}]")
    elif isinstance(value, dict) and models:
        yield from _unknown_in_object(value, models, path)


def _unknown_in_object(
    value: dict[str, Any], models: list[type[BaseModel]], path: str
) -> Iterator[str]:
    tables = [{f.alias or n: f for n, f in model.model_fields.items()} for model in models]
    best = min(tables, key=lambda table: len(set(value) - set(table)))
    for name, inner in value.items():
        if name not in best:
            yield f'object "{path}" has no field "{name}"'
        else:
            kinds = [k for k in _plain(best[name].annotation) if issubclass(k, BaseModel)]
            yield from _unknown(inner, kinds, f"{path}.{name}")
