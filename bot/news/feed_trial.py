"""Reads one feed as a poll would and says what would be taken; stores and announces nothing."""

import asyncio
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.json_lines import Line, as_json
from bot.news.classify_trial import said_of
from bot.news.feed_reader import read_feed
from bot.news.feed_scout import page_of
from bot.ports.news import Fetcher, Parser
from bot.problems import Refusal
from bot.rules.feeds.feed_pages import named_feeds
from bot.rules.feeds.identity import same_address
from bot.rules.feeds.page_guess import guess_selectors
from bot.rules.news.classify import classify
from bot.rules.news.facts import named_days
from bot.rules.news.news_catalog import NewsCatalog
from storage.records.facts import Fact
from storage.records.feeds import (
    Entry,
    FeedRequest,
    FeedSpec,
    FeedState,
    Fetched,
    Outcome,
    PageSelectors,
)
from storage.records.news import EntryText

log = logging.getLogger(__name__)
# of any scheme: the fetcher says which it refuses
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
# of a file as of an answer (bot/net/feeds.py)
_BIGGEST = 5 * 1024 * 1024


class FeedTrial:
    """Tries files and addresses; one listed in feeds.yaml has its zone, region and selectors."""

    def __init__(
        self, fetcher: Fetcher, parser: Parser, catalog: NewsCatalog, feeds: Sequence[FeedSpec]
    ) -> None:
        self._fetcher, self._parser = fetcher, parser
        self._catalog, self._feeds = catalog, feeds

    async def show(self, target: str, now: int, say: Callable[[str], object]) -> int:
        """Say what `target` (an address, an id of feeds.yaml, a file) brings, in JSON lines.

        A line for each entry, or one with the reason for refusing all, and 1 is returned; what is
        wrong with a feed that is taken goes to the log. Raises Refusal for an unreadable file.
        """
        spec = self._listed(target)
        url = spec.url if spec else target
        state = FeedState(spec.id, url, spec.zone, spec.page) if spec else FeedState("trial", url)
        fetched = await self._fetch(url)
        result = await read_feed(state, _Given(fetched), self._parser, now)
        notes = result.health.notes
        if not result.new:
            say(as_json(_refused(result.health.reason or ", ".join(notes), fetched)))
            return 1
        for entry in result.new:
            say(as_json(self._line(entry, state.zone, spec.region if spec else None)))
        if notes:
            log.warning("The feed is taken, though: %s", ", ".join(notes))
        return 0

    def _listed(self, target: str) -> FeedSpec | None:
        where = same_address(target)
        found = (one for one in self._feeds if one.id == target or same_address(one.url) == where)
        return next(found, None)

    async def _fetch(self, url: str) -> Fetched:
        if _ADDRESS.match(url):
            return await self._fetcher.fetch(FeedRequest(url))
        return await asyncio.to_thread(_read_file, Path(url))

    def _line(self, entry: Entry, zone: str, region: str | None) -> Line:
        """What a poll keeps of an entry, and what it decides about it."""
        decision = classify(EntryText(entry.title, entry.text or entry.lead), region, self._catalog)
        return {
            "identity": entry.identity,
            "link": entry.link,
            "title": entry.title,
            "lead": entry.lead,
            "published_at": _moment(entry.published_at),
            **said_of(decision),
            "facts": [_said_of_day(fact) for fact in named_days(entry, zone)],
        }


class _Given:
    """A Fetcher of what was fetched already."""

    def __init__(self, fetched: Fetched) -> None:
        self._fetched = fetched

    async def fetch(self, request: FeedRequest) -> Fetched:  # noqa: ARG002 - the port's name
        return self._fetched


def _read_file(path: Path) -> Fetched:
    try:
        with path.open("rb") as file:
            body = file.read(_BIGGEST + 1)
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.") from error
    fetched = Fetched(Outcome.FRESH, final_url=path.as_uri() if path.is_absolute() else "")
    if len(body) > _BIGGEST:
        return replace(fetched, outcome=Outcome.REFUSED, reason="too_big")
    return replace(fetched, body=body)


def _refused(reason: str, fetched: Fetched) -> dict[str, Any]:
    line: dict[str, Any] = {"refused": reason}
    if fetched.status:
        line["status"] = fetched.status
    if reason == "html_page":
        feeds = named_feeds(fetched.body, fetched.final_url)
        page = guess_selectors(page_of(fetched), fetched.final_url)
        line |= {"feeds_of_this_page": feeds} if feeds else {}
        line |= {"page": _chosen(page)} if page else {}
    return line


def _chosen(page: PageSelectors) -> dict[str, str]:
    """As `page:` of feeds.yaml would say it."""
    return {name: selector for name, selector in asdict(page).items() if selector}


def _said_of_day(fact: Fact) -> dict[str, str | None]:
    return {
        "kind": fact.kind,
        "day": fact.day.isoformat(),
        "last_day": fact.last_day.isoformat() if fact.last_day else None,
        "clock": f"{fact.clock:%H:%M}" if fact.clock else None,
        "sentence": fact.sentence,
    }


def _moment(at: int | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat()
