"""Prepares a fetched body for the parser: decoded, told apart by content, cut to what is unseen."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from bot.rules.feeds.decoding import decode, looks_garbled
from bot.rules.feeds.feed_items import Piece, cut, sniff, unseen_pieces, without_declaration

REFUSALS = {"html": "html_page", "empty": "empty_body", "other": "not_a_feed"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What to parse of one body. `hashes` are the sources of all items in order (none when the
    body was not cut), `pieces` small documents of `kind` (xml, json, page) with the unseen ones."""

    kind: str
    hashes: tuple[bytes, ...] = ()
    pieces: tuple[Piece, ...] = ()
    refused: str | None = None
    garbled: bool = False


def prepare(body: bytes, content_type: str, seen: Container[bytes], *, page: bool) -> Prepared:
    """Costs some milliseconds for each megabyte; `page` says that a web page is expected."""
    decoded = decode(body, content_type)
    clean = decoded.encoding == "utf-8" and not decoded.damaged
    kind, document = sniff(body if clean else decoded.text.encode("utf-8", "replace"))
    document = without_declaration(document)
    garbled = decoded.damaged or looks_garbled(decoded.text)
    if page and kind in ("html", "other"):
        return Prepared("page", (), (Piece(document, ()),), garbled=garbled)
    if kind in REFUSALS:
        return Prepared(kind, refused=REFUSALS[kind])
    if kind != "xml":
        return Prepared(kind, (), (Piece(document, ()),), garbled=garbled)
    hashes, pieces = unseen_pieces(cut(document), seen)
    return Prepared(kind, hashes, tuple(pieces), garbled=garbled)
