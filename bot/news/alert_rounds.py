"""Owes alerts: stories of chosen topics at once, each at most once, none in quiet hours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bot.news.digest_composer import Composer, Occasion
from bot.news.digests import WINDOW_S
from bot.news.editing import Editor
from bot.ports.digest_view import DigestView
from bot.rules.news.digest_layout import Page
from bot.rules.news.schedule import is_quiet, quiet_ends
from storage.database import Database
from storage.records.delivery import Priority
from storage.records.people import AlertGroup, Preferences, Schedule
from storage.records.stories import Story
from storage.stores import Stores, stores

# As with digests: an update in between waits for one of these transactions.
PEOPLE_AT_ONCE, GROUPS_READ = 1_000, 200


@dataclass(slots=True)
class _Round:
    """What one round knows: the stories it weighs, and wishes and hours by their rows."""

    now: int
    last: int
    stories: Sequence[Story]
    wishes: dict[int, Preferences] = field(default_factory=dict)
    hours: dict[int, Schedule] = field(default_factory=dict)


class AlertRounds:
    """The tick of alerts; `wake` tells the sender that something is owed."""

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
        """Owe every alert that may go out now; return how many people got one."""
        now, alerted = self._clock(), 0
        found: _Round | None = None
        while True:
            found = found or await self._begin(now)
            groups = await self._groups(found)
            if not groups:
                return alerted
            for group in groups:
                alerted += await self._settle(found, group)

    async def _begin(self, now: int) -> _Round:
        async with self._database.reading() as transaction:
            return _Round(now, await stores(transaction).stories.last_number(), ())

    async def _groups(self, found: _Round) -> list[AlertGroup]:
        async with self._database.reading() as transaction:
            opened = stores(transaction)
            groups = await opened.alerts.groups(found.now, found.last, GROUPS_READ)
            if groups and not found.stories:
                since = await opened.stories.after(0, found.now - WINDOW_S)
                found.stories = [one for one in since if one.number <= found.last]
            for group in groups:
                await _read_wishes(opened, found, group)
            return groups

    async def _settle(self, found: _Round, group: AlertGroup) -> int:
        hours = found.hours[group.schedule_id]
        if is_quiet(hours, found.now):
            async with self._database.transaction() as transaction:
                until = quiet_ends(hours, found.now)
                await stores(transaction).alerts.wait(group, found.now, until)
            return 0
        page, occasion = self._page(found, group)
        alerted = 0
        while chats := await self._owe(found, group, page, occasion):
            alerted += len(chats) if page else 0
            self._wake()
        return alerted

    def _page(self, found: _Round, group: AlertGroup) -> tuple[Page | None, Occasion]:
        wishes = found.wishes[group.preferences_id]
        zone = found.hours[group.schedule_id].zone
        occasion = Occasion(found.now, zone, title="alert.title")
        weighed = max(group.seen_through, group.alerted_through)
        new = [
            story
            for story in found.stories
            if story.number > weighed and not story.quiet and story.number not in group.alerted
        ]
        # a word that she follows is no reason to wake her
        narrow = replace(wishes, topics=wishes.alerts, follow=())
        return self._composer.compose(new, narrow, occasion), occasion

    async def _owe(
        self, found: _Round, group: AlertGroup, page: Page | None, occasion: Occasion
    ) -> list[int]:
        """Move some of the group on in one transaction; those beyond the room wait for a digest."""
        sent = page.stories if page else ()
        async with self._database.transaction() as transaction:
            opened = stores(transaction)
            chats = await opened.alerts.advance(group, found.now, found.last, sent, PEOPLE_AT_ONCE)
            if page and chats:
                wishes = found.wishes[group.preferences_id]
                editor = Editor(opened, self._composer, self._view)
                edition = await editor.edition(page, group.preferences_id, wishes, occasion)
                await opened.editions.owe(edition, chats, Priority.ALERT, found.now)
        return chats


async def _read_wishes(opened: Stores, found: _Round, group: AlertGroup) -> None:
    if group.preferences_id not in found.wishes:
        wishes = await opened.subscribers.preferences(group.preferences_id)
        found.wishes[group.preferences_id] = wishes
    if group.schedule_id not in found.hours:
        hours = await opened.subscribers.schedule(group.schedule_id)
        found.hours[group.schedule_id] = hours
