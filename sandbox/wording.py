"""Reads the formatted texts of a call: text, caption, their entities and parse mode."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call
from sandbox.errors import bad_request
from sandbox.records import Json
from sandbox.text import Formatted, formatted, message_text
from sandbox.views import user_json
from sandbox.world import World


def text_fields(call: Call) -> Json:
    """text and entities of a message; refuses an empty one."""
    raw, mode = call.text("text"), call.text("parse_mode")
    found = message_text(raw, mode, read_entities(call.json("entities")))
    return as_fields(call.world, found, "text", "entities")


def caption_fields(call: Call) -> Json:
    """caption, caption_entities and show_caption_above_media of a media message."""
    given = {name: call.params.get(name) for name in ("caption", "parse_mode")}
    given["caption_entities"] = call.json("caption_entities")
    given["show_caption_above_media"] = call.flag("show_caption_above_media")
    return caption_of(call.world, given)


def caption_of(world: World, given: Json) -> Json:
    """As `caption_fields`, from an object such as InputMediaPhoto."""
    raw, mode = str(given.get("caption") or ""), given.get("parse_mode")
    found = formatted(raw, mode, read_entities(given.get("caption_entities")), 1024)
    fields = as_fields(world, found, "caption", "caption_entities") if found.text else {}
    if given.get("show_caption_above_media"):
        fields["show_caption_above_media"] = True
    return fields


def as_fields(world: World, found: Formatted, text: str, entities: str) -> Json:
    shown = _resolved(world, found.entities)
    return {text: found.text, **({entities: shown} if shown else {})}


def read_entities(value: Any) -> list[Json]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise bad_request("can't parse entities: Expected an Array of MessageEntity")
    return value


def _resolved(world: World, entities: tuple[Json, ...]) -> list[Json]:
    """A mention names its user; one of somebody unknown becomes plain text."""
    shown = []
    for entity in entities:
        entity = dict(entity)
        number = entity.pop("_user_id", None)
        if number is not None:
            if number not in world.people:
                continue
            entity["user"] = user_json(world.people[number])
        shown.append(entity)
    return shown
