"""Owes the digests that are due: one edition for equal wishes, each due digest exactly once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.news.digest_composer import Composer, Occasion, fingerprint
from bot.news.digests import WINDOW_S
from bot.ports.digest_view import DigestView
from bot.rules.news.digest_layout import Page
from bot.rules.news.schedule import Lateness, last_believable, lateness, next_due
from storage.database import Database
from storage.records.delivery import Priority
from storage.records.people import DueGroup, Onward, Preferences, Schedule
from storage.records.stories import Story
from storage.stores import Stores, stores

# One transaction moves on at most so many people or groups: an update in between waits for it.
PEOPLE_AT_ONCE, GROUPS_AT_ONCE, GROUPS_READ = 1_000, 25, 200


@dataclass(frozen=True, slots=True)
class _Desk:
    """What one round knows: stories of the window, and wishes and hours by their rows."""

    now: int
    stories: Sequence[Story]
    last_number: int
    wishes: dict[int, Preferences] = field(default_factory=dict)
    hours: dict[int, Schedule] = field(default_factory=dict)
    pages: dict[tuple[int, int, str, str | None], Page | None] = field(default_factory=dict)


class DigestRounds:
    """The tick of scheduled digests; `wake` tells the sender that something is owed."""

    def __init__(
        self,
        database: Database,
        composer: Composer,
        view: DigestView,
        clock: Callable[[], int],
        wake: Callable[[], None],
    ) -> None:
        self._database, self._composer, self._view = database, composer, view
        self._clock, self._wake = clock, wake

    async def run(self) -> int:
        """Owe every digest that is due now; return how many people were moved on."""
        now, moved = self._clock(), 0
        await self._mend(now)
        desk: _Desk | None = None
        while groups := await self._due(now):
            desk = desk or await self._open_desk(now)
            await self._read_wishes(desk, groups)
            for batch in _batches(groups):
                moved += await self._settle(desk, batch)
                self._wake()
        return moved

    async def _mend(self, now: int) -> None:
        """Compute anew what was computed while the clock was far ahead; a few at each tick."""
        beyond = last_believable(now)
        async with self._database.reading() as transaction:
            lost = await stores(transaction).subscribers.due_beyond(beyond, GROUPS_READ)
        if not lost:
            return
        async with self._database.transaction() as transaction:
            people = stores(transaction).subscribers
            for one in lost:
                due = next_due(one.schedule, now)
                await people.arrange(one.chat_id, one.schedule, one.state, due)

    async def _due(self, now: int) -> list[DueGroup]:
        async with self._database.reading() as transaction:
            return await stores(transaction).subscribers.due_groups(now, GROUPS_READ)

    async def _open_desk(self, now: int) -> _Desk:
        async with self._database.reading() as transaction:
            opened = stores(transaction)
            found = await opened.stories.after(0, now - WINDOW_S)
            loud = [story for story in found if not story.quiet]
            return _Desk(now, loud, await opened.stories.last_number())

    async def _read_wishes(self, desk: _Desk, groups: Iterable[DueGroup]) -> None:
        async with self._database.reading() as transaction:
            people = stores(transaction).subscribers
            for group in groups:
                if group.preferences_id not in desk.wishes:
                    wishes = await people.preferences(group.preferences_id)
                    desk.wishes[group.preferences_id] = wishes
                if group.schedule_id not in desk.hours:
                    desk.hours[group.schedule_id] = await people.schedule(group.schedule_id)

    async def _settle(self, desk: _Desk, batch: Sequence[DueGroup]) -> int:
        """Compose outside the transaction, then owe and move on inside one."""
        pages = [(group, self._page(desk, group)) for group in batch]
        async with self._database.transaction() as transaction:
            opened = stores(transaction)
            return sum([await self._move_on(opened, desk, *one) for one in pages])

    def _page(self, desk: _Desk, group: DueGroup) -> Page | None:
        if lateness(group.next_due_at, desk.now) is Lateness.MERGED:
            return None
        occasion = _occasion(desk, group)
        key = (group.preferences_id, group.seen_through, occasion.zone, occasion.note)
        if key not in desk.pages:
            new = (story for story in desk.stories if story.number > group.seen_through)
            wishes = desk.wishes[group.preferences_id]
            desk.pages[key] = self._composer.compose(new, wishes, occasion)
        return desk.pages[key]

    async def _move_on(
        self, opened: Stores, desk: _Desk, group: DueGroup, page: Page | None
    ) -> int:
        edition_id = await self._edition(opened, desk, group, page) if page else None
        merged = lateness(group.next_due_at, desk.now) is Lateness.MERGED
        onward = Onward(
            next_due_at=next_due(desk.hours[group.schedule_id], desk.now),
            seen_through=group.seen_through if merged else desk.last_number,
            edition_id=edition_id,
        )
        chats = await opened.subscribers.advance(group, onward, PEOPLE_AT_ONCE)
        if edition_id is not None:
            await opened.editions.owe(edition_id, chats, Priority.DIGEST, desk.now)
        return len(chats)

    async def _edition(self, opened: Stores, desk: _Desk, group: DueGroup, page: Page) -> int:
        occasion = _occasion(desk, group)
        language = desk.wishes[group.preferences_id].language
        day = self._composer.texts.voice(language).date(desk.now, occasion.zone)
        name = fingerprint(group.preferences_id, page.stories, day, occasion)
        edition_id, new = await opened.editions.reserve(name, page.stories, desk.now)
        if new:
            call = self._view.edition(page.html, edition_id, language)
            await opened.editions.write(edition_id, call.body)
        return edition_id


def _occasion(desk: _Desk, group: DueGroup) -> Occasion:
    late = lateness(group.next_due_at, desk.now) is Lateness.LATE
    zone = desk.hours[group.schedule_id].zone
    return Occasion(desk.now, zone, "digest.late" if late else None)


def _batches(groups: Iterable[DueGroup]) -> Iterator[list[DueGroup]]:
    batch: list[DueGroup] = []
    people = 0
    for group in groups:
        if batch and (len(batch) == GROUPS_AT_ONCE or people + group.people > PEOPLE_AT_ONCE):
            yield batch
            batch, people = [], 0
        batch.append(group)
        people += group.people
    if batch:
        yield batch
