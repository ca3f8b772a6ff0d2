"""Owes the digests that are due: one edition for equal wishes, each due digest exactly once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.news.digest_composer import Composer, Occasion
from bot.news.digests import WINDOW_S
from bot.news.editing import Editor
from bot.ports.digest_view import DigestView
from bot.rules.news.digest_layout import Page
from bot.rules.news.schedule import (
    LONGEST_DUE_S,
    Lateness,
    how_late,
    last_believable,
    next_due,
    rested,
)
from storage.database import Database
from storage.records.delivery import Priority
from storage.records.people import DueGroup, Onward, Preferences, Schedule
from storage.records.stories import Story
from storage.stores import Stores, stores

# One transaction moves on at most so many people or groups: an update in between waits for it.
PEOPLE_AT_ONCE, GROUPS_AT_ONCE, GROUPS_READ = 1_000, 25, 200


# wishes, number, alerts that came, zone, note, whether a digest without a story is a line
_PageKey = tuple[int, int, tuple[int, ...], str, str | None, bool]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What one round knows: stories of the window, and wishes and hours by their rows."""

    now: int
    stories: Sequence[Story]
    last_number: int
    wishes: dict[int, Preferences] = field(default_factory=dict)
    hours: dict[int, Schedule] = field(default_factory=dict)
    pages: dict[_PageKey, Page | None] = field(default_factory=dict)

    def lateness(self, group: DueGroup) -> Lateness:
        """Judge the group's digest."""
        return how_late(self.hours[group.schedule_id], group.next_due_at, self.now)


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
            lost = await stores(transaction).subscribers.due_beyond(
                beyond, LONGEST_DUE_S, GROUPS_READ
            )
        if not lost:
            return
        async with self._database.transaction() as transaction:
            people = stores(transaction).subscribers
            for one in lost:
                rest = rested(one.rests_until, now)
                due = next_due(one.schedule, rest or now)
                await people.arrange(one.chat_id, one.schedule, one.state, due, rest)

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
        if desk.lateness(group) is Lateness.MERGED:
            return None
        occasion, speaks = _occasion(desk, group), desk.hours[group.schedule_id].says_nothing_new
        told = (group.preferences_id, group.seen_through, group.alerted)
        key = (*told, occasion.zone, occasion.note, speaks)
        if key not in desk.pages:
            desk.pages[key] = self._composed(desk, group, occasion, speaks=speaks)
        return desk.pages[key]

    def _composed(
        self, desk: _Desk, group: DueGroup, occasion: Occasion, *, speaks: bool
    ) -> Page | None:
        wishes, had = desk.wishes[group.preferences_id], group.alerted
        later = (story for story in desk.stories if story.number > group.seen_through)
        new = [story for story in later if story.number not in had]
        page = self._composer.compose(new, wishes, occasion)
        if page is None and speaks:
            return self._composer.nothing(wishes, replace(occasion, note="digest.empty_line"))
        return page

    async def _move_on(
        self, opened: Stores, desk: _Desk, group: DueGroup, page: Page | None
    ) -> int:
        edition_id = await self._edition(opened, desk, group, page) if page else None
        merged = desk.lateness(group) is Lateness.MERGED
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
        wishes = desk.wishes[group.preferences_id]
        editor = Editor(opened, self._composer, self._view)
        occasion = _occasion(desk, group)
        return await editor.edition(page, group.preferences_id, wishes, occasion)


def _occasion(desk: _Desk, group: DueGroup) -> Occasion:
    late = desk.lateness(group) is Lateness.LATE
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
