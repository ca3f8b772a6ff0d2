"""Reads news pages of sites without a feed by CSS selectors, and finds the feeds a page names."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from storage.records.feeds import PageSelectors

_MOST, _LINKS = 200, 20
_FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
)


@dataclass(frozen=True, slots=True)
class PageRow:
    """One entry of a news page: raw link, title and date as they stand there."""

    link: str
    title: str
    date: str


def page_entries(body: bytes, page: PageSelectors) -> tuple[PageRow, ...]:
    """The first 200 entries with a link; raises ValueError for a selector that is none."""
    try:
        rows = [_row(node, page) for node in LexborHTMLParser(body).css(page.entry)[:_MOST]]
    except SelectolaxError as error:
        raise ValueError(str(error)) from error
    return tuple(row for row in rows if row is not None)


def named_feeds(body: bytes, url: str) -> tuple[str, ...]:
    """The feed addresses that a web page names in its head, absolute, in its order."""
    links = LexborHTMLParser(body).css("link[rel~=alternate][href]")
    found = [
        urljoin(url, link.attributes.get("href") or "")
        for link in links
        if (link.attributes.get("type") or "").strip().lower() in _FEED_TYPES
    ]
    return tuple(dict.fromkeys(found))


def _row(node: LexborNode, page: PageSelectors) -> PageRow | None:
    links = [node] if node.tag == "a" else node.css(page.link)[:_LINKS]
    href = next((href for link in links if (href := link.attributes.get("href"))), None)
    if href is None:
        return None
    heading = node.css_first(page.title) if page.title else None
    # the first link may be a picture, the last one says "read more"
    words = [_words(link) for link in links if link.attributes.get("href") == href]
    title = (_words(heading) if heading is not None else "") or max(words, key=len)
    day = node.css_first(page.date) if page.date else None
    written = (day.attributes.get("datetime") or _words(day)) if day is not None else ""
    return PageRow(href, title, written)


def _words(node: LexborNode) -> str:
    return node.text(separator=" ").strip()
