"""Reads plain, well-formed RSS 2.0 and Atom ten times as fast as feedparser does.

Refuses (None) whatever is unusual or broken: feedparser knows how to read that, and must.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from bot.rules.feeds.feed_dates import read_date
from bot.rules.feeds.raw_entries import language_code, literal, minutes, raw_entry
from storage.records.feeds import Parsed, ParseTask, RawEntry

_ATOM = "{http://www.w3.org/2005/Atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
# in an RSS item: what is read, and what feedparser takes no notice of for these fields either
_READ = frozenset({"title", "link", "guid", "description", "pubDate", f"{_DC}date", _CONTENT})
_IGNORED = frozenset(
    {"author", "category", "comments", "enclosure", "source", f"{_DC}creator", f"{_DC}subject"}
)
# elements that never stand for a title, a link, a text or a date, unless others are inside
_HARMLESS = (
    "{http://search.yahoo.com/mrss/}content",
    "{http://search.yahoo.com/mrss/}thumbnail",
    "{http://purl.org/rss/1.0/modules/slash/}",
    "{http://wellformedweb.org/CommentAPI/}",
    "{http://news.yandex.ru}",
    "{com-wordpress:feed-additions:1}",
    "{http://turbo.yandex.ru}",
)
_ENTRY_READ = frozenset(
    f"{_ATOM}{name}"
    for name in ("title", "link", "id", "summary", "content", "published", "updated")
)
_ENTRY_IGNORED = frozenset(
    f"{_ATOM}{name}" for name in ("author", "category", "contributor", "rights")
)
_OTHER_LINKS = frozenset({"enclosure", "related", "self", "edit", "replies", "via"})
_TEXT_TYPES = frozenset({"text", "html"})
_PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml"})
# letters of Windows-1252 that somebody took for Latin-1: feedparser puts them right
_MISTAKEN = re.compile("[\x80-\x9f]")


class _Unusual(Exception):  # noqa: N818 - it is a finding, not a fault
    """Something that only feedparser reads rightly."""


def read_plain_xml(task: ParseTask) -> Parsed | None:
    """The same as feedparser would give, or None."""
    if b"<!DOCTYPE" in task.body or b"<!ENTITY" in task.body or b"xml:base" in task.body:
        return None
    try:
        root = ElementTree.fromstring(task.body)  # noqa: S314 - no DTD gets here, see above
        parsed = _read_root(root, task)
    except (ElementTree.ParseError, _Unusual):
        return None
    # entries that stand where they should not are feedparser's to find
    return parsed if parsed.entries else None


def _read_root(root: ElementTree.Element, task: ParseTask) -> Parsed:
    if root.tag == "rss":
        return _read_rss(root, task)
    if root.tag == f"{_ATOM}feed":
        return _read_atom(root, task)
    raise _Unusual


def _read_rss(root: ElementTree.Element, task: ParseTask) -> Parsed:
    if len(root) != 1 or root[0].tag != "channel":
        raise _Unusual
    channel = root[0]
    entries = tuple(_rss_entry(item, task) for item in channel.iterfind("item"))
    language = channel.findtext("language") or channel.findtext(f"{_DC}language") or ""
    return Parsed(
        entries, ttl_s=minutes(channel.findtext("ttl") or ""), language=language_code(language)
    )


def _rss_entry(item: ElementTree.Element, task: ParseTask) -> RawEntry:
    texts = dict(_texts(item))
    guid, link = texts.get("guid", ""), texts.get("link", "")
    heard = item.find("enclosure") is not None
    if not link and not guid.startswith("http") and (guid or heard):
        raise _Unusual
    return raw_entry(
        task,
        guid=guid,
        link=link or guid,
        title=texts.get("title", ""),
        summary=texts.get("description", ""),
        content=texts.get(_CONTENT, ""),
        published_at=_date(texts.get("pubDate"), task),
        updated_at=_date(texts.get(f"{_DC}date"), task),
    )


def _texts(item: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """The fields of an RSS item; one that comes twice or holds elements is unusual."""
    seen: set[str] = set()
    for field in item:
        if field.tag in _READ:
            if len(field) or field.tag in seen or field.get("type") or field.get("mode"):
                raise _Unusual
            seen.add(field.tag)
            yield field.tag, _text(field)
        else:
            _pass_over(field, _IGNORED)


def _read_atom(root: ElementTree.Element, task: ParseTask) -> Parsed:
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    entries = tuple(_atom_entry(entry, task) for entry in root.iterfind(f"{_ATOM}entry"))
    return Parsed(entries, language=language_code(language))


def _atom_entry(entry: ElementTree.Element, task: ParseTask) -> RawEntry:
    texts: dict[str, str] = {}
    links: list[str] = []
    for field in entry:
        name = field.tag.removeprefix(_ATOM)
        if field.tag == f"{_ATOM}link":
            links += _page_link(field)
        elif field.tag in _ENTRY_READ:
            if len(field) or name in texts or field.get("src"):
                raise _Unusual
            texts[name] = _markup(field, name)
        else:
            _pass_over(field, _ENTRY_IGNORED)
    guid = texts.get("id", "")
    heard = not links and not guid.startswith("http") and entry.find(f"{_ATOM}link") is not None
    if len(links) > 1 or heard:
        raise _Unusual
    return raw_entry(
        task,
        guid=guid,
        link=links[0] if links else guid if guid.startswith("http") else "",
        title=texts.get("title", ""),
        summary=texts.get("summary", ""),
        content=texts.get("content", ""),
        published_at=_date(texts.get("published"), task),
        updated_at=_date(texts.get("updated"), task),
    )


def _page_link(field: ElementTree.Element) -> list[str]:
    rel = field.get("rel", "alternate")
    if rel in _OTHER_LINKS:
        return []
    if rel != "alternate" or not field.get("href") or field.get("type", "") not in _PAGE_TYPES:
        raise _Unusual
    return [field.get("href", "").strip()]


def _markup(field: ElementTree.Element, name: str) -> str:
    """Atom says whether a title is markup; other texts are read as markup either way."""
    text, kind = _text(field), field.get("type", "text")
    if kind not in _TEXT_TYPES or field.get("mode"):
        raise _Unusual
    return literal(text) if name == "title" and kind == "text" else text


def _text(field: ElementTree.Element) -> str:
    text = (field.text or "").strip()
    if _MISTAKEN.search(text):
        raise _Unusual
    return text


def _date(text: str | None, task: ParseTask) -> int | None:
    moment = read_date(text, task.zone) if text else None
    if text and moment is None:
        raise _Unusual
    return moment


def _pass_over(field: ElementTree.Element, ignored: frozenset[str]) -> None:
    if field.tag in ignored or (field.tag.startswith(_HARMLESS) and not len(field)):
        return
    raise _Unusual
