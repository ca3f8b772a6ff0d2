"""Lets subscribers live through a year in minutes, and says what must have come to each of them.

`python -m tests.reach.year [SUBSCRIBERS [DAYS [SEED]]]`, or `make year`: 200 of them, 365 days.
"""

from __future__ import annotations

import asyncio
import bisect
import json
import random
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.links import DeepLinks
from bot.news.digest_composer import Composer
from bot.news.digest_rounds import DigestRounds
from bot.news.subscriptions import SubscriptionHooks, Subscriptions
from handlers.news.digest_view import DigestMessage
from storage.database import Database
from storage.opening import open_database
from storage.records.people import Chat, Preferences, Schedule, SubscriberState
from storage.records.stories import NewStory
from storage.stores import Stores, stores
from tests.reach.calendar import DAY, Hours, in_quiet, slots, walls
from tests.shipped import catalog, texts

BEGIN = int(datetime(2026, 3, 20, 0, 0, tzinfo=UTC).timestamp())
ZONES = ("Asia/Aqtobe", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
MINUTES = (0, 150, 420, 480, 540, 720, 1080, 1200, 1380)
TOPICS = ("grants", "youth", "rights", "culture")
LATE_S, FORGOTTEN_S, MARGIN = 3 * 3600, 8 * DAY, 10 * DAY


@dataclass(slots=True)
class Life:
    """One subscriber as the oracle knows her; `told` are (second, edition) that must have come."""

    chat_id: int
    hours: Hours
    topics: tuple[str, ...] = ()
    reading: bool = False
    blocked: bool = False
    since: int = 0
    seen: int = 0
    told: list[int] = field(default_factory=list)


@dataclass
class Year:
    """The world: its clock, its news, its people; `outage` is until when the bot is down."""

    database: Database
    dice: random.Random
    end: int
    now: int = BEGIN
    outage: int = 0
    lives: dict[int, Life] = field(default_factory=dict)
    news: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        composer = Composer(texts(), catalog())
        view = DigestMessage(composer.texts, DeepLinks("year_bot"))
        self.rounds = DigestRounds(self.database, composer, view, lambda: self.now, lambda: None)

    async def settle_in(self, count: int) -> None:
        """So many people join, each with hours of her own."""
        async with self.database.transaction() as transaction:
            await transaction.run(FEED)
            for chat_id in range(1, count + 1):
                self.lives[chat_id] = Life(chat_id, self._hours())
                await self._arrange(stores(transaction), self.lives[chat_id])

    def _hours(self) -> Hours:
        dice = self.dice
        minutes = tuple(sorted(dice.sample(MINUTES, dice.randint(1, 3))))
        days = tuple(sorted(dice.sample(range(1, 8), dice.choice((7, 7, 5, 1)))))
        quiet = dice.choice(((), (), (22 * 60, 7 * 60), (120, 200)))
        return Hours(minutes, days, dice.choice(ZONES), quiet)

    async def live(self) -> None:
        """Go from moment to moment until the end."""
        while self.now < self.end:
            self.now = self._next_moment()
            if self.dice.random() < 0.5:
                await self._publish()
            if self.dice.random() < 0.25:
                await self._change(self.lives[self.dice.randint(1, len(self.lives))])
            if self.now < self.outage:
                continue
            if self.dice.random() < 0.02:
                self.now += self.dice.choice((-3_600, -600, 600, 5_400))  # the clock is set
            if self.dice.random() < 0.02:
                self.outage = self.now + self.dice.choice((600, 3_000, 9_000, 20_000, 2 * DAY))
                continue
            self._expect()
            await self.rounds.run()

    def _next_moment(self) -> int:
        """The next second at which somebody is due, or the bot comes back."""
        coming = (self._after(life) for life in self.lives.values() if life.reading)
        moment = min(coming, default=self.end)
        if self.now < self.outage:
            return self.outage
        return min(max(moment, self.now + 60), self.now + DAY)

    def _after(self, life: Life) -> int:
        due = slots(life.hours, BEGIN, self.end + MARGIN)
        return due[bisect.bisect_right(due, max(self.now, life.since))]

    def _expect(self) -> None:
        """Say who must get a digest now: a slot of hers is less than three hours behind."""
        for life in self.lives.values():
            due = slots(life.hours, BEGIN, self.end + MARGIN)
            behind = due[bisect.bisect_right(due, life.since) : bisect.bisect_right(due, self.now)]
            wall = walls(life.hours.zone, BEGIN - 2 * DAY, self.end + MARGIN + 2 * DAY)
            quiet = in_quiet(life.hours, wall.local[self.now - self.now % 60][1])
            if not life.reading or not behind:
                continue
            life.since = self.now
            if quiet or behind[-1] < self.now - LATE_S:
                continue
            new = range(life.seen, len(self.news))
            fresh = [n for n in new if self.news[n][0] >= self.now - FORGOTTEN_S]
            life.seen = len(self.news)
            if any(not life.topics or self.news[n][1] in life.topics for n in fresh):
                life.told.append(self.now)

    async def _publish(self) -> None:
        topic = self.dice.choice(TOPICS)
        async with self.database.transaction() as transaction:
            story = NewStory("core", (topic,), (), (), False, self.now)
            number = await stores(transaction).stories.begin(story)
            await transaction.run(ENTRY, title=f"{topic} {number}", story=number, now=self.now)
        self.news.append((self.now, topic))

    async def _change(self, life: Life) -> None:
        async with self.database.transaction() as transaction:
            opened = stores(transaction)
            match self.dice.choice(("hours", "topics", "pause", "resume", "block", "back")):
                case "hours" if life.reading:
                    life.hours = self._hours()
                    await self._arrange(opened, life)
                case "topics":
                    life.topics = tuple(sorted(self.dice.sample(TOPICS, self.dice.randint(0, 2))))
                    wishes = Preferences("kk", life.topics)
                    await opened.subscribers.prefer(life.chat_id, wishes)
                case "pause" if life.reading:
                    life.reading = False
                    await self._service(opened).pause(_chat(life))
                case "resume" if not life.blocked:
                    await self._arrange(opened, life)
                case "block" if life.reading:
                    life.reading, life.blocked = False, True
                    await SubscriptionHooks().on_blocked(opened, life.chat_id, self.now)
                case "back" if life.blocked:
                    life.reading, life.blocked, life.since = True, False, self.now
                    await SubscriptionHooks().on_welcome(opened, life.chat_id, self.now)

    async def _arrange(self, opened: Stores, life: Life) -> None:
        chat = await opened.chats.meet(life.chat_id, "private", "kk", self.now)
        service = self._service(opened)
        found = await service.of(chat)
        schedule = Schedule(life.hours.minutes, life.hours.days, life.hours.zone, life.hours.quiet)
        active = SubscriberState.ACTIVE
        await opened.subscribers.arrange(chat.id, schedule, active, found.next_due_at or self.now)
        await service.resume(chat)
        life.reading, life.since = True, self.now

    def _service(self, opened: Stores) -> Subscriptions:
        return Subscriptions(opened, self.now, "Asia/Aqtobe")

    async def judge(self) -> list[str]:
        """Return what is wrong: a digest that came or did not, a story twice, a quiet hour."""
        async with self.database.reading() as transaction:
            rows = await transaction.all(
                """
                SELECT chat_id, outbox.created_at AS at, stories FROM outbox
                JOIN editions ON editions.id = edition_id ORDER BY outbox.id
                """
            )
        came: dict[int, list[int]] = defaultdict(list)
        shown: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            came[row["chat_id"]].append(row["at"])
            shown[row["chat_id"]] += json.loads(row["stories"])
        wrong = []
        for chat_id, life in self.lives.items():
            if came[chat_id] != life.told:
                odd = sorted(set(came[chat_id]) ^ set(life.told))[:3]
                wrong.append(f"{chat_id}: {len(came[chat_id])} came, {len(life.told)} due: {odd}")
            if len(shown[chat_id]) != len(set(shown[chat_id])):
                wrong.append(f"{chat_id}: a story came twice")
        return wrong

    @property
    def digests(self) -> int:
        """How many must have come."""
        return sum(len(life.told) for life in self.lives.values())


def _chat(life: Life) -> Chat:
    return Chat(life.chat_id, "private", "kk", True, None, None)


FEED = """
    INSERT INTO feeds (id, name, langs, region, url, zone, origin, enabled, memory, id_kind,
        next_poll_at, interval_s, failures, first_poll_done, notes, arrivals)
    VALUES ('gazet', 'Gazet', '[]', 'KZ-15', 'https://a.example', 'Asia/Aqtobe', 'file', 0, x'',
        'guid', 0, 900, 0, 1, '[]', '[]')
"""
ENTRY = """
    INSERT INTO entries (feed_id, identity, content_hash, story_id, tier, link, title, lead,
        language, terms, decision, published_at, seen_at)
    VALUES ('gazet', :title, '', :story, 'core', 'https://a.example/1', :title, '', 'kk', '', '{}',
        :now, :now)
"""


async def lived(subscribers: int, days: int, seed: int, begin: int = BEGIN) -> Year:
    """Live so many days; the world is judged by whoever asked."""
    database = await open_database("sqlite://")
    year = Year(database, random.Random(seed), begin + days * DAY, now=begin)
    await year.settle_in(subscribers)
    await year.live()
    return year


async def main(subscribers: int = 200, days: int = 365, seed: int = 1) -> int:
    """Live and tell."""
    started = time.monotonic()
    year = await lived(subscribers, days, seed)
    wrong = await year.judge()
    took = time.monotonic() - started
    told = f"{len(year.news)} stories, {year.digests} digests due, wrong: {len(wrong)}"
    lines = [f"{subscribers} subscribers, {days} days, {told} ({took:.0f} s)", *wrong[:20]]
    sys.stdout.write("\n".join(lines) + "\n")
    await year.database.close()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*(int(word) for word in sys.argv[1:4]))))
