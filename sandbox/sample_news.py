"""Holds the invented news of the sample feeds and writes them as RSS 2.0. Knows no HTTP."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import formatdate
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import yaml

NEWS_FILE = Path(__file__).with_name("sample_news.yaml")
IN_DAYS = re.compile(r"\{in (\d+) days\}")


class NoSampleError(Exception):
    """Nobody wrote that feed or item, or it is published already."""


@dataclass(frozen=True, slots=True)
class SampleFeed:
    """Fixed texts of one feed; `mark` follows every title, `note` opens every summary."""

    lang: str
    title: str
    description: str
    mark: str
    note: str
    page: str


@dataclass(frozen=True, slots=True)
class SampleItem:
    """One invented news item; `hours_ago` is None while it waits to be published."""

    id: str
    feed: str
    title: str
    summary: str
    hours_ago: int | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """An item and when it came out, in UTC unix seconds."""

    item: SampleItem
    at: int


@dataclass(slots=True)
class SampleNews:
    """What is out, what waits, and when each feed last changed (strictly growing, UTC seconds)."""

    feeds: dict[str, SampleFeed]
    waiting: list[SampleItem]
    published: list[Published]
    changed: dict[str, int] = field(default_factory=dict)
    own: int = 0

    def publish(self, feed: str, item_id: str | None, now: int) -> SampleItem:
        """The named waiting item of `feed`, or its first one, comes out now."""
        for item in self.waiting:
            if item.feed == feed and item_id in (None, item.id):
                self.waiting.remove(item)
                return self._put_out(item, now)
        raise NoSampleError(f"nothing waits in feed {feed!r} under id {item_id!r}")

    def publish_own(self, feed: str, title: str, summary: str, now: int) -> SampleItem:
        """An item typed by the person at the page comes out now."""
        if feed not in self.feeds:
            raise NoSampleError(f"no feed {feed!r}")
        self.own += 1
        return self._put_out(SampleItem(f"{feed}-own-{self.own}", feed, title, summary), now)

    def find(self, item_id: str) -> SampleItem | None:
        """The published item of that id."""
        return next((p.item for p in self.published if p.item.id == item_id), None)

    def newest_first(self, feed: str) -> list[Published]:
        """What one feed shows."""
        shown = [p for p in self.published if p.item.feed == feed]
        return sorted(shown, key=lambda p: p.at, reverse=True)

    def _put_out(self, item: SampleItem, now: int) -> SampleItem:
        self.published.append(Published(item, now))
        # Two in one second must still look newer to a client that only knows Last-Modified.
        self.changed[item.feed] = max(now, self.changed.get(item.feed, 0) + 1)
        return item


def marked_title(feed: SampleFeed, item: SampleItem) -> str:
    """The title as readers see it, saying that it is a sample."""
    return f"{item.title} ({feed.mark})"


def load_news(now: int, path: Path = NEWS_FILE) -> SampleNews:
    """The written news; those with `hours_ago` are out already, dated before `now`."""
    raw = _written(path)
    feeds = {lang: SampleFeed(lang=lang, **texts) for lang, texts in raw["feeds"].items()}
    news = SampleNews(feeds, waiting=[], published=[])
    for entry in raw["items"]:
        summary = IN_DAYS.sub(lambda days: _day(now, int(days[1])), entry["summary"])
        feed = str(entry["id"]).partition("-")[0]
        item = SampleItem(**{**entry, "feed": feed, "summary": summary})
        if item.hours_ago is None:
            news.waiting.append(item)
        else:
            news.published.append(Published(item, now - item.hours_ago * 3600))
    for lang in feeds:
        news.changed[lang] = max((p.at for p in news.newest_first(lang)), default=now)
    return news


@cache
def _written(path: Path) -> Mapping[str, Any]:
    """Read once: worlds are begun anew more often than the file is written."""
    raw: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return raw


def _day(now: int, later: int) -> str:
    return datetime.fromtimestamp(now + later * 86_400, UTC).strftime("%d.%m.%Y")


def rss(news: SampleNews, lang: str, origin: str) -> bytes:
    """RSS 2.0 of one feed; item links point below `origin` (scheme://host:port)."""
    feed = news.feeds[lang]
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _texts(channel, title=feed.title, link=origin, description=feed.description, language=lang)
    for out in news.newest_first(lang):
        node = ET.SubElement(channel, "item")
        _texts(
            node,
            title=marked_title(feed, out.item),
            link=f"{origin}/feeds/item/{out.item.id}",
            description=f"{feed.note} {out.item.summary}".strip(),
            pubDate=formatdate(out.at, usegmt=True),
        )
        ET.SubElement(node, "guid", isPermaLink="false").text = f"sample:{out.item.id}"
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _texts(node: ET.Element, **children: str) -> None:
    for name, text in children.items():
        ET.SubElement(node, name).text = text
