"""Keeps stories that a person wants to come back to."""

from dataclasses import dataclass

from storage.records.people import Chat
from storage.records.stories import Story
from storage.stores import Stores

ON_PAGE = 8
# Beyond that the oldest are hard to find again anyway.
MOST = 200


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of saved stories, the last saved first; `pages` is at least 1."""

    stories: tuple[Story, ...]
    page: int
    pages: int
    kept: int


class Saved:
    """Saved stories within one transaction."""

    def __init__(self, stores: Stores, now: int) -> None:
        self._stores, self._now = stores, now

    async def keep(self, chat: Chat, number: int, wanted: bool) -> None:
        """Keep a story or no longer; beyond MOST the oldest goes. A story that is gone is none."""
        saved = self._stores.saved
        if not wanted:
            await saved.drop(chat.id, number)
        elif await self._stores.stories.story(number) is not None:
            await saved.keep(chat.id, number, self._now)
            for oldest in (await saved.numbers(chat.id))[MOST:]:
                await saved.drop(chat.id, oldest)

    async def numbers(self, chat: Chat) -> frozenset[int]:
        """Return the numbers of all that she keeps."""
        return frozenset(await self._stores.saved.numbers(chat.id))

    async def shelf(self, chat: Chat, page: int) -> Shelf:
        """Return a page; one beyond the last is the last."""
        numbers = await self._stores.saved.numbers(chat.id)
        pages = max(1, -(-len(numbers) // ON_PAGE))
        page = min(max(page, 0), pages - 1)
        shown = numbers[page * ON_PAGE : (page + 1) * ON_PAGE]
        stories = await self._stores.stories.numbered(shown)
        return Shelf(tuple(stories), page, pages, len(numbers))
