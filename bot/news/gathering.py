"""Polls the feeds that are due and keeps what they tell: entries judged, stories matched."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.news.recent_tellings import RecentTellings
from bot.news.retelling import retell
from bot.rules.news.classify import classify
from bot.rules.news.facts import named_days
from bot.rules.news.news_catalog import NewsCatalog
from bot.rules.news.story_life import begun, grown, is_quiet
from bot.rules.news.story_telling import telling
from bot.rules.news.story_terms import StoryWords, terms_of
from storage.database import Database
from storage.records.feeds import Entry, FeedSpec, FeedState, HealthLine, ListedFeed, PollResult
from storage.records.news import EntryText
from storage.records.stories import KnownEntry, NewEntry, Told
from storage.stores import Stores, stores

# A whole round is read at once, so that an outage of our own network can be told from theirs; the
# reader keeps to its limit of connections.
FEEDS_A_ROUND = 200
# Longer than any poll lasts: a feed whose poller died is asked again after it.
LEASE_S = 600
# Whoever writes to the bot waits for its turn at the database while these are written.
ENTRIES_AT_ONCE = 500
TEXTS_KEPT_S = 30 * 86_400

log = logging.getLogger(__name__)

Reader = Callable[[Sequence[FeedState], int], Awaitable[Sequence[PollResult]]]


@dataclass(frozen=True, slots=True)
class _Judged:
    """An entry with what was decided about it; `before` is what is stored of an edited one."""

    entry: NewEntry
    quiet: bool
    before: KnownEntry | None

    @property
    def begins_or_joins(self) -> bool:
        """Whether it is news that tells a story and has told none yet."""
        told = self.before is not None and self.before.story is not None
        return not told and self.entry.decision.tier != "none"


@dataclass(frozen=True, slots=True)
class _Poll:
    """One feed's poll and what was decided about its entries, without their full texts."""

    state: FeedState
    health: HealthLine
    judged: tuple[_Judged, ...]

    @property
    def tells(self) -> bool:
        """Whether any entry belongs to a story or changes one that is stored."""
        return any(one.before or one.begins_or_joins for one in self.judged)


