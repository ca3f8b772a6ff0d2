"""Prepares a fetched body for the parser: decoded, told apart by content, cut to what is unseen."""

from __future__ import annotations

from collections.abc import Sequence
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


def prepare(body: bytes, content_type: str, seen: Sequence[bytes], *, page: bool) -> Prepared:
    """Costs some milliseconds for each megabyte that is new. `seen` are the hashes of the items of
    the bodies before, in their order; `page` says that a web page is expected."""
    plain = None if page else _plain(body, seen)
    return plain or _any(body, content_type, seen, page=page)


def _plain(body: bytes, seen: Sequence[bytes]) -> Prepared | None:
    """A feed in UTF-8, of which only the unseen items are decoded; None for all others.

    What is seen needs no second look: its hash is that of bytes found to be UTF-8 before.
    """
    kind, document = sniff(body)
    if kind != "xml":
        return None
    found = cut(without_declaration(document), seen)
    pieces = unseen_pieces(found, frozenset(seen))
    try:
        texts = [piece.body.decode() for piece in pieces]
    except UnicodeDecodeError:
        return None
    return Prepared("xml", found.hashes, pieces, garbled=looks_garbled("".join(texts[:1])))


def _any(body: bytes, content_type: str, seen: Sequence[bytes], *, page: bool) -> Prepared:
    decoded = decode(body, content_type)
    kind, document = sniff(decoded.text.encode("utf-8", "replace"))
    document = without_declaration(document)
    garbled = decoded.damaged or looks_garbled(decoded.text)
    if page and kind in ("html", "other"):
        return Prepared("page", (), (Piece(document, ()),), garbled=garbled)
    if kind in REFUSALS:
        return Prepared(kind, refused=REFUSALS[kind])
    if kind != "xml":
        return Prepared(kind, (), (Piece(document, ()),), garbled=garbled)
    found = cut(document, seen)
    pieces = unseen_pieces(found, frozenset(seen))
    return Prepared(kind, found.hashes, pieces, garbled=garbled)
