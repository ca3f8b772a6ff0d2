"""A town for scenario tests: real stores, rules and doors; feeds and clock are the test's."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from aiogram.types import User

from bot.links import DeepLinks
from bot.news.alert_rounds import AlertRounds
from bot.news.digest_composer import Composer
from bot.news.digest_rounds import DigestRounds
from bot.news.digests import Digests
from bot.news.fewer import Fewer
from bot.news.gathering import News
from bot.news.saved import Saved
from bot.news.search import Search, SearchIndexing
from bot.news.subscriptions import SubscriptionHooks, Subscriptions
from bot.news.whys import Whys
from handlers import strays
from handlers.context import Context
from handlers.dispatch import Dispatch
from handlers.news import news as news_door
from handlers.news import preferences, reading, saved, search, start, when, why
from handlers.news import stories as stories_door
from handlers.news.digest_view import DigestMessage
from storage.database import Database
from storage.records.feeds import (
    Entry,
    FeedSpec,
    FeedState,
    HealthLine,
    Outcome,
    PollResult,
)
from storage.records.people import Subscriber
from storage.stores import Stores, stores
from tests.shipped import catalog, opened_database, story_words, texts

NOW = 1_795_327_200  # Sunday 22 November 2026, 11:00 in Aqtobe
ZONE = "Asia/Aqtobe"
ME = User(id=42, is_bot=True, first_name="Алтын көпір", username="altyn_kopir_bot")
AIGUL, IRINA = 1001, 1002
FEEDS = (
    FeedSpec("gazet", "Ақтөбе газеті", ("kk",), "KZ-15", "https://gazet.example/rss"),
    FeedSpec("diapazon", "Диапазон", ("ru",), "KZ-15", "https://diapazon.example/rss"),
)


@cache
def composer() -> Composer:
    return Composer(texts(), catalog())


@cache
def digest_view() -> DigestMessage:
    return DigestMessage(texts(), DeepLinks("altyn_kopir_bot"))


@cache
def dispatch() -> Dispatch:
    """Who hears updates: the routers are put together once, they know nothing of a town."""
    reads = (news_door, stories_door, saved, search, why)
    routers = (start, preferences, when, reading, *reads, strays)
    context = Context(texts(), services, extra={"composer": composer()})
    return Dispatch(ME, [one.build_router() for one in routers], context)


def services(opened: Stores, now: int) -> dict[str, Any]:
    """What the doors of news work with."""
    return {
        "subscriptions": Subscriptions(opened, now, ZONE),
        "digests": Digests(opened, composer(), digest_view(), now),
        "saved": Saved(opened, now),
        "fewer": Fewer(opened, composer(), Subscriptions(opened, now, ZONE)),
        "search": Search(opened, catalog(), story_words()),
        "whys": Whys(opened, composer(), Search(opened, catalog(), story_words())),
    }


@dataclass
class Town:
    """`published` are the entries each feed shows; `owed` reads what was put into the outbox."""

    database: Database
    now: int = NOW
    published: dict[str, list[Entry]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    update_id: int = 0
    woken: int = 0

    def __post_init__(self) -> None:
        self.texts, self.catalog, self.words = texts(), catalog(), story_words()
        self.composer, self.view = composer(), digest_view()
        self.news = News(self.database, self._read, self.catalog, self.words, self.clock)
        self.rounds = DigestRounds(self.database, self.composer, self.view, self.clock, self._wake)
        self.alerts = AlertRounds(self.database, self.composer, self.view, self.clock, self._wake)
        self.index = SearchIndexing(self.database, self.catalog, self.words)
        self.dispatch = dispatch()

    def clock(self) -> int:
        return self.now

    def _wake(self) -> None:
        self.woken += 1

    def publish(self, feed: str, title: str, lead: str = "", *, age: int = 600) -> Entry:
        """A feed shows one entry more, dated that many seconds ago."""
        number = sum(map(len, self.published.values()))
        entry = Entry(
            feed_id=feed,
            identity=f"{number:032x}",
            link=f"https://{feed}.example/{number}",
            title=title,
            lead=lead,
            text=lead,
            content_hash=f"{title}|{lead}",
            seen_at=self.now,
            published_at=self.now - age,
        )
        self.published.setdefault(feed, []).append(entry)
        return entry

    async def _read(self, states: Sequence[FeedState], now: int) -> list[PollResult]:
        return [self._polled(state, now) for state in states]

    def _polled(self, state: FeedState, now: int) -> PollResult:
        if state.id in self.broken:
            health = HealthLine(state.id, Outcome.FAILED, "timeout")
            failed = _after(state, now, failures=state.failures + 1, last_error="timeout")
            return PollResult(failed, health)
        after = _after(state, now, first_poll_done=True, last_success_at=now)
        entries = tuple(self.published.get(state.id, ()))
        health = HealthLine(state.id, Outcome.FRESH, items=len(entries))
        return PollResult(after, health, new=entries, announce=state.first_poll_done)

    async def poll(self) -> None:
        """Every feed is due and asked."""
        async with self.database.transaction() as transaction:
            await transaction.run("UPDATE feeds SET next_poll_at = 0")
        await self.news.poll_due()

    async def says(self, text: str, who: int = AIGUL, language: str = "kk") -> list[Any]:
        """A person writes to the bot; return the bodies of what is said to it, in order."""
        message = {**_message(who, language, self.now), "text": text}
        if text.startswith("/"):
            length = len(text.split()[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return await self.gets({"message": message})

    async def taps(self, data: str, who: int = AIGUL, language: str = "kk") -> list[Any]:
        """A person presses a button of a message of the bot."""
        message = {**_message(who, language, self.now), "text": "…", "message_id": 5}
        return await self.gets(
            {
                "callback_query": {
                    "id": "1",
                    "from": _person(who, language),
                    "chat_instance": "1",
                    "message": message,
                    "data": data,
                }
            }
        )

    async def gets(self, update: dict[str, Any]) -> list[Any]:
        """Handle one update as the inbox worker does."""
        self.update_id += 1
        body = json.dumps({"update_id": self.update_id, **update})
        async with self.database.transaction() as transaction:
            opened = stores(transaction)
            calls = await self.dispatch.handle(body, opened, self.now)
            await opened.outbox.owe(calls, self.now)
        return [{"method": call.method, **call.body} for call in calls]

    async def joins(self, who: int = AIGUL, language: str = "kk", minutes: int = 480) -> list[Any]:
        """The three taps after /start; return what the last one brings."""
        await self.says("/start", who, language)
        await self.taps(f"tongue:{language}:j", who, language)
        await self.taps("hours:j", who, language)
        return await self.taps(f"at:{minutes}:j", who, language)

    async def owed(self, who: int) -> list[str]:
        """The texts of scheduled digests owed to a person so far, in order."""
        async with self.database.transaction() as transaction:
            rows = await transaction.all(
                """
                SELECT editions.body FROM outbox JOIN editions ON editions.id = edition_id
                WHERE chat_id = :who ORDER BY outbox.id
                """,
                who=who,
            )
        return [json.loads(row["body"])["text"] for row in rows]

    async def subscriber(self, who: int = AIGUL) -> Subscriber:
        async with self.database.transaction() as transaction:
            found = await stores(transaction).subscribers.get(who)
        assert found is not None
        return found

    async def blocks(self, who: int = AIGUL) -> None:
        async with self.database.transaction() as transaction:
            await SubscriptionHooks().on_blocked(stores(transaction), who, self.now)


def _after(state: FeedState, now: int, **changes: Any) -> FeedState:
    return replace(state, next_poll_at=now + 900, last_poll_at=now, **changes)


def _person(who: int, language: str) -> dict[str, Any]:
    return {"id": who, "is_bot": False, "first_name": "Айгүл", "language_code": language}


def _message(who: int, language: str, now: int) -> dict[str, Any]:
    return {
        "message_id": 1,
        "date": now,
        "chat": {"id": who, "type": "private", "first_name": "Айгүл"},
        "from": _person(who, language),
    }


@asynccontextmanager
async def opened_town(folder: Path) -> AsyncIterator[Town]:
    """A town over a database in that folder."""
    async with town_over(await opened_database(folder / "town.db")) as town:
        yield town


@asynccontextmanager
async def town_over(database: Database) -> AsyncIterator[Town]:
    """A town whose feeds are listed and were never polled; the database is closed after it."""
    try:
        town = Town(database)
        await town.news.list_feeds(FEEDS)
        yield town
    finally:
        await database.close()


def texts_of(calls: Sequence[dict[str, Any]]) -> list[str]:
    return [call["text"] for call in calls if call.get("text")]


def buttons_of(call: dict[str, Any]) -> dict[str, str]:
    rows = call["reply_markup"]["inline_keyboard"]
    return {one["text"]: one["callback_data"] for row in rows for one in row}
