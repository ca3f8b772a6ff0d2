"""Owes the digests that are due: one edition for equal wishes, each due digest exactly once."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.news.digest_composer import Composer
from bot.news.digests import WINDOW_S
from bot.news.round_desk import Draft, Leaf, RoundDesk
from bot.ports.digest_view import DigestView
from bot.rules.news.schedule import LONGEST_DUE_S, last_believable, next_due, rested
from storage.database import Database
from storage.records.people import DueGroup, Onward
from storage.stores import Stores, stores

# One transaction moves on at most so many people or groups: an update in between waits for it.
PEOPLE_AT_ONCE, GROUPS_AT_ONCE, GROUPS_READ = 500, 50, 400


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
        desk: RoundDesk | None = None
        while groups := await self._due(now):
            desk = desk or await self._open_desk(now)
            await self._read_wishes(desk, groups)
            for batch in _batches(groups):
                moved += await self._settle(desk, [await _drafted(desk, one) for one in batch])
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

    async def _open_desk(self, now: int) -> RoundDesk:
        async with self._database.reading() as transaction:
            opened = stores(transaction)
            found = await opened.stories.after(0, now - WINDOW_S)
            loud = [story for story in found if not story.quiet]
            last = await opened.stories.last_number()
            threads = await opened.places.threads()
            return RoundDesk(self._composer, now, loud, last, threads=threads)

    async def _read_wishes(self, desk: RoundDesk, groups: Iterable[DueGroup]) -> None:
        wishes = {group.preferences_id for group in groups} - desk.wishes.keys()
        hours = {group.schedule_id for group in groups} - desk.hours.keys()
        async with self._database.reading() as transaction:
            opened = stores(transaction)
            desk.wishes.update(await opened.due_digests.wishes(wishes))
            desk.hours.update(await opened.due_digests.hours(hours))

    async def _settle(self, desk: RoundDesk, drafts: Sequence[Draft]) -> int:
        """Keep the pages as editions, move the groups on and owe them, in one transaction."""
        async with self._database.transaction() as transaction:
            opened = stores(transaction)
            editions = await self._editions(opened, drafts, desk.now)
            numbers = [[editions[leaf.fingerprint] for leaf in one.leaves] for one in drafts]
            moves = [
                (one.group, desk.onward(one.group, shown[0] if shown else None))
                for one, shown in zip(drafts, numbers, strict=True)
            ]
            moved = await self._advance(opened, moves)
            told = {shown[0]: shown for shown in numbers if shown}
            owed = [(chat, one) for chat, first in moved if first for one in told[first]]
            await opened.due_digests.owe(owed, desk.threads, desk.now)
            return len(moved)

    async def _advance(
        self, opened: Stores, moves: Sequence[tuple[DueGroup, Onward]]
    ) -> Sequence[tuple[int, int | None]]:
        if len(moves) > 1 or moves[0][0].people <= PEOPLE_AT_ONCE:
            return await opened.due_digests.advance(moves)
        [(group, onward)] = moves
        chats = await opened.subscribers.advance(group, onward, PEOPLE_AT_ONCE)
        return [(chat, onward.edition_id) for chat in chats]

    async def _editions(self, opened: Stores, drafts: Sequence[Draft], now: int) -> dict[str, int]:
        leaves = {leaf.fingerprint: leaf for one in drafts for leaf in one.leaves}
        shown = {name: leaf.page.stories for name, leaf in leaves.items()}
        found = await opened.due_digests.reserve(shown, now)
        new = [(number, leaves[name]) for name, (number, fresh) in found.items() if fresh]
        await opened.due_digests.write(
            [(number, self._shown(number, leaf), leaf.page.rest) for number, leaf in new]
        )
        return {name: number for name, (number, _) in found.items()}

    def _shown(self, number: int, leaf: Leaf) -> Mapping[str, Any]:
        wishes, rest = leaf.wishes, len(leaf.page.rest)
        shown = self._view.edition(
            leaf.page.html, number, wishes.language, rest, shared=wishes.shared
        )
        return shown.body


async def _drafted(desk: RoundDesk, group: DueGroup) -> Draft:
    await asyncio.sleep(0)  # people's updates come in between
    return desk.draft(group)


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