class News:
    """The news path from feeds to stories.

    `read(states, now)` asks feeds and returns results in their order, whatever they did; `clock`
    gives UTC seconds.
    """

    def __init__(
        self,
        database: Database,
        read: Reader,
        catalog: NewsCatalog,
        words: StoryWords,
        clock: Callable[[], int],
    ) -> None:
        self._database, self._read = database, read
        self._catalog, self._words, self._clock = catalog, words, clock
        self._tellings = RecentTellings()

    async def list_feeds(self, specs: Iterable[FeedSpec]) -> None:
        """Make the feeds of the file those that are polled; call it once at start."""
        async with self._database.transaction() as transaction:
            opened = stores(transaction)
            # who writes many feeds takes turns with the polls of other replicas
            await opened.stories.hold_numbers()
            await opened.feeds.list_file(specs, self._clock())

    async def poll_due(self) -> int:
        """Poll every feed that is due; return how many were polled."""
        polled = 0
        while True:
            # a round of its own, so that what it read is let go before the next one begins
            due = await self._round()
            polled += due
            if due < FEEDS_A_ROUND:
                return polled

    async def _round(self) -> int:
        due = await self._claim()
        results = deque(await self._read([feed.state for feed in due], self._clock()))
        quiet, loud = deque[_Poll](), deque[_Poll]()
        # each is let go as soon as it is done with: to free thousands at once holds up the loop
        for feed in due:
            if poll := await self._judge(feed, results.popleft()):
                (loud if poll.tells else quiet).append(poll)
        while quiet:
            await self._keep_quiet(_together(quiet))
        while loud:
            await self._keep(loud.popleft())
        return len(due)

    async def _claim(self) -> list[ListedFeed]:
        async with self._database.transaction() as transaction:
            return await stores(transaction).feeds.claim_due(self._clock(), FEEDS_A_ROUND, LEASE_S)

    async def _keep_quiet(self, polls: Sequence[_Poll]) -> None:
        """Write polls that tell no story, which most do not, in one transaction."""
        try:
            async with self._database.transaction() as transaction:
                opened = stores(transaction)
                await opened.stories.hold_numbers()
                await opened.feeds.polled(poll.state for poll in polls)
                await opened.stories.add_entries(one.entry for p in polls for one in p.judged)
        except Exception:  # one feed's bug must not take the others with it
            log.exception("polls could not be recorded together")
            for poll in polls:
                await self._keep(poll)
            return
        for poll in polls:
            _tell_health(poll.health)

    async def _keep(self, poll: _Poll) -> None:
        try:
            await self._remember(poll.judged)
            async with self._database.transaction() as transaction:
                await self._record(stores(transaction), poll)
        except Exception:  # one feed's bug must not stop the round; its lease lets it come again
            self._tellings.forget()
            log.exception("feed %s could not be recorded", poll.state.id)
            return
        _tell_health(poll.health)

    async def _judge(self, feed: ListedFeed, result: PollResult) -> _Poll | None:
        """Classify the entries that are not stored as they are; the loop breathes between them."""
        entries = {entry.identity: entry for entry in (*result.new, *result.edited)}
        if not entries:
            return _Poll(result.state, result.health, ())
        judged = []
        try:
            async with self._database.reading() as transaction:
                known = await stores(transaction).stories.known(feed.state.id, list(entries))
            for entry in sorted(entries.values(), key=lambda entry: entry.time):
                before = known.get(entry.identity)
                if before is None or before.content_hash != entry.content_hash:
                    judged.append(self._judged(feed, entry, result.announce, before))
                    await asyncio.sleep(0)
        except Exception:  # as in _keep
            log.exception("feed %s could not be judged", feed.state.id)
            return None
        return _Poll(result.state, result.health, tuple(judged))

    def _judged(
        self, feed: ListedFeed, entry: Entry, announce: bool, before: KnownEntry | None
    ) -> _Judged:
        text = EntryText(entry.title, entry.text or entry.lead)
        decision = classify(text, feed.region, self._catalog)
        terms = (
            terms_of(entry.title, entry.lead, self._words, entry.link)
            if decision.tier != "none"
            else ""
        )
        stored = NewEntry(
            feed_id=feed.state.id,
            identity=entry.identity,
            content_hash=entry.content_hash,
            link=entry.link,
            title=entry.title,
            lead=entry.lead,
            language=decision.language,
            terms=terms,
            decision=decision,
            published_at=entry.published_at,
            seen_at=before.seen_at if before else entry.seen_at,
            story=None,
            facts=() if decision.tier == "none" else named_days(entry, feed.state.zone),
        )
        quiet = is_quiet(entry, announce, before.seen_at if before else None)
        return _Judged(stored, quiet, before)

    async def _remember(self, judged: Sequence[_Judged]) -> None:
        """Read what is to be compared before the writing begins: once a day that is much."""
        if any(one.begins_or_joins for one in judged):
            async with self._database.reading() as transaction:
                await self._tellings.catch_up(stores(transaction), self._clock())

    async def _record(self, opened: Stores, poll: _Poll) -> None:
        """Write one poll. Numbers are held from here on: stories are committed in their order."""
        await opened.stories.hold_numbers()
        await opened.feeds.polled([poll.state])
        for one in poll.judged:
            if one.begins_or_joins:
                await self._tell(opened, one)
            elif one.before:
                await retell(opened, one.entry)
        no_news = (one.entry for one in poll.judged if not one.before and not one.begins_or_joins)
        await opened.stories.add_entries(no_news)

    async def _tell(self, opened: Stores, one: _Judged) -> None:
        if one.before:
            # known as no news until it was edited
            await opened.stories.forget_entry(one.entry.feed_id, one.entry.identity)
        told = telling(_told(one.entry))
        await self._tellings.catch_up(opened, self._clock())
        number = await self._tellings.story_of(opened, told)
        story = await opened.stories.story(number) if number else None
        if story is None:
            number = await opened.stories.begin(begun(one.entry.decision, told.at, one.quiet))
        else:
            number = story.number
            after = grown(story, one.entry.decision, told.at, one.quiet)
            await opened.stories.grow(number, after)
        await opened.stories.add_entry(replace(one.entry, story=number))
        await opened.facts.write(one.entry.feed_id, one.entry.identity, one.entry.facts)

    async def tidy(self) -> None:
        """Forget other people's texts that became no story, and editions that nobody waits for."""
        before = self._clock() - TEXTS_KEPT_S
        async with self._database.transaction() as transaction:
            opened = stores(transaction)
            await opened.stories.forget_texts(before)
            await opened.editions.forget(before)


def _together(polls: deque[_Poll]) -> list[_Poll]:
    """Take as many polls as one transaction may write: all of a usual round."""
    part: list[_Poll] = []
    room = ENTRIES_AT_ONCE
    while polls and (not part or len(polls[0].judged) <= room):
        part.append(polls.popleft())
        room -= len(part[-1].judged)
    return part


def _tell_health(health: HealthLine) -> None:
    log.info("feed %s: %s %s", health.feed_id, health.outcome, health.reason or "")


def _told(entry: NewEntry) -> Told:
    at = entry.seen_at if entry.published_at is None else entry.published_at
    return Told(0, entry.feed_id, entry.language, at, entry.terms)
