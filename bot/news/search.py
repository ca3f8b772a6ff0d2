"""Finds stories by words typed in Kazakh or Russian, in any form, with a slip of the finger."""

from collections.abc import Callable

from bot.rules.news.news_catalog import NewsCatalog
from bot.rules.news.search_words import (
    meaning_keys,
    misspelt,
    near_keys,
    query_words,
    said_words,
    spelling_keys,
)
from bot.rules.news.story_terms import StoryWords
from storage.database import Database
from storage.news.search_index import Asked
from storage.records.stories import Story
from storage.stores import Stores, stores

LONGEST_QUERY = 200
MOST_FOUND = 60
# Entries looked at: several may tell one story.
MOST_HITS = 150
ENTRIES_AT_ONCE = 50


class Search:
    """The search within one transaction."""

    def __init__(self, stores: Stores, catalog: NewsCatalog, words: StoryWords) -> None:
        self._stores, self._letters, self._words = stores, catalog.letters, words

    async def find(self, query: str, first: int, count: int) -> tuple[list[Story], int]:
        """Return a part of the stories that say the most of the words, best first; and how many."""
        numbers = await self.numbers(query)
        part = numbers[first : first + count]
        return await self._stores.stories.numbered(part), len(numbers)

    async def numbers(self, query: str) -> list[int]:
        """Return the numbers of all that find() would show."""
        asked = [await self._asked(word) for word in self._typed(query)]
        known = [one for one in asked if one.near or one.far]
        found = await self._stores.search.find(known, MOST_HITS)
        return found[:MOST_FOUND]

    def _typed(self, query: str) -> list[str]:
        return query_words(query[:LONGEST_QUERY], self._letters)

    async def _asked(self, word: str) -> Asked:
        """A form of the word, else what means the same; else a likely slip, else a beginning."""
        near = await self._stores.search.with_keys(near_keys(word))
        meaning = meaning_keys(word, self._words)
        far = await self._stores.search.with_keys(meaning) if meaning else {}
        if near or far:
            return Asked(tuple(near), tuple(number for number in far if number not in near))
        spelt = await self._stores.search.with_keys(spelling_keys(word))
        meant = tuple(number for number, one in spelt.items() if misspelt(word, one))
        return Asked((), meant or await self._stores.search.beginning(word))


class SearchIndexing:
    """The tick that writes the words of new and edited entries, a few in each transaction."""

    def __init__(self, database: Database, catalog: NewsCatalog, words: StoryWords) -> None:
        self._database, self._letters, self._words = database, catalog.letters, words

    async def run(self) -> int:
        """Index all that waits; return how many entries that were."""
        indexed = 0
        while count := await self._some():
            indexed += count
        return indexed

    async def _some(self) -> int:
        async with self._database.reading() as transaction:
            if not await stores(transaction).search.unindexed(1):
                return 0
        async with self._database.transaction() as transaction:
            index = stores(transaction).search
            # read where it is written: nobody edits an entry in between
            waiting = await index.unindexed(ENTRIES_AT_ONCE)
            said = {one.id: said_words(one.title, one.lead, self._letters) for one in waiting}
            words = sorted({word for weights in said.values() for word in weights})
            await index.learn({word: self._keys(word) for word in await index.unknown(words)})
            await index.write(said)
        return len(waiting)

    def _keys(self, word: str) -> list[str]:
        makers: tuple[Callable[[str], tuple[str, ...]], ...] = (near_keys, spelling_keys)
        own = [key for keys in makers for key in keys(word)]
        return list(dict.fromkeys((*own, *meaning_keys(word, self._words))))
