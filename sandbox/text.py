"""Formatted text: parse modes, explicit entities, trimming, limits, entities Telegram finds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandbox.call import whole
from sandbox.errors import bad_request
from sandbox.html import parse_html, units
from sandbox.markdown import parse_markdown, parse_markdown_v2
from sandbox.records import Json

ENTITY_LIMIT = 100
TYPES = {
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold",
    "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
    "code", "pre", "text_link", "text_mention", "custom_emoji", "date_time",
}  # fmt: skip
CONTROLS = {code: None if code == 13 else " " for code in range(32) if code != 10}
SPLITTABLE = {"bold", "italic", "underline", "strikethrough", "spoiler"}
FOUND = (
    ("url", "://", re.compile(r"https?://[^\s<>\"]+[^\s<>\".,!?;:)\]»]")),
    ("email", "@", re.compile(r"(?<![\w.@])[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("url", ".", re.compile(r"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:kz|com|org|ru|net)\b(?:/\S*\w)?")),
    ("mention", "@", re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{3,31}(?![\w@])")),
    ("bot_command", "/", re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@\w{5,32})?(?![\w/])")),
    ("hashtag", "#", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Formatted:
    """Plain text with its entities (UTF-16 offsets), ready to be put into a message."""

    text: str
    entities: tuple[Json, ...]


def parse(raw: str, mode: str | None, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """Applies a parse mode, else takes explicit entities."""
    try:
        size = len(raw.encode())
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    if size > 32768:
        raise bad_request("text is too long")
    chosen = str(mode or "").lower()
    if chosen == "html":
        return parse_html(raw)
    if chosen == "markdownv2":
        return parse_markdown_v2(raw)
    if chosen == "markdown":
        return parse_markdown(raw)
    if chosen not in ("", "none"):
        raise bad_request("unsupported parse_mode")
    return raw, _explicit(raw, entities or [])


def _explicit(raw: str, entities: list[Json]) -> list[Json]:
    size = units(raw)
    kept: list[Json] = []
    for entity in entities:
        if entity.get("type") not in TYPES:
            continue
        offset, length = whole(entity.get("offset")), whole(entity.get("length"))
        if offset is None or length is None:
            raise bad_request("can't parse MessageEntity: expected a Number")
        if offset < 0 or length <= 0 or offset + length > size:
            raise bad_request("ENTITY_BOUNDS_INVALID")
        kept.append({**entity, "offset": offset, "length": length})
    return kept


def formatted(
    raw: str, mode: str | None = None, entities: list[Json] | None = None, limit: int = 4096
) -> Formatted:
    """What a message will show; raises Telegram's refusals of empty and too long texts."""
    text, marks = parse(raw, mode, entities)
    text, marks = _trim(_clean(text), marks)
    if len(text) > limit:
        raise bad_request("message is too long" if limit == 4096 else "message caption is too long")
    return Formatted(text, tuple(_arrange(text, marks)))


def message_text(raw: str, mode: str | None, entities: list[Json] | None) -> Formatted:
    """As `formatted`, for texts that must not be empty."""
    if not raw:
        raise bad_request("message text is empty")
    result = formatted(raw, mode, entities)
    if not result.text:
        raise bad_request("text must be non-empty")
    return result


def _clean(text: str) -> str:
    return text.translate(CONTROLS)


def _trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    body = text.rstrip()
    head = body.lstrip()
    cut = units(body) - units(head)
    size = units(head)
    kept = []
    for entity in entities:
        begin = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, size)
        if end > begin:
            kept.append({**entity, "offset": begin, "length": end - begin})
    return head, kept


def _slice(text: str, begin: int, end: int) -> str:
    return text.encode("utf-16-le")[begin * 2 : end * 2].decode("utf-16-le", "replace")


def _arrange(text: str, entities: list[Json]) -> list[Json]:
    """Sorted, merged, nothing inside code; then what Telegram finds by itself is added."""
    ends = [(e, e["offset"], e["offset"] + e["length"]) for e in entities]
    shown = [e for e, begin, end in ends if _slice(text, begin, end).strip()]
    blocks = [e for e in shown if e["type"] in ("code", "pre")]
    free = [e for e in shown if e in blocks or not any(_overlap(e, block) for block in blocks)]
    merged = _merge(sorted(free, key=lambda e: (e["offset"], -e["length"])))
    closed = [e for e in merged if e["type"] not in SPLITTABLE | {"blockquote"}]
    found = [e for e in found_entities(text) if not any(_overlap(e, other) for other in closed)]
    everything = sorted([*merged, *found], key=lambda e: (e["offset"], -e["length"]))
    return everything[:ENTITY_LIMIT]


def _overlap(one: Json, other: Json) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )


def _merge(entities: list[Json]) -> list[Json]:
    kept: list[Json] = []
    last: dict[str, Json] = {}
    for entity in entities:
        kind = entity["type"]
        before = last.get(kind)
        if (
            kind in SPLITTABLE
            and before
            and before["offset"] + before["length"] >= entity["offset"]
        ):
            end = max(before["offset"] + before["length"], entity["offset"] + entity["length"])
            before["length"] = end - before["offset"]
            continue
        entity = dict(entity)
        last[kind] = entity
        kept.append(entity)
    return kept


def found_entities(text: str) -> list[Json]:
    """Links, mentions, commands, hashtags and addresses as Telegram marks them."""
    kept: list[Json] = []
    for kind, sign, pattern in FOUND:
        for match in pattern.finditer(text) if sign in text else ():
            begin = units(text[: match.start()])
            entity = {"type": kind, "offset": begin, "length": units(match.group())}
            if not any(_overlap(entity, other) for other in kept):
                kept.append(entity)
    return sorted(kept, key=lambda e: int(e["offset"]))
