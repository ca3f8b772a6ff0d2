"""Shows the administrator what a story is made of; splits and merges what was wrongly matched."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import BotError
from bot.ports.delivery import Stores
from bot.rules.news.story_life import begun, retold
from storage.records.facts import Fact
from storage.records.stories import Member, Story

SHOWN = 12
RECENT_S = 96 * 3600


class NoStory(BotError):  # noqa: N818 - named by what is missing
    """There is no story of this number."""

    key = "error.no_story"


class NoEntry(BotError):  # noqa: N818 - named by what is missing
    """No story is told by an entry of this number."""

    key = "error.no_entry"


class StoryOfOne(BotError):  # noqa: N818 - named by what is missing
    """A story that one entry tells cannot be split."""

    key = "error.story_of_one"


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A story with its entries, the earliest first, and the days that they name."""

    story: Story
    members: tuple[Member, ...]
    facts: tuple[Fact, ...]


class StoryDesk:
    """The administrator's hand on stories within one transaction."""

    def __init__(self, stores: Stores, now: int) -> None:
        self._stores, self._now = stores, now

    async def latest(self) -> list[Story]:
        """Return the newest stories, the newest first."""
        recent = await self._stores.stories.after(0, self._now - RECENT_S)
        return recent[: -SHOWN - 1 : -1]

    async def page(self, number: int) -> StoryPage:
        """Return one story; raises NoStory."""
        story = await self._story(number)
        members = await self._stores.stories.members(number)
        return StoryPage(story, tuple(members), await self._stores.facts.of_story(number))

    async def split(self, entry_id: int) -> tuple[int, int]:
        """Let an entry tell a story of its own; return the numbers of the old and the new one.

        The new story is announced unless the old one was too old for it. Raises NoEntry,
        StoryOfOne.
        """
        stories = self._stores.stories
        await stories.hold_numbers()
        number = await stories.story_of_entry(entry_id)
        if number is None:
            raise NoEntry
        members = await stories.members(number)
        if len(members) == 1:
            raise StoryOfOne
        old = await self._story(number)
        (leaving,) = (one for one in members if one.entry_id == entry_id)
        new = await stories.begin(begun(leaving.decision, leaving.at, old.quiet))
        await stories.move(entry_id, new)
        await self._restate(number, old, [one for one in members if one != leaving])
        return number, new

    async def merge(self, kept: int, gone: int) -> int:
        """Let the entries of `gone` tell `kept`; return how many entries tell it now.

        Raises NoStory for a number that is none, and for one number given twice.
        """
        stories = self._stores.stories
        await stories.hold_numbers()
        story = await self._story(kept)
        await self._story(0 if kept == gone else gone)
        for member in await stories.members(gone):
            await stories.move(member.entry_id, kept)
        members = await stories.members(kept)
        await self._restate(kept, story, members)
        await self._stores.saved.follow_merge(gone, kept)
        await stories.remove(gone)
        return len(members)

    async def _story(self, number: int) -> Story:
        story = await self._stores.stories.story(number)
        if story is None:
            raise NoStory
        return story

    async def _restate(self, number: int, story: Story, members: Sequence[Member]) -> None:
        await self._stores.stories.restate(number, retold(story, members), members[0].at)
