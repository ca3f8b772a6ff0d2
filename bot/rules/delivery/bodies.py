"""Completes and simplifies the JSON of a call: splices text, parses only when it must change."""

import json
import re
from html import unescape
from typing import Any

FORMATTING = ("parse_mode", "entities", "caption_entities", "explanation_entities")
EMPTY = re.compile(r"\{\s*\}")
PLAIN = {
    "formatting": FORMATTING,
    "markup": ("reply_markup",),
    "reply": ("reply_parameters",),
    "thread": ("message_thread_id",),
}


def in_chat(chat_id: int, shared: str, own: str) -> str:
    """Return an edition's shared body, addressed to a chat, with the row's own fields after it."""
    if _filled(own) and _filled(shared):
        return spliced({"chat_id": chat_id}, f"{shared[:-1]}, {own[1:]}")
    return spliced({"chat_id": chat_id}, own if _filled(own) else shared)


def in_thread(body: str, thread_id: int) -> str:
    """Return the body addressed to a thread; thread 0 is the plain group."""
    return spliced({"message_thread_id": thread_id}, body) if thread_id else body


def below(body: str, message_id: int) -> str:
    """Return the body as a reply to a message, or said all the same when that one is gone."""
    reply = {"message_id": message_id, "allow_sending_without_reply": True}
    return f'{{"reply_parameters": {json.dumps(reply)}, {body[1:]}' if _filled(body) else body


def as_paid(body: str) -> str:
    """Return the body as one that may be paid for, which lifts the free rate."""
    return f'{{"allow_paid_broadcast": true, {body[1:]}' if _filled(body) else body


def spliced(fields: dict[str, int], body: str) -> str:
    """Put numbers in front of a JSON object without reading it."""
    head = ", ".join(f'"{name}": {value}' for name, value in fields.items())
    return f"{{{head}, {body[1:]}" if _filled(body) else f"{{{head}}}"


def _filled(body: str) -> bool:
    return EMPTY.fullmatch(body) is None


def simplified(body: str, drop: str) -> str:
    """Return the body without what Telegram refused: formatting, markup, reply or thread."""
    fields: dict[str, Any] = json.loads(body)
    kept = _without(fields, drop)
    if drop == "formatting" and isinstance(fields.get("media"), list):
        kept["media"] = [_without(item, drop) for item in fields["media"]]
    return json.dumps(kept, ensure_ascii=False)


def _without(fields: dict[str, Any], drop: str) -> dict[str, Any]:
    kept = {name: value for name, value in fields.items() if name not in PLAIN[drop]}
    if drop == "formatting" and fields.get("parse_mode") == "HTML":
        kept |= {
            name: untagged(kept[name])
            for name in ("text", "caption")
            if isinstance(kept.get(name), str)
        }
    return kept


def untagged(html: str) -> str:
    """Return what a person would read of broken Telegram HTML; a link's address is kept."""
    text = re.sub(r'<a\s+href="(https?://[^"]*)"\s*>(.*?)</a>', r"\2 (\1)", html, flags=re.S)
    return unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", text)).strip() or html
