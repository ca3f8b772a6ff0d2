"""Owes announcements to their readers, a slice at a time, and shows how far they are."""

from collections.abc import Callable, Mapping, Sequence

from bot.ports.announcement_view import AnnouncementView
from bot.ports.delivery import Effect
from bot.rules.news.audience import reaches
from bot.rules.news.schedule import quiet_ends
from storage.database import Database
from storage.news.announcements import edition_name
from storage.records.announcements import (
    Announcement,
    AnnouncementState,
    Recipient,
    Tally,
    Words,
)
from storage.records.delivery import Call, Outcome, Owed
from storage.records.people import Preferences
from storage.stores import Stores, stores

# One slice is one transaction; so far ahead of the sender, that stopping takes little back.
SLICE, AHEAD = 1_000, 5_000
# The progress is one message of a private chat: now and then is enough.
SHOWN_EVERY_S, STUCK_S = 8, 600
CLOSED = frozenset(("blocked", "deactivated", "never_started", "chat_gone", "forbidden", "kicked"))
State = AnnouncementState


class AnnouncementRounds:
    """The tick of announcements; `wake` tells the sender that something is owed."""

    def __init__(
        self,
        database: Database,
        view: AnnouncementView,
        clock: Callable[[], int],
        wake: Callable[[], None],
    ) -> None:
        self._database, self._view = database, view
        self._clock, self._wake = clock, wake
        self._shown: dict[int, Tally] = {}

    async def run(self) -> None:
        """Owe what may be owed now of each, and say how far it is."""
        async with self._database.reading() as transaction:
            opened = stores(transaction)
            numbers = await opened.announcements.unfinished()
            wishes = await _wishes(opened) if numbers else {}
        for number in numbers:
            while await self._owe_slice(number, wishes):
                self._wake()
            await self._show(number)
            self._wake()

    async def _owe_slice(self, number: int, wishes: Mapping[int, Preferences]) -> bool:
        """Owe a slice where it is time to; False: nothing was done."""
        async with self._database.transaction() as transaction:
            opened, now = stores(transaction), self._clock()
            held = await opened.announcements.hold(number)
            if held is None or held.state is not State.GOING or held.owed_all:
                return False
            if await _far_ahead(opened, held, now):
                return False
            found = await opened.announcements.recipients(held.last_chat_id, SLICE)
            count = await _owe(opened, held, found, wishes, now)
            last = found[-1].chat_id if found else held.last_chat_id
            every = len(found) < SLICE
            await opened.announcements.owed_to(number, last, count, all_of=every)
            return not every

    async def _show(self, number: int) -> None:
        async with self._database.transaction() as transaction:
            opened, now = stores(transaction), self._clock()
            held = await opened.announcements.hold(number)
            if held is None:
                return
            over = await _over(opened, held, now)
            if over:
                await opened.announcements.turn(number, held.state, State.DONE, now, 0)
            elif now < held.progress_at + SHOWN_EVERY_S or self._shown.get(number) == held.tally:
                return
            self._shown[number] = held.tally
            await opened.announcements.shown(number, now)
            await opened.outbox.owe(await self._said(opened, held, over=over), now)

    async def _said(self, opened: Stores, held: Announcement, *, over: bool) -> list[Call]:
        chat = await opened.chats.get(held.author_id)
        language = chat.language if chat else "kk"
        shown = [self._view.progressed(held, language)] if held.progress_message_id else []
        return [*shown, self._view.report(held, language)] if over else shown


async def _wishes(opened: Stores) -> dict[int, Preferences]:
    found = await opened.announcements.wishes()
    return {number: wishes for number, (wishes, _) in found.items()}


async def _owe(
    opened: Stores,
    held: Announcement,
    found: Sequence[Recipient],
    wishes: Mapping[int, Preferences],
    now: int,
) -> int:
    """Owe it to those of them who are meant, after their quiet hours; return to how many."""
    meant: dict[str, list[tuple[int, int]]] = {}
    hours = await opened.due_digests.hours({one.schedule_id for one in found})
    for one in found:
        # wishes of a minute ago: what came since is read anew
        wished = wishes.get(one.preferences_id) or await opened.subscribers.preferences(
            one.preferences_id
        )
        if reaches(held.audience, wished):
            ends = quiet_ends(hours[one.schedule_id], now)
            meant.setdefault(wished.language, []).append((one.chat_id, ends if ends > now else 0))
    for language, chats in meant.items():
        words = held.words(language)
        if words:
            edition_id = await _edition(opened, held, words, now)
            await opened.announcements.owe(held.id, edition_id, words.method, chats, now)
    return sum(map(len, meant.values()))


async def _far_ahead(opened: Stores, held: Announcement, now: int) -> bool:
    """Whether enough rows may leave now; those that sleep through quiet hours do not count."""
    if held.tally.owed - held.tally.settled <= AHEAD - SLICE:
        return False
    editions = await opened.announcements.editions(held.id)
    return await opened.announcements.waiting(editions, due_by=now) > AHEAD - SLICE


async def _edition(opened: Stores, held: Announcement, words: Words, now: int) -> int:
    said = "kk" if words is held.kk else "ru"
    edition_id, new = await opened.editions.reserve(edition_name(held.id, said), (), now)
    if new:
        await opened.editions.write(edition_id, words.body)
    return edition_id


async def _over(opened: Stores, held: Announcement, now: int) -> bool:
    if held.state is State.GOING and not held.owed_all:
        return False
    if held.tally.settled >= held.tally.owed:
        return True
    if now < held.progress_at + STUCK_S:
        return False
    # a row that an administrator dropped by hand is counted by nobody
    editions = await opened.announcements.editions(held.id)
    return not await opened.announcements.waiting(editions)


async def announced(stores: Stores, owed: Owed, outcome: Outcome, _now: int) -> Sequence[Call]:
    """Count what became of one row of an announcement."""
    what = "delivered" if outcome.sent else "failed"
    if outcome.reason == "unknown":
        what = "unknown"
    elif outcome.reason in CLOSED:
        what = "blocked"
    await stores.announcements.count(owed.effect_data["announcement"], what)
    return ()


async def announcement_shown(
    stores: Stores, owed: Owed, outcome: Outcome, _now: int
) -> Sequence[Call]:
    """Remember the message in which the progress is shown."""
    if outcome.message_id is not None:
        await stores.announcements.showing(owed.effect_data["announcement"], outcome.message_id)
    return ()


EFFECTS: Mapping[str, Effect] = {
    "announced": announced,
    "announcement_shown": announcement_shown,
}
