"""Changes what a person reads by pointing at a story: fewer like this one."""

from bot.errors import BotError
from bot.news.digest_composer import Composer
from bot.news.subscriptions import Subscriptions
from bot.rules.news.fewer import Less, lessened, ways
from bot.rules.news.own_words import BadWord
from storage.records.people import Chat
from storage.records.stories import Story
from storage.stores import Stores


class TooManyWords(BotError):  # noqa: N818 - says what is wrong, as all errors that people read
    """Another word than the twenty that she may mute."""

    key = "error.word_many"


class Fewer:
    """Wishes changed by example, within one transaction."""

    def __init__(self, stores: Stores, composer: Composer, subscriptions: Subscriptions) -> None:
        self._stores, self._composer = stores, composer
        self._subscriptions = subscriptions

    async def ways(self, chat: Chat, number: int) -> tuple[Story | None, tuple[Less, ...]]:
        """Return the story and what she can want less of; None: the story is gone."""
        story = await self._stores.stories.story(number)
        if story is None:
            return None, ()
        wishes = (await self._subscriptions.of(chat)).preferences
        judged = await self._stores.judgements.of_story(number)
        decisions = [one.decision for one in judged]
        return story, ways(story, decisions, wishes, self._composer.catalog.letters)

    async def lessen(self, chat: Chat, less: Less, wanted: bool) -> None:
        """Keep that she wants less of it, or take that back. Raises TooManyWords."""
        wishes = (await self._subscriptions.of(chat)).preferences
        try:
            await self._subscriptions.wish(chat, lessened(wishes, less, wanted))
        except BadWord as error:
            raise TooManyWords from error
