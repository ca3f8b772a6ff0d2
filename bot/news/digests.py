"""Gives one person her digest at once. Scheduled digests are bot/news/digest_rounds.py."""

from dataclasses import replace

from bot.news.digest_composer import Composer, Occasion, fingerprint
from bot.ports.digest_view import DigestView
from storage.records.delivery import Call
from storage.records.people import Subscriber
from storage.records.stories import Judged, Story
from storage.stores import Stores

# A week and a day: what a weekly reader has not seen yet.
WINDOW_S = 8 * 86_400
LATEST_S = 4 * 86_400


class Digests:
    """Digests on request within one transaction."""

    def __init__(self, stores: Stores, composer: Composer, view: DigestView, now: int) -> None:
        self._stores, self._composer, self._view, self._now = stores, composer, view, now

    async def first(self, subscriber: Subscriber) -> list[Call]:
        """Show a new subscriber what a digest is: the latest stories, old ones included."""
        return await self._shown(subscriber, await self._latest(), "digest.first")

    async def at_once(self, subscriber: Subscriber) -> list[Call]:
        """Show what is new to her since the last digest; when nothing is, the latest stories."""
        new = await self._stores.stories.after(subscriber.seen_through, self._now - WINDOW_S)
        fresh = [story for story in new if not story.quiet]
        return await self._shown(subscriber, fresh, None) or await self._shown(
            subscriber, await self._latest(), "digest.nothing_new"
        )

    async def latest(self, subscriber: Subscriber) -> list[Call]:
        """Show the latest stories, whether she has seen them or not."""
        return await self._shown(subscriber, await self._latest(), "digest.latest")

    async def why(self, subscriber: Subscriber, edition_id: int | None = None) -> list[Judged]:
        """Return why each story of an edition (the last one she was sent) was taken."""
        asked = edition_id or subscriber.last_edition_id
        numbers = await self._stores.editions.stories(asked) if asked else []
        judged = [await self._stores.stories.judged(number) for number in numbers]
        return [entries[0] for entries in judged if entries]

    async def _latest(self) -> list[Story]:
        return await self._stores.stories.after(0, self._now - LATEST_S)

    async def _shown(
        self, subscriber: Subscriber, stories: list[Story], note: str | None
    ) -> list[Call]:
        occasion = Occasion(self._now, subscriber.schedule.zone, note)
        page = self._composer.compose(stories, subscriber.preferences, occasion)
        if page is None:
            return []
        voice = self._composer.texts.voice(subscriber.preferences.language)
        name = fingerprint(
            subscriber.preferences_id, page.stories, voice.date(self._now, occasion.zone), occasion
        )
        edition_id, new = await self._stores.editions.reserve(name, page.stories, self._now)
        call = self._view.edition(page.html, edition_id, voice.language)
        if new:
            await self._stores.editions.write(edition_id, call.body)
        last = await self._stores.stories.last_number()
        await self._stores.subscribers.told(subscriber.chat_id, last, edition_id)
        chat_id = subscriber.chat_id
        return [replace(call, chat_id=chat_id, body={**call.body, "chat_id": chat_id})]
