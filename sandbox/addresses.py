"""Addresses as Telegram reads them in links and buttons."""

from __future__ import annotations

import re

from sandbox.records import Json


def link(url: str, place: Json) -> Json | None:
    """A text_link or text_mention entity; None when the address is not one."""
    if url.startswith("tg://user?id="):
        number = url.removeprefix("tg://user?id=")
        return {"type": "text_mention", **place, "_user_id": int(number)} if number else None
    checked = checked_url(url)
    return {"type": "text_link", **place, "url": checked} if checked else None


def checked_url(url: str) -> str | None:
    """The address as Telegram normalises it, None when it has no host with a dot."""
    scheme, mark, rest = url.strip().partition("://")
    if not mark:
        scheme, rest = "http", url.strip()
    scheme = scheme.lower()
    if scheme in ("tg", "ton", "tonsite"):
        return f"{scheme}://{rest}"
    if scheme not in ("http", "https"):
        return None
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    path = rest[len(host) :] or "/"
    if " " in rest or ("." not in host.strip(".") and not host.startswith("localhost")):
        return None
    return f"{scheme}://{host.lower()}{path if path.startswith('/') else '/' + path}"
