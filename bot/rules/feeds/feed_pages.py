"""Reads news pages of sites without a feed by CSS selectors, and finds the feeds a page names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from storage.records.feeds import PageSelectors

_MOST, _LINKS = 200, 20
ANY_LINK = "a"
_FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/xml",
    "text/xml",
)
# rss, feed.xml, news-rss.php, yandex_rss
_FEED_LIKE = re.compile(r"(?:[\w-]{1,20}[-_.])?(?:rss2?|feed|atom)(?:[-_.]\w{1,20}){0,2}", re.I)
_LOOKED_AT = 1_500
_COMMENTS = ("comment", "комментар", "пікір")


@dataclass(frozen=True, slots=True)
class PageRow:
    """One entry of a news page: its link, absolute, title and date as they stand there."""

    link: str
    title: str
    date: str


def page_entries(body: bytes, url: str, page: PageSelectors) -> tuple[PageRow, ...]:
    """The first 200 entries with a link, each once; raises ValueError for a selector that is
    none."""
    document = LexborHTMLParser(body)
    where = address_of(document, url)
    try:
        rows = [_row(node, page, where) for node in document.css(page.entry)[:_MOST]]
    except SelectolaxError as error:
        raise ValueError(str(error)) from error
    found: dict[str, PageRow] = {}
    for row in rows:
        if row is not None:
            found[row.link or row.title] = _both(found.get(row.link or row.title, row), row)
    return tuple(found.values())


def named_feeds(body: bytes, url: str) -> tuple[str, ...]:
    """The feed addresses that a web page names in its head, absolute, in its order; not those of
    comments, which WordPress names too."""
    document = LexborHTMLParser(body)
    where = address_of(document, url)
    links = [
        link
        for link in document.css("link[rel~=alternate i][href]")
        if _type(link) in _FEED_TYPES and not _is_of_comments(link)
    ]
    found = dict.fromkeys(joined(where, link) for link in links if _goes_somewhere(link))
    return tuple(address for address in found if address)


def pointed_feeds(body: bytes, url: str) -> tuple[str, ...]:
    """The addresses of this site that a page links to and that look like those of feeds."""
    document = LexborHTMLParser(body)
    where, host = address_of(document, url), urlsplit(url).netloc
    links = [link for link in document.css("a[href]")[:_LOOKED_AT] if not _is_of_comments(link)]
    found = dict.fromkeys(joined(where, link) for link in links)
    return tuple(one for one in found if _is_feed_like(one, host))


def address_of(document: LexborHTMLParser, url: str) -> str:
    """What the links of a page are relative to: its <base>, else its own address."""
    base = document.css_first("base[href]")
    return (joined(url, base) if base is not None else "") or url


def joined(where: str, link: LexborNode) -> str:
    """Where a link goes; empty for an address that is none."""
    try:
        return urljoin(where, (link.attributes.get("href") or "").strip())
    except ValueError:
        return ""


def _is_feed_like(address: str, host: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    last = parts.path.rstrip("/").rpartition("/")[2]
    return parts.netloc == host and bool(_FEED_LIKE.fullmatch(last))


def _type(link: LexborNode) -> str:
    return (link.attributes.get("type") or "").partition(";")[0].strip().lower()


def _is_of_comments(link: LexborNode) -> bool:
    said = f"{link.attributes.get('href')} {link.attributes.get('title')}".lower()
    return any(word in said for word in _COMMENTS)


def _row(node: LexborNode, page: PageSelectors, where: str) -> PageRow | None:
    heading = node.css_first(page.title) if page.title else None
    # a selector that was written is obeyed; of all links that of the heading is the way
    within = heading.css("a[href]") if heading is not None and page.link == ANY_LINK else []
    links = [node] if node.tag == "a" else node.css(page.link)[:_LINKS]
    ways = list(filter(_goes_somewhere, within or links)) or list(filter(_goes_somewhere, links))
    if not ways:
        return None
    # the first one may be a picture or a rubric, the last one says "read more"
    goes = max(ways, key=lambda link: len(_words(link)))
    title = (_words(heading) if heading is not None else "") or _words(goes)
    day = node.css_first(page.date) if page.date else None
    written = (day.attributes.get("datetime") or _words(day)) if day is not None else ""
    return PageRow(joined(where, goes), title, written)


def _both(one: PageRow, other: PageRow) -> PageRow:
    """What two places of a page say of one entry: a slider says less than the list."""
    return PageRow(one.link, max(one.title, other.title, key=len), one.date or other.date)


def _goes_somewhere(link: LexborNode) -> bool:
    """A picture that opens on the spot is no way to the entry."""
    href = (link.attributes.get("href") or "").strip().lower()
    return bool(href) and not href.startswith(("#", "javascript:", "mailto:", "tel:"))


def _words(node: LexborNode) -> str:
    return node.text(separator=" ").strip()
