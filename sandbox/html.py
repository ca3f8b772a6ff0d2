"""HTML parse mode: markup to plain text and entities, refusing what Telegram refuses.

Positions in refusals are UTF-8 byte offsets; entity offsets are UTF-16 units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandbox.addresses import link
from sandbox.errors import ApiError, bad_request
from sandbox.records import Json

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = {*SIMPLE, "a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}
NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
SPACES = b" \t\r\n\v"
ALNUM = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
MARKUP = re.compile(rb"[<&]")
TAG_END = re.compile(rb"[ \t\r\n\v>]")
NAME_END = re.compile(rb"[ \t\r\n\v=>/\"']")
IN_DOUBLE, IN_SINGLE = re.compile(rb'["&]'), re.compile(rb"['&]")


def units(text: str) -> int:
    """Length in UTF-16 code units, the way Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    start: int


class _Parser:
    def __init__(self, text: str) -> None:
        self.raw = text.encode() + b"\0"
        self.at = 0
        self.out = ""
        self.offset = 0
        self.stack: list[_Open] = []
        self.entities: list[Json] = []

    def fail(self, text: str) -> ApiError:
        return bad_request(f"can't parse entities: {text}")

    def unclosed(self, begin: int, tag: str | None = None) -> ApiError:
        name = "" if tag is None else f' "{tag}"'
        return self.fail(f"Unclosed start tag{name} at byte offset {begin}")

    def skip(self, these: bytes) -> bytes:
        begin = self.at
        while self.raw[self.at] in these and self.raw[self.at] != 0:
            self.at += 1
        return self.raw[begin : self.at]

    def take_until(self, end: re.Pattern[bytes]) -> bytes:
        begin = self.at
        found = end.search(self.raw, begin)
        self.at = found.start() if found else len(self.raw) - 1
        return self.raw[begin : self.at]

    def emit(self, text: str) -> None:
        self.out += text
        self.offset += units(text)

    def run(self) -> tuple[str, list[Json]]:
        while self.raw[self.at] != 0 or self.at < len(self.raw) - 1:
            plain = self.take_until(MARKUP)
            self.emit(plain.decode())
            self._special()
        if self.stack:
            tag = self.stack[-1].tag
            raise self.fail(f'Can\'t find end tag corresponding to start tag "{tag}"')
        return self.out, self.entities

    def _special(self) -> None:
        here = self.raw[self.at]
        if here == ord("&"):
            self.emit(self._reference() or self._literal())
        elif here == ord("<"):
            begin = self.at
            self.at += 1
            if self.raw[self.at] == ord("/"):
                self._end_tag(begin)
            else:
                self._start_tag(begin)
        elif self.at < len(self.raw) - 1:
            self.at += 1

    def _literal(self) -> str:
        self.at += 1
        return "&"

    def _reference(self) -> str | None:
        """A character reference at the cursor, or None when it is a plain ampersand."""
        begin = self.at
        self.at += 1
        found = self._numeric(begin) if self.raw[self.at] == ord("#") else self._named()
        if found is None:
            self.at = begin
            return None
        if self.raw[self.at] == ord(";"):
            self.at += 1
        return found

    def _named(self) -> str | None:
        return NAMED.get(self.skip(ALNUM[:52]))

    def _numeric(self, begin: int) -> str | None:
        self.at += 1
        hexadecimal = self.raw[self.at] == ord("x")
        if hexadecimal:
            self.at += 1
        digits = self.skip(b"0123456789abcdefABCDEF" if hexadecimal else b"0123456789")
        if not digits or self.at - begin >= 10:
            return None
        code = int(digits, 16 if hexadecimal else 10)
        if 0xD800 <= code <= 0xDFFF:
            raise self.fail(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        return chr(code) if 0 < code < 0x10FFFF else None

    def _start_tag(self, begin: int) -> None:
        name = self.take_until(TAG_END)
        if self.raw[self.at] == 0:
            raise self.unclosed(begin)
        tag = name.decode().lower()
        if tag not in TAGS:
            raise self.fail(f'Unsupported start tag "{tag}" at byte offset {begin}')
        attributes: dict[str, str] = {}
        while self.raw[self.at] != ord(">"):
            self.skip(SPACES)
            if self.raw[self.at] != ord(">"):
                self._attribute(begin, tag, attributes)
        self.at += 1
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self.fail(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.stack.append(_Open(tag, attributes, self.offset, len(self.out)))

    def _attribute(self, begin: int, tag: str, attributes: dict[str, str]) -> None:
        name = self.take_until(NAME_END).decode()
        if not name:
            if self.raw[self.at] == 0:
                raise self.unclosed(begin, tag)
            raise self.fail(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self.skip(SPACES)
        if self.raw[self.at] != ord("="):
            if self.raw[self.at] == 0:
                raise self.unclosed(begin, tag)
            attributes[name] = ""
            return
        self.at += 1
        self.skip(SPACES)
        if self.raw[self.at] == 0:
            raise self.unclosed(begin, tag)
        attributes[name] = self._value()
        if self.raw[self.at] == 0:
            raise self.unclosed(begin)

    def _value(self) -> str:
        quote = self.raw[self.at]
        if quote not in b"\"'":
            token_begin = self.at
            token = self.skip(ALNUM + b".-")
            if self.raw[self.at] not in SPACES + b">\0":
                raise self.fail(f"Unexpected end of name token at byte offset {token_begin}")
            return token.decode().lower()
        self.at += 1
        value = ""
        while self.raw[self.at] not in (quote, 0):
            value += self.take_until(IN_DOUBLE if quote == ord('"') else IN_SINGLE).decode()
            if self.raw[self.at] == ord("&"):
                value += self._reference() or self._literal()
        if self.raw[self.at] == quote:
            self.at += 1
        return value

    def _end_tag(self, begin: int) -> None:
        if not self.stack:
            raise self.fail(f"Unexpected end tag at byte offset {begin}")
        self.at += 1
        found = self.take_until(TAG_END).decode().lower()
        self.skip(SPACES)
        if self.raw[self.at] != ord(">"):
            raise self.fail(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        opened = self.stack.pop()
        if found and found != opened.tag:
            raise self.fail(
                f"Unmatched end tag at byte offset {begin}, "
                f'expected "</{opened.tag}>", found "</{found}>"'
            )
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        place: Json = {"offset": opened.offset, "length": self.offset - opened.offset}
        entity = self._entity(opened, place)
        if entity is not None:
            self.entities.append(entity)

    def _entity(self, opened: _Open, place: Json) -> Json | None:
        attributes, tag = opened.attributes, opened.tag
        if tag in SIMPLE:
            return {"type": SIMPLE[tag], **place}
        if tag == "a":
            url = attributes.get("href") or self.out[opened.start :]
            return link(url, place)
        if tag in ("pre", "code"):
            return self._code(tag, attributes, place)
        if tag == "blockquote":
            kind = "expandable_blockquote" if "expandable" in attributes else "blockquote"
            return {"type": kind, **place}
        if tag == "tg-time":
            return _moment(attributes, place)
        emoji = attributes.get("emoji-id", "")
        if not emoji.isdigit() or int(emoji) == 0:
            raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
        return {"type": "custom_emoji", **place, "custom_emoji_id": emoji}

    def _code(self, tag: str, attributes: dict[str, str], place: Json) -> Json:
        """<pre><code class="language-x">, either way round, is one block with a language."""
        language = attributes.get("class", "").removeprefix("language-")
        if not attributes.get("class", "").startswith("language-"):
            language = ""
        last = self.entities[-1] if self.entities else {}
        same = {key: last.get(key) for key in place} == place
        if tag == "pre" and same and last.get("type") == "code" and last.get("_language"):
            self.entities.pop()
            return {"type": "pre", **place, "language": last["_language"]}
        if tag == "code" and same and last.get("type") == "pre" and language:
            self.entities.pop()
            return {"type": "pre", **place, "language": language}
        return {"type": tag, **place, **({"_language": language} if language else {})}


def _moment(attributes: dict[str, str], place: Json) -> Json | None:
    unix = attributes.get("unix", "")
    if not unix.isdigit():
        return None
    shape = attributes.get("format")
    return {
        "type": "date_time",
        **place,
        "unix_time": int(unix),
        **({"date_time_format": shape} if shape else {}),
    }


def parse_html(text: str) -> tuple[str, list[Json]]:
    """Plain text and entities; raises the refusal Telegram would send."""
    plain, entities = _Parser(text.replace("\0", "")).run()
    for entity in entities:
        entity.pop("_language", None)
    return plain, entities
