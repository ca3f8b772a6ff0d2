"""Tells what a body is and cuts it into items, so that only unseen ones need to be parsed."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

_HASH = struct.Struct(">II")
CHUNK_ITEMS = 100
# so small that even markup whose reading costs the square of its length costs little; what is
# bigger goes alone and takes no other item with it
CHUNK_BYTES = 128 * 1024
# a feed's own description is short; where it is not, cutting would repeat it in each chunk
_FRAME = 256 * 1024

_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(rss|feed|rdf|channel)(?=[\s>/])", re.I)
_HTML = re.compile(rb"<(?:!doctype\s+)?html\b|<(?:body|head|title|h1|script)\b", re.I)
# lists of feeds and maps of sites, which have heads, bodies and titles too
_LIST = re.compile(rb"<(?:opml|urlset|sitemapindex)\b", re.I)
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
_SPACE = re.compile(rb"\s*")
_COMMENTS = re.compile(rb"(?:\s|<!--.{0,5000}?-->)*", re.S)


@dataclass(frozen=True, slots=True)
class Cut:
    """A document in UTF-8 in pieces: `head` + every item + `tail` is the document; `hashes` are
    those of the items.

    `items` is empty where it could not be cut: then `head` is all of it.
    """

    head: bytes
    items: tuple[bytes, ...] = ()
    tail: bytes = b""
    hashes: tuple[bytes, ...] = ()


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
    if _LIST.match(body, start):
        return "other", body
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


def cut(body: bytes, seen: Sequence[bytes] = ()) -> Cut:
    """Cuts RSS and Atom into items without parsing; what is not plainly cut stays whole.

    `seen` are the hashes of items cut before in their order: where these stand again one after
    the other, only their hashes are compared.
    """
    spans = list(_spans(body, dict(pairwise(seen))))
    if not spans or spans[-1].end < 0:
        return Cut(body)
    first, last = spans[0].start, spans[-1].end
    frame = first + len(body) - last
    if frame > _FRAME or not all(_is_gap(body, a.end, b.start) for a, b in pairwise(spans)):
        return Cut(body)
    _, _, items, hashes = zip(*spans, strict=True)
    return Cut(body[:first], items, body[last:], hashes)


def _is_gap(body: bytes, start: int, end: int) -> bool:
    """Whether nothing but space and comments stands between two items."""
    return start == end or body[start:end].isspace() or bool(_COMMENTS.fullmatch(body, start, end))


class _Span(NamedTuple):
    """Where an outermost item begins and ends, itself and its hash; an end of -1: it never
    closes."""

    start: int
    end: int
    item: bytes = b""
    digest: bytes = b""


def _spans(body: bytes, follows: Mapping[bytes, bytes]) -> Iterator[_Span]:
    """The outermost items; `follows` says which one stood behind which when they were cut last."""
    pattern, position = _TOKEN, 0
    while span := _next(body, position, pattern):
        if pattern is _TOKEN:
            pattern = _named(body, span.start)
        while span:
            yield span
            position = span.end
            if position < 0:
                return
            span = _again(body, position, follows.get(span.digest))


def _again(body: bytes, position: int, digest: bytes | None) -> _Span | None:
    """The item of that hash, if it stands here: what was an item as a whole once is one again."""
    start = _end(_SPACE.match(body, position))
    if digest is None or body[start : start + 1] != b"<":
        return None
    end = start + _HASH.unpack(digest)[0]
    item = body[start:end]
    return _Span(start, end, item, digest) if item and item_hash(item) == digest else None


def _next(body: bytes, position: int, pattern: re.Pattern[bytes]) -> _Span | None:
    """The next item, found by its tags."""
    depth, start = 0, 0
    for tag in _tags(body, position, pattern):
        if not tag[1]:
            if not _closes_itself(body, tag.end()):
                start, depth = (start, depth + 1) if depth else (tag.start(), 1)
        elif depth > 1:
            depth -= 1
        elif depth:
            end = body.find(b">", tag.end()) + 1
            item = body[start:end]
            return _Span(start, end, item, item_hash(item)) if end else None
    return _Span(start, -1) if depth else None


def _tags(body: bytes, position: int, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """The tags outside of comments and CDATA that bear the name of the first item."""
    while found := pattern.search(body, position):
        position = found.end()
        if found[2] is None:
            end = body.find(_OPAQUE[found[0]], position)
            position = len(body) if end < 0 else end + 3
            continue
        if pattern is _TOKEN:
            pattern = _only(found[2])
        yield found


def _named(body: bytes, start: int) -> re.Pattern[bytes]:
    """_TOKEN for the name of the item that starts there, whose search costs a fifth."""
    found = _TOKEN.match(body, start)
    return _only(found[2]) if found else _TOKEN


@lru_cache(maxsize=64)
def _only(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<(?:!\[CDATA\[|!--|(/?)(" + re.escape(name) + rb")(?=[\s>/]))")


def _closes_itself(body: bytes, position: int) -> bool:
    return body.startswith(b"/>", body.find(b">", position) - 1)


def item_hash(item: bytes) -> bytes:
    """Eight bytes that change when anything in the item's source does: length and checksum.

    It is made of every item of every body that comes; as with `body_hash`, nothing is lost when
    one edit in four thousand million is not noticed.
    """
    return _HASH.pack(len(item), zlib.crc32(item))


def unseen_pieces(document: Cut, seen: Container[bytes]) -> tuple[Piece, ...]:
    """Small documents of the items whose hashes are not in `seen`."""
    if not document.items:
        return (Piece(document.head, ()),)
    pairs = zip(document.hashes, document.items, strict=True)
    unseen = {digest: item for digest, item in pairs if digest not in seen}
    return tuple(_piece(document, part) for part in _chunks(unseen))


def singly(piece: Piece) -> tuple[Piece, ...]:
    """A document for each item of a piece."""
    document = cut(piece.body)
    pairs = zip(document.items, document.hashes, strict=True)
    return tuple(_piece(document, {digest: item}) for item, digest in pairs)


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
