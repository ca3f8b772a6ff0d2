"""Composes the pages of one round of digests; equal ones are composed once. Writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.news.digest_composer import Composer, Occasion, fingerprint
from bot.rules.news.digest_layout import Page
from bot.rules.news.schedule import Lateness, after_merging, how_late, next_due
from storage.records.people import DueGroup, Onward, Preferences, Schedule
from storage.records.stories import Story

# wishes, language, number, alerts that came, zone, note, whether a digest without a story is a line
_PageKey = tuple[int, str, int, tuple[int, ...], str, str | None, bool]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page, named as its edition is; `wishes` are those it was composed for."""

    page: Page
    fingerprint: str
    wishes: Preferences


@dataclass(frozen=True, slots=True)
class Draft:
    """What a group is told: a page, two where a channel has two languages, or nothing."""

    group: DueGroup
    leaves: tuple[Leaf, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundDesk:
    """What one round knows: stories of the window, wishes and hours by their rows.

    `threads` are those of groups and channels by their chats; None: the chat itself.
    """

    composer: Composer
    now: int
    stories: Sequence[Story]
    last_number: int
    wishes: dict[int, Preferences] = field(default_factory=dict)
    hours: dict[int, Schedule] = field(default_factory=dict)
    threads: Mapping[int, int | None] = field(default_factory=dict)
    _pages: dict[_PageKey, Page | None] = field(default_factory=dict)
    _next: dict[int, int] = field(default_factory=dict)
    _new: dict[tuple[int, tuple[int, ...]], list[Story]] = field(default_factory=dict)

    def draft(self, group: DueGroup) -> Draft:
        """Compose what the group is told, or take what was composed for its equals."""
        hours, wishes = self.hours[group.schedule_id], self.wishes[group.preferences_id]
        late = how_late(hours, group.next_due_at, self.now)
        if late is Lateness.MERGED:
            return Draft(group)
        note = "digest.late" if late is Lateness.LATE else None
        occasion = Occasion(self.now, hours.zone, note)
        leaves = (self._leaf(group, one, occasion) for one in tongues(wishes))
        return Draft(group, tuple(leaf for leaf in leaves if leaf))

    def _leaf(self, group: DueGroup, wishes: Preferences, occasion: Occasion) -> Leaf | None:
        speaks = self.hours[group.schedule_id].says_nothing_new
        page = self._page(group, wishes, occasion, speaks=speaks)
        if page is None:
            return None
        day = self.composer.texts.voice(wishes.language).date(self.now, occasion.zone)
        name = fingerprint(group.preferences_id, page.stories, day, occasion)
        return Leaf(page, f"{name}:{wishes.language}" if wishes.second else name, wishes)

    def onward(self, group: DueGroup, edition_id: int | None) -> Onward:
        """Say where the group goes from here."""
        hours = self.hours[group.schedule_id]
        if how_late(hours, group.next_due_at, self.now) is Lateness.MERGED:
            return Onward(
                after_merging(hours, group.next_due_at, self.now), group.seen_through, None
            )
        if group.schedule_id not in self._next:
            self._next[group.schedule_id] = next_due(hours, self.now)
        return Onward(self._next[group.schedule_id], self.last_number, edition_id)

    def _page(
        self, group: DueGroup, wishes: Preferences, occasion: Occasion, *, speaks: bool
    ) -> Page | None:
        told = (group.preferences_id, wishes.language, group.seen_through, group.alerted)
        key = (*told, occasion.zone, occasion.note, speaks)
        if key not in self._pages:
            page = self.composer.compose(self._news(group), wishes, occasion)
            if page is None and speaks:
                page = self.composer.nothing(wishes, replace(occasion, note="digest.empty_line"))
            self._pages[key] = page
        return self._pages[key]

    def _news(self, group: DueGroup) -> list[Story]:
        key, had = (group.seen_through, group.alerted), set(group.alerted)
        if key not in self._new:
            later = (story for story in self.stories if story.number > group.seen_through)
            self._new[key] = [story for story in later if story.number not in had]
        return self._new[key]


def tongues(wishes: Preferences) -> tuple[Preferences, ...]:
    """Return the wishes of each post: with a second language, each tells its own stories."""
    if not wishes.second:
        return (wishes,)
    return tuple(
        replace(wishes, language=one, languages=(one,)) for one in (wishes.language, wishes.second)
    )
