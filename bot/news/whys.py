"""Answers why a story came to a person and why one did not, by number, link or words."""

import re

from bot.news.digest_composer import Composer
from bot.news.search import Search
from bot.rules.news.whys import Explanation, Fate, Offered, explain
from storage.records.people import Subscriber
from storage.records.stories import Judged, Story
from storage.stores import Stores

LINK = re.compile(r"https?://\S{4,1000}")
MOST_MEANT = 6


class Whys:
    """Explanations within one transaction."""

    def __init__(self, stores: Stores, composer: Composer, search: Search) -> None:
        self._stores, self._composer, self._search = stores, composer, search

    async def of_last(self, subscriber: Subscriber) -> list[Judged]:
        """Return why each story of the digest that she was sent last was taken."""
        last = subscriber.last_edition_id
        numbers = await self._stores.editions.stories(last) if last else []
        judged = [await self._stores.judgements.of_story(number) for number in numbers]
        return [entries[0] for entries in judged if entries]

    async def meant(self, words: str) -> list[Story] | Explanation:
        """Return the stories that a link or words may mean; an entry that is none is explained."""
        link = LINK.search(words)
        if link is None:
            return (await self._search.find(words, 0, MOST_MEANT))[0]
        found = await self._stores.judgements.with_link(_same_links(link[0]))
        if found is None:
            return []
        number, judged = found
        if number is None:
            return Explanation(judged.title, Fate.NO_NEWS, (), (judged,))
        return await self._stores.stories.numbered([number])

    async def explain(self, subscriber: Subscriber, number: int) -> Explanation | None:
        """Return what became of a story for her; None: there is no such story."""
        story = await self._stores.stories.story(number)
        if story is None or not story.entries:
            return None
        judged = await self._stores.judgements.of_story(number)
        words = self._composer.own_words(subscriber.preferences)
        return explain(story, judged, subscriber, words, await self._offered(subscriber))

    async def _offered(self, subscriber: Subscriber) -> Offered:
        last = subscriber.last_edition_id
        if last is None:
            return Offered(frozenset(), frozenset())
        shown = await self._stores.editions.stories(last)
        return Offered(frozenset(shown), frozenset(await self._stores.editions.rest(last)))


def _same_links(link: str) -> tuple[str, ...]:
    """The ways in which people copy one address: with its marks, without, with a last slash."""
    whole = link.rstrip(".,;)»")
    bare = re.split(r"[?#]", whole)[0].rstrip("/")
    swapped = [
        one.replace("https://", "http://") if one.startswith("https") else "https" + one[4:]
        for one in (bare,)
    ]
    return tuple(dict.fromkeys((whole, bare, f"{bare}/", *swapped, *(f"{s}/" for s in swapped))))
