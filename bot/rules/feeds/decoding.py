"""Turns the bytes of a feed into text, whatever its headers claim about their encoding."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ZEROS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})["']""", re.I)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{2,40})""", re.I)
_HIGH = re.compile(rb"[\x80-\xff]+")
_SAMPLE = 65_536
# what servers say by default about texts that they never looked at
_WEAK = frozenset({"iso8859-1", "cp1252", "ascii", "utf-8"})
_COMMON = "оеаинтсрвлк"
_LOWER = "бгдёжзймпуфхцчшщъыьэюя"
# Cyrillic of cp1251 that neither Russian nor Kazakh uses: in kz1048 these bytes are Kazakh letters
_FOREIGN = re.compile("[ЎўЈЌќЊњЋћЏџЉљ]")
_KAZAKH = re.compile("[ӘәҒғҚқҢңӨөҰұҮүҺһ]")
_MOJIBAKE = re.compile(
    # its first letter stands in one set: the search skips all others
    "[ÐÑРС\ufffd](?:(?<=[ÐÑ])[\x80-¿Ѐ-џ]|(?<=[РС])[°-¿ЂЃѓ‚„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџѕј]|(?<=\ufffd))"
)
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the codec that gave it, and whether bytes had to be replaced by U+FFFD."""

    text: str
    encoding: str
    damaged: bool = False


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Strict UTF-8, then a byte order mark, then what is declared, then the better of cp1251 and
    koi8-r (or kz1048, where Kazakh letters stand in it). Never fails."""
    wide = _wide(body)
    if wide:
        return wide
    try:
        return Decoded(body.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError:
        return _nearly_utf8(body) or _single_byte(body, content_type)


def looks_garbled(text: str) -> bool:
    """Whether a text was decoded wrongly before it reached us (mojibake)."""
    sample = text[:4_000]
    marks = len(_MOJIBAKE.findall(sample))
    return marks > 4 and marks * 8 > len(_LETTERS.findall(sample))


def _wide(body: bytes) -> Decoded | None:
    for mark, codec in _BOMS[1:]:
        if body.startswith(mark):
            return _replacing(body[len(mark) :], codec)
    for start, codec in _ZEROS:
        if body.startswith(start):
            return _replacing(body, codec)
    return None


def _replacing(body: bytes, codec: str) -> Decoded:
    text = body.decode(codec, "replace")
    return Decoded(text, codec, "\ufffd" in text)


def _nearly_utf8(body: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes (a title cut in the middle of a letter) stays UTF-8."""
    text = body.decode("utf-8-sig", "replace")
    broken, high = text.count("\ufffd"), len(text) - len(text.encode("ascii", "ignore"))
    return Decoded(text, "utf-8", damaged=True) if broken * 50 < high else None


def _single_byte(body: bytes, content_type: str) -> Decoded:
    declared = _declared(body, content_type)
    if declared and not (declared in _WEAK and _cyrillic_like(body)):
        try:
            return _kazakh(body, Decoded(body.decode(declared), declared))
        except UnicodeDecodeError:
            pass
    better = max(("cp1251", "koi8-r"), key=lambda codec: _score(body, codec))
    return _kazakh(body, _replacing(body, better))


def _declared(body: bytes, content_type: str) -> str | None:
    in_xml, in_header = _DECLARED.search(body[:1_024]), _CHARSET.search(content_type)
    names = [in_xml.group(1).decode("ascii")] if in_xml else []
    names += [in_header.group(1)] if in_header else []
    for name in names:
        try:
            found = codecs.lookup(name)
        except LookupError:
            continue
        # hex, rot13 and the like are codecs too, but not of texts
        if getattr(found, "_is_text_encoding", True) and found.name != "utf-8":
            return found.name
    return None


def _cyrillic_like(body: bytes) -> bool:
    """Cyrillic words are runs of high bytes; in western texts such bytes stand alone."""
    runs = _HIGH.findall(body[:_SAMPLE])
    return sum(len(run) for run in runs if len(run) > 1) > 0.8 * sum(map(len, runs))


def _score(body: bytes, codec: str) -> int:
    """How Russian or Kazakh the text looks: lower case is frequent, о е а и above all."""
    text = body[:_SAMPLE].decode(codec, "replace")
    common, lower = sum(map(text.count, _COMMON)), sum(map(text.count, _LOWER))
    return 3 * common + lower - 5 * text.count("\ufffd")


def _kazakh(body: bytes, found: Decoded) -> Decoded:
    """STRK1048 (kz1048) is cp1251 with Kazakh letters; feeds that use it declare cp1251."""
    if found.encoding != "cp1251" or not _FOREIGN.search(found.text):
        return found
    text = body.decode("kz1048", "replace")
    if len(_KAZAKH.findall(text)) < len(_FOREIGN.findall(found.text)):
        return found
    return Decoded(text, "kz1048", "\ufffd" in text)
