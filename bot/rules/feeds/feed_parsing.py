"""Reads one small document into raw entries. Pure, but costly: runs in a parsing worker."""

from __future__ import annotations

import calendar
import io
import json
from contextlib import suppress
from typing import Any

import feedparser

from bot.rules.feeds.feed_dates import read_date
from bot.rules.feeds.feed_pages import page_entries
from bot.rules.feeds.page_guess import guess_selectors
from bot.rules.feeds.plain_feeds import read_plain_xml
from bot.rules.feeds.raw_entries import language_code, literal, minutes, raw_entry
from bot.rules.feeds.said_dates import said_date
from bot.rules.feeds.tamed_xml import with_good_references, without_extensions
from storage.records.feeds import AUTO, Parsed, ParseTask, RawEntry

# what feedparser raises on elements that it half understands: an empty <gml:pos>, a licence
# without its address; each was met in test
_FAILURES = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError)


def read_document(task: ParseTask) -> Parsed:
    """The entries of an XML feed, a JSON feed or a news page; `refused` where it is none."""
    readers = {"xml": _read_xml, "json": _read_json, "page": _read_page}
    return readers[task.kind](task)


def _read_xml(task: ParseTask) -> Parsed:
    return read_plain_xml(task) or read_any_xml(task)


def read_any_xml(task: ParseTask) -> Parsed:
    """Reads with feedparser what was ever called a feed, well-formed or not; `unreadable` where
    feedparser itself fails, also on the document without its extensions."""
    body = with_good_references(task.body)
    for tamed in (body, without_extensions(body)):
        with suppress(*_FAILURES):
            return _read_with_feedparser(tamed, task)
    return Parsed(refused="unreadable", broken=True)


def _read_with_feedparser(body: bytes, task: ParseTask) -> Parsed:
    document = feedparser.parse(
        # BytesIO: feedparser would open a string that looks like an address
        io.BytesIO(body),
        # no content-location: feedparser would resolve guids against it, and an entry's identity
        # would change with the address of its feed
        response_headers={"content-type": "application/xml; charset=utf-8"},
        # sanitising a hostile item of 800 KB costs 21 s; plain text needs none
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not document.version and not document.entries:
        return Parsed(refused="not_a_feed", broken=True)
    atom = document.version.startswith("atom")
    entries = tuple(_xml_entry(entry, task, atom=atom) for entry in document.entries)
    feed = document.feed
    ttl, language = dict.get(feed, "ttl"), dict.get(feed, "language")
    return Parsed(
        entries, None, bool(document.bozo), minutes(_text(ttl)), language_code(_text(language))
    )


def _xml_entry(entry: Any, task: ParseTask, *, atom: bool) -> RawEntry:
    contents = dict.get(entry, "content") or [{}]
    guid = _text(dict.get(entry, "id"))
    return raw_entry(
        task,
        guid=guid,
        link=_text(dict.get(entry, "link"))
        or (guid if guid.startswith("http") else _enclosed(dict.get(entry, "links"))),
        title=_title(entry, atom=atom),
        summary=_text(dict.get(entry, "summary")),
        content=_text(contents[0].get("value")),
        # plain `.get` would answer `updated` with `published`
        published_at=_date(entry, "published", task.zone) or _date(entry, "created", task.zone),
        updated_at=_date(entry, "updated", task.zone),
    )


def _enclosed(links: object) -> str:
    """Where a recording is, for an entry without a page of its own."""
    found = (one for one in _maps(links) if one.get("rel") == "enclosure")
    return next((_text(one.get("href")) for one in found), "")


def _attached(attachments: object) -> str:
    """The same in a JSON feed."""
    return next((_text(one.get("url")) for one in _maps(attachments)), "")


def _maps(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _title(entry: Any, *, atom: bool) -> str:
    """Atom says when `<b>` in a title means the letters `<b>`; elsewhere it is markup."""
    title = _text(dict.get(entry, "title"))
    plain = atom and dict.get(entry, "title_detail", {}).get("type") == "text/plain"
    return literal(title) if plain else title


def _date(entry: Any, name: str, zone: str) -> int | None:
    moment = read_date(_text(dict.get(entry, name)), zone)
    if moment is not None:
        return moment
    parsed = dict.get(entry, f"{name}_parsed")
    try:
        return calendar.timegm(parsed) if isinstance(parsed, tuple) else None
    except (ValueError, OverflowError):
        return None


def _read_json(task: ParseTask) -> Parsed:
    try:
        feed = json.loads(task.body)
    except (ValueError, RecursionError):
        return Parsed(refused="not_a_feed", broken=True)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return Parsed(refused="not_a_feed")
    entries = tuple(_json_entry(item, task) for item in items if isinstance(item, dict))
    return Parsed(entries, language=language_code(_text(feed.get("language"))))


def _json_entry(item: dict[str, object], task: ParseTask) -> RawEntry:
    return raw_entry(
        task,
        guid=_text(item.get("id")),
        link=_text(item.get("url"))
        or _text(item.get("external_url"))
        or _attached(item.get("attachments")),
        title=_text(item.get("title")),
        summary=_text(item.get("summary")),
        content=_text(item.get("content_html"))
        or literal(_text(item.get("content_text"))).replace("\n", "<br>"),
        published_at=read_date(_text(item.get("date_published")), task.zone),
        updated_at=read_date(_text(item.get("date_modified")), task.zone),
    )


def _read_page(task: ParseTask) -> Parsed:
    if task.page is None:
        return Parsed(refused="html_page")
    page = guess_selectors(task.body, task.url) if task.page.entry == AUTO else task.page
    try:
        rows = page_entries(task.body, task.url, page) if page else ()
    except ValueError:
        return Parsed(refused="bad_selector")
    entries = tuple(
        raw_entry(
            task,
            link=row.link,
            title=row.title,
            published_at=said_date(row.date, task.zone, task.now),
        )
        for row in rows
    )
    return Parsed(entries, None if entries else "no_entries_on_page")


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) else ""
