"""Tells what a body is and cuts it into items, so that only unseen ones need to be parsed."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache

_HASH = struct.Struct(">II")
CHUNK_ITEMS = 100
# so small that even markup whose reading costs the square of its length costs little; what is
# bigger goes alone and takes no other item with it
CHUNK_BYTES = 128 * 1024
# a feed's own description is short; where it is not, cutting would repeat it in each chunk
_FRAME = 256 * 1024

_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(rss|feed|rdf|channel)(?=[\s>/])", re.I)
_HTML = re.compile(rb"<(?:!doctype\s+)?html\b|<(?:body|head|title|h1|script)\b", re.I)
_PROLOGUE = re.compile(rb"\s*(?:<\?.{0,4000}?\?>|<!--.{0,20000}?-->|\s+)*", re.S)
_DOCTYPE = re.compile(
    rb"<!doctype\s+(?:[^\[>]{0,2000}\[.{0,60000}?\]\s*>|[^>\[]{0,2000}>)", re.I | re.S
)
_DECLARATION = re.compile(rb"^\s*<\?xml\b[^>]{0,400}\?>")
_TOKEN = re.compile(
    rb"<(?:!\[CDATA\[|!--|(/?)((?:[\w.-]{1,40}:)?(?:[iI][tT][eE][mM]|[eE][nN][tT][rR][yY]))(?=[\s>/]))"
)
# what hides tags, and how it ends
_OPAQUE = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
_COMMENTS = re.compile(rb"(?:\s|<!--.{0,5000}?-->)*", re.S)


@dataclass(frozen=True, slots=True)
class Cut:
    """A document in UTF-8 in pieces: `head` + every item + `tail` is the document.

    `items` is empty where it could not be cut: then `head` is all of it.
    """

    head: bytes
    items: tuple[bytes, ...] = ()
    tail: bytes = b""


@dataclass(frozen=True, slots=True)
class Piece:
    """A small well-formed document of some items, and the hash of each (none when uncut)."""

    body: bytes
    hashes: tuple[bytes, ...]


def sniff(body: bytes) -> tuple[str, bytes]:
    """What a UTF-8 body is by its content, whatever its headers say, and where it really begins:
    `xml` (RSS, Atom, RDF, CDF), `json`, `html`, `empty` or `other`."""
    body = body.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r\n\0")
    if not body:
        return "empty", b""
    if body[:1] in b"{[":
        return "json", body
    if body.startswith(b"<![CDATA["):
        return sniff(body[9:].removesuffix(b"]]>"))
    start = _after_prologue(body)
    if _ROOT.match(body, start):
        return "xml", body
    found = _ROOT.search(body, 0, 16_384)
    if _HTML.search(body, 0, found.start() if found else 16_384):
        return "html", body
    # some servers print warnings before the document
    return ("xml", body[found.start() :]) if found else ("other", body)


def _after_prologue(body: bytes) -> int:
    start = _end(_PROLOGUE.match(body))
    doctype = _DOCTYPE.match(body, start)
    return _end(_PROLOGUE.match(body, doctype.end())) if doctype else start


def _end(found: re.Match[bytes] | None) -> int:
    return found.end() if found else 0


def without_declaration(document: bytes) -> bytes:
    """A UTF-8 document without its XML declaration, which may name another encoding."""
    return document[_end(_DECLARATION.match(document)) :]


def cut(body: bytes) -> Cut:
    """Cuts RSS and Atom into items without parsing; what is not plainly cut stays whole."""
    spans = list(_spans(body))
    if not spans or spans[-1][1] < 0:
        return Cut(body)
    gaps = zip((span[1] for span in spans), (span[0] for span in spans[1:]), strict=False)
    first, last = spans[0][0], spans[-1][1]
    frame = first + len(body) - last
    if frame > _FRAME or not all(_is_gap(body, *gap) for gap in gaps):
        return Cut(body)
    items = tuple(body[start:end] for start, end in spans)
    return Cut(body[:first], items, body[last:])


def _is_gap(body: bytes, start: int, end: int) -> bool:
    """Whether nothing but space and comments stands between two items."""
    return start == end or body[start:end].isspace() or bool(_COMMENTS.fullmatch(body, start, end))


def _spans(body: bytes) -> Iterator[tuple[int, int]]:
    """Where each outermost item begins and ends; an end of -1 is one that never closes."""
    depth, start = 0, 0
    for tag in _tags(body):
        if tag[1]:
            depth -= 1
        elif not _closes_itself(body, tag.end()):
            start, depth = (start, depth + 1) if depth else (tag.start(), 1)
        if tag[1] and depth == 0:
            end = body.find(b">", tag.end()) + 1
            if not end:
                break
            yield start, end
        depth = max(depth, 0)
    if depth:
        yield start, -1


def _tags(body: bytes) -> Iterator[re.Match[bytes]]:
    """The tags outside of comments and CDATA that bear the name of the first item."""
    pattern, position = _TOKEN, 0
    while found := pattern.search(body, position):
        position = found.end()
        if found[2] is None:
            end = body.find(_OPAQUE[found[0]], position)
            position = len(body) if end < 0 else end + 3
            continue
        if pattern is _TOKEN:
            pattern = _named(found[2])
        yield found


@lru_cache(maxsize=64)
def _named(name: bytes) -> re.Pattern[bytes]:
    """_TOKEN for one name, whose search costs a fifth."""
    return re.compile(rb"<(?:!\[CDATA\[|!--|(/?)(" + re.escape(name) + rb")(?=[\s>/]))")


def _closes_itself(body: bytes, position: int) -> bool:
    return body.startswith(b"/>", body.find(b">", position) - 1)


def item_hash(item: bytes) -> bytes:
    """Eight bytes that change when anything in the item's source does: length and checksum.

    It is made of every item of every body that comes; as with `body_hash`, nothing is lost when
    one edit in four thousand million is not noticed.
    """
    return _HASH.pack(len(item), zlib.crc32(item))


def unseen_pieces(document: Cut, seen: Container[bytes]) -> tuple[tuple[bytes, ...], list[Piece]]:
    """The hashes of all items in order, and small documents of those not in `seen`."""
    if not document.items:
        return (), [Piece(document.head, ())]
    hashes = tuple(map(item_hash, document.items))
    unseen = {
        digest: item
        for digest, item in zip(hashes, document.items, strict=True)
        if digest not in seen
    }
    return hashes, [_piece(document, part) for part in _chunks(unseen)]


def _chunks(items: dict[bytes, bytes]) -> Iterator[dict[bytes, bytes]]:
    part: dict[bytes, bytes] = {}
    size = 0
    for digest, item in items.items():
        if part and (len(part) == CHUNK_ITEMS or size + len(item) > CHUNK_BYTES):
            yield part
            part, size = {}, 0
        part[digest] = item
        size += len(item)
    if part:
        yield part


def _piece(document: Cut, part: dict[bytes, bytes]) -> Piece:
    return Piece(document.head + b"".join(part.values()) + document.tail, tuple(part))
