"""Makes a document bearable for feedparser, which fails on what it does not expect."""

from __future__ import annotations

import re

_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
# digits of the last letter of Unicode, in the longer of both writings
_DIGITS, _LAST = 7, 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
# what an entry is read from, by names without their prefix
_NEEDED = (
    rb"rss|feed|rdf|channel|items?|entry|title|link|guid|id|description|summary|content|encoded|"
    rb"pubdate|published|updated|modified|issued|created|date|seq|li|language|ttl|div"
)
# extensions whose names look like those
_EXTENSIONS = rb"media|itunes|googleplay|georss|geo|gml|cc|creativecommons|psc|podcast"
_UNNEEDED = re.compile(
    rb"</?(?:(?:" + _EXTENSIONS + rb"):[\w.-]{1,60}|(?![\w.-]{1,40}:(?:" + _NEEDED + rb")[\s/>])"
    rb"[\w.-]{1,40}:[\w.-]{1,60}|textinput|cloud|image|width|height|where|license)(?=[\s/>])"
    rb"[^<>]{0,2000}>",
    re.I,
)


def with_good_references(document: bytes) -> bytes:
    """The document without numbers of letters that are none, as `&#xD800;`."""
    return _REFERENCE.sub(_kept, document) if b"&#" in document else document


def without_extensions(document: bytes) -> bytes:
    """The document without the tags that no entry is read from; what stands in them stays."""
    return _UNNEEDED.sub(b" ", document)


def _kept(found: re.Match[bytes]) -> bytes:
    digits, base = (found[1], 16) if found[1] else (found[2], 10)
    digits = digits.lstrip(b"0") or b"0"
    letter = int(digits, base) if len(digits) <= _DIGITS else _LAST + 1
    return b"" if letter > _LAST or letter in _SURROGATES else found[0]
