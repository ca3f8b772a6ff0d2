"""Gives one person her digest at once. Scheduled digests are bot/news/digest_rounds.py."""

from dataclasses import replace

from bot.news.digest_composer import Composer, Occasion
from bot.news.editing import Editor
from bot.ports.digest_view import DigestView
from bot.rules.news.digest_layout import Page
from bot.texts import Html
from storage.records.delivery import Call
from storage.records.people import Subscriber
from storage.records.stories import Story
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
        return await self._shown(subscriber, await self._new(subscriber), None) or (
            await self._shown(subscriber, await self._latest(), "digest.nothing_new")
        )

    async def latest(self, subscriber: Subscriber) -> list[Call]:
        """Show the latest stories, whether she has seen them or not."""
        return await self._shown(subscriber, await self._latest(), "digest.latest")

    async def more(self, subscriber: Subscriber, edition_id: int) -> list[Call]:
        """Show the stories that found no room in that edition; none when there are none."""
        numbers = await self._stores.editions.rest(edition_id)
        stories = await self._stores.stories.numbered(numbers)
        if not stories:
            return []
        occasion = Occasion(self._now, subscriber.schedule.zone, "digest.more_note")
        page = self._composer.listed(stories, subscriber.preferences, occasion)
        return [await self._call(subscriber, page, occasion)]

    async def preview(self, subscriber: Subscriber) -> Html | None:
        """Return the next digest as it would be now, None without news; nothing is noted."""
        when = subscriber.next_due_at
        voice = self._composer.texts.voice(subscriber.preferences.language)
        zone = subscriber.schedule.zone
        note = "digest.preview" if when else "digest.preview_stopped"
        named = (("when", voice.moment(when, zone)),) if when else ()
        occasion = Occasion(self._now, zone, note, named=named)
        new = await self._new(subscriber)
        page = self._composer.compose(new, subscriber.preferences, occasion)
        return Html(page.html) if page else None

    async def one(self, subscriber: Subscriber, number: int) -> tuple[Story | None, Html]:
        """Return a story as she would be shown it, whatever she follows; None: it is gone."""
        found = await self._stores.stories.numbered([number])
        if not found:
            return None, Html("")
        wishes = self._composer.in_full(subscriber.preferences, 1)
        occasion = Occasion(self._now, subscriber.schedule.zone)
        return found[0], Html(self._composer.listed(found, wishes, occasion).html)

    async def told(self, edition_id: int) -> list[Story]:
        """Return the stories of an edition in its order."""
        numbers = await self._stores.editions.stories(edition_id)
        return await self._stores.stories.numbered(numbers)

    async def _new(self, subscriber: Subscriber) -> list[Story]:
        new = await self._stores.stories.after(subscriber.seen_through, self._now - WINDOW_S)
        had = subscriber.alerted
        return [story for story in new if not story.quiet and story.number not in had]

    async def _latest(self) -> list[Story]:
        return await self._stores.stories.after(0, self._now - LATEST_S)

    async def _shown(
        self, subscriber: Subscriber, stories: list[Story], note: str | None
    ) -> list[Call]:
        occasion = Occasion(self._now, subscriber.schedule.zone, note)
        page = self._composer.compose(stories, subscriber.preferences, occasion)
        if page is None:
            return []
        return [await self._call(subscriber, page, occasion)]

    async def _call(self, subscriber: Subscriber, page: Page, occasion: Occasion) -> Call:
        wishes, chat_id = subscriber.preferences, subscriber.chat_id
        editor = Editor(self._stores, self._composer, self._view)
        edition_id = await editor.edition(page, subscriber.preferences_id, wishes, occasion)
        last = await self._stores.stories.last_number()
        await self._stores.subscribers.told(chat_id, last, edition_id)
        # the same edition may have been written for somebody else: its text is the same
        call = self._view.edition(page.html, edition_id, wishes.language, len(page.rest))
        return replace(call, chat_id=chat_id, body={**call.body, "chat_id": chat_id})
