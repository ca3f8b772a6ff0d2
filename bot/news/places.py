"""Groups and channels that receive the digest: who arranges them, and what when one is lost."""

from dataclasses import replace

from bot.errors import BotError
from bot.news.subscriptions import STORY_LANGUAGES, Subscriptions
from bot.ports.place_view import PlaceView
from bot.rules.news.audience import toggled
from storage.records.delivery import Call
from storage.records.people import Chat, Subscriber, SubscriberState
from storage.records.places import Door, Place
from storage.stores import Stores

# So long a page may be used before Telegram is asked again whether she administers the place.
TRUSTED_S = 3_600


class NotYourPlace(BotError):  # noqa: N818 - named by what happened
    """Somebody else arranges it, or nobody does any more."""

    key = "place.not_yours"


class LookAgain(BotError):  # noqa: N818 - named by what happened
    """Her page is old: Telegram has to be asked again."""

    key = "place.look_again"


class Places:
    """Places within one transaction."""

    def __init__(
        self, stores: Stores, subscriptions: Subscriptions, view: PlaceView, now: int
    ) -> None:
        self._stores, self._subscriptions = stores, subscriptions
        self._view, self._now = view, now

    async def begin(self, door: Door, *, reading: bool) -> Place:
        """Keep a place; `reading`: its digests begin, at the first hour unless it had another."""
        chat = await self._stores.chats.meet(door.chat_id, door.kind, door.language, self._now)
        number = await self._stores.places.keep(door, self._now)
        subscriber = await self._subscriptions.of(chat)
        wishes = replace(subscriber.preferences, shared=True)
        await self._subscriptions.wish(chat, wishes)
        if reading:
            await self._subscriptions.resume(chat)
        return await self._get(number)

    async def of(self, owner_id: int) -> list[Place]:
        """Return the places that she arranges."""
        return await self._stores.places.of_owner(owner_id)

    async def owned(self, number: int, owner_id: int) -> Place:
        """Return a place of hers. Raises NotYourPlace."""
        place = await self._stores.places.get(number)
        if place is None or place.owner_id != owner_id:
            raise NotYourPlace
        return place

    async def arranged(self, number: int, owner_id: int) -> Place:
        """Return a place that she may arrange now. Raises NotYourPlace, LookAgain."""
        place = await self.owned(number, owner_id)
        if self._now > place.checked_at + TRUSTED_S:
            raise LookAgain
        return place

    async def reads(self, place: Place) -> Subscriber:
        """Return the place's subscription."""
        return await self._subscriptions.of(_chat(place))

    async def speak(self, place: Place, first: str, second: str = "") -> None:
        """Tell digests in one language, or a post in each of two."""
        wishes = (await self.reads(place)).preferences
        languages = STORY_LANGUAGES if first in STORY_LANGUAGES else wishes.languages
        after = replace(wishes, language=first, second=second, languages=languages)
        await self._subscriptions.wish(_chat(place), after)

    async def toggle_topic(self, place: Place, topic: str) -> None:
        """Follow a topic there, or no longer; without any, all."""
        wishes = (await self.reads(place)).preferences
        after = replace(wishes, topics=toggled(wishes.topics, topic))
        await self._subscriptions.wish(_chat(place), after)

    async def read_at(self, place: Place, minutes: int) -> None:
        """Send the digest there every day at that minute of the local day."""
        await self._subscriptions.read_at(_chat(place), minutes % 1440)

    async def switch(self, place: Place, *, on: bool) -> None:
        """Begin, go on or pause."""
        turn = self._subscriptions.resume if on else self._subscriptions.pause
        await turn(_chat(place))

    async def remove(self, place: Place) -> None:
        """Send no digest there any more, and forget who arranged it."""
        await self._subscriptions.leave(_chat(place))
        await self._stores.places.remove(place.id)

    async def lost(self, chat_id: int) -> list[Call]:
        """The bot may not write there any more: its owner is told, once, in private."""
        place = await self._stores.places.in_chat(chat_id)
        if place is None or not await self._stores.places.lose(place.id, self._now):
            return []
        await self._block(place)
        return await self._owner_told(place, "place.lost")

    async def found(self, chat_id: int) -> None:
        """The bot may write there again: digests go on."""
        place = await self._stores.places.in_chat(chat_id)
        if place is not None and place.lost_at is not None:
            await self._stores.places.found(place.id)
            await self._subscriptions.come_back(_chat(place))

    async def thread_gone(self, chat_id: int) -> list[Call]:
        """The thread was deleted: digests come into the group itself, and its owner knows."""
        place = await self._stores.places.in_chat(chat_id)
        if place is None or place.thread_id is None:
            return []
        await self._stores.places.leave_thread(place.id)
        return await self._owner_told(place, "place.thread_gone")

    async def told(self, place: Place, key: str) -> Call:
        """Return a line about the place for its owner."""
        owner = await self._stores.chats.get(place.owner_id)
        language = owner.language if owner else "kk"
        return self._view.told(place.owner_id, language, key, place.title)

    async def _owner_told(self, place: Place, key: str) -> list[Call]:
        return [await self.told(place, key)] if place.owner_id else []

    async def _block(self, place: Place) -> None:
        found = await self._stores.subscribers.get(place.chat_id)
        if found is not None and found.state is SubscriberState.ACTIVE:
            blocked = SubscriberState.BLOCKED
            await self._stores.subscribers.arrange(place.chat_id, found.schedule, blocked, None)

    async def _get(self, number: int) -> Place:
        place = await self._stores.places.get(number)
        if place is None:
            raise NotYourPlace
        return place


def _chat(place: Place) -> Chat:
    return Chat(place.chat_id, place.kind, "kk", False, None, None)
