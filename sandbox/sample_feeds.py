"""Serves the sample feeds over HTTP and publishes their news on request. Decides no content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from html import escape
from typing import Any

from aiohttp import web

from sandbox.sample_news import NoSampleError, SampleItem, SampleNews, load_news, marked_title, rss

ITEM_PAGE = """<!doctype html>
<html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body{{font:1.1rem/1.6 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;
color-scheme:light dark}}.note{{border-inline-start:4px solid #d9a441;padding-inline-start:1rem}}
</style><h1>{title}</h1><p>{summary}</p><p class="note">{page}</p></html>
"""


@dataclass(frozen=True, slots=True)
class FeedRoutes:
    """The handlers; `publish_event` tells the chat page, `now` is UTC unix seconds."""

    news: SampleNews
    publish_event: Callable[[dict[str, Any]], None]
    now: Callable[[], int]

    async def feed(self, request: web.Request) -> web.Response:
        """RSS with ETag and Last-Modified; 304 when the reader has it already."""
        lang = request.match_info["lang"]
        if lang not in self.news.feeds:
            raise web.HTTPNotFound
        body = rss(self.news, lang, str(request.url.origin()))
        changed = self.news.changed[lang]
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        headers = {"ETag": tag, "Last-Modified": formatdate(changed, usegmt=True)}
        if _reader_has_it(request, tag, changed):
            return web.Response(status=304, headers=headers)
        headers["Content-Type"] = "application/rss+xml; charset=utf-8"
        return web.Response(body=body, headers=headers)

    async def item(self, request: web.Request) -> web.Response:
        """The small page behind an item's link, saying that it is a sample."""
        item = self.news.find(request.match_info["item_id"])
        if item is None:
            raise web.HTTPNotFound
        feed = self.news.feeds[item.feed]
        page = ITEM_PAGE.format(
            lang=feed.lang,
            title=escape(marked_title(feed, item)),
            summary=escape(item.summary),
            page=escape(feed.page),
        )
        return web.Response(text=page, content_type="text/html")

    async def waiting(self, _request: web.Request) -> web.Response:
        """What has not been published yet: [{feed, id, title}]."""
        return web.json_response(
            [{"feed": i.feed, "id": i.id, "title": i.title} for i in self.news.waiting]
        )

    async def publish(self, request: web.Request) -> web.Response:
        """{feed, id?} publishes a written item, {feed, title, summary?} one of the person's own."""
        try:
            asked = await request.json()
            item = self._publish(asked)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return web.json_response({"error": f"bad request: {error}"}, status=400)
        except NoSampleError as error:
            return web.json_response({"error": str(error)}, status=400)
        told = {"feed": item.feed, "id": item.id, "title": item.title}
        self.publish_event({"kind": "feed", **told})
        return web.json_response(told)

    def _publish(self, asked: dict[str, Any]) -> SampleItem:
        feed, title = str(asked["feed"]), _one_line(asked.get("title"))
        if title:
            return self.news.publish_own(feed, title, _one_line(asked.get("summary")), self.now())
        return self.news.publish(feed, asked.get("id"), self.now())


def _one_line(typed: object) -> str:
    # XML 1.0 has no place for control characters, not even escaped.
    words = "".join(c if c.isprintable() else " " for c in str(typed or ""))
    return " ".join(words.split())


def _reader_has_it(request: web.Request, tag: str, changed: int) -> bool:
    offered = request.headers.get("If-None-Match")
    if offered is not None:
        return offered.strip() == "*" or tag in [
            one.strip().removeprefix("W/") for one in offered.split(",")
        ]
    since = request.headers.get("If-Modified-Since")
    if since is None:
        return False
    try:
        return changed <= parsedate_to_datetime(since).timestamp()
    except ValueError:
        return False


def add_feed_routes(
    app: web.Application,
    publish_event: Callable[[dict[str, Any]], None],
    now: Callable[[], int],
) -> None:
    """Adds /feeds/{kk,ru}.xml, /feeds/item/<id>, /sim/feeds and /sim/feeds/publish to `app`."""
    routes = FeedRoutes(load_news(now()), publish_event, now)
    app.router.add_get("/feeds/{lang}.xml", routes.feed)
    app.router.add_get("/feeds/item/{item_id}", routes.item)
    app.router.add_get("/sim/feeds", routes.waiting)
    app.router.add_post("/sim/feeds/publish", routes.publish)
