"""Begins, changes, pauses and ends subscriptions. Sends nothing: digests.py does."""

from dataclasses import replace

from bot.errors import BotError
from bot.rules.news.schedule import MOST_HOURS, next_due, rested
from storage.records.people import Chat, Preferences, Schedule, Subscriber, SubscriberState
from storage.stores import Stores

FIRST_HOUR = (8 * 60,)
BLOCKED = SubscriberState.BLOCKED
STORY_LANGUAGES = ("kk", "ru")


class TooManyHours(BotError):  # noqa: N818 - says what is wrong, as all errors that people read
    """Another hour than the four that a day may have."""

    key = "error.too_many_hours"


class Subscriptions:
    """Subscriptions within one transaction; `zone` is the IANA zone of new subscribers."""

    def __init__(self, stores: Stores, now: int, zone: str) -> None:
        self._stores, self._now, self._zone = stores, now, zone

    async def of(self, chat: Chat) -> Subscriber:
        """Return the chat's subscription; on the first meeting begin one that is due at no time."""
        found = await self._stores.subscribers.get(chat.id)
        if found is not None:
            return replace(found, rests_until=rested(found.rests_until, self._now))
        await self._stores.subscribers.join(
            chat.id, Preferences(chat.language), Schedule(FIRST_HOUR, zone=self._zone), self._now
        )
        return await self._get(chat.id)

    async def speak(self, chat: Chat, language: str) -> Subscriber:
        """Keep the language of the bot's words; stories in her own language come first then."""
        await self._stores.chats.choose_language(chat.id, language)
        await self._stores.citizens.speak(chat.id, language)
        wishes = replace((await self.of(chat)).preferences, language=language)
        if len(wishes.languages) == 1:
            wishes = replace(wishes, languages=stories_in(language, alone=True))
        return await self.wish(chat, wishes)

    async def wish(self, chat: Chat, wishes: Preferences) -> Subscriber:
        """Keep what she wants to read, and of what she is alerted."""
        await self.of(chat)
        await self._stores.subscribers.prefer(chat.id, wishes)
        return await self._listening(chat.id)

    async def follow(self, chat: Chat, topic: str, wanted: bool) -> Subscriber:
        """Follow a topic or no longer; without any left she reads all of them."""
        wishes = (await self.of(chat)).preferences
        topics = set(wishes.topics) | {topic} if wanted else set(wishes.topics) - {topic}
        without = [one for one in wishes.without_topics if not (wanted and one == topic)]
        after = replace(wishes, topics=tuple(sorted(topics)), without_topics=tuple(without))
        return await self.wish(chat, after)

    async def follow_all(self, chat: Chat) -> Subscriber:
        """Follow every topic, those of later versions too."""
        wishes = (await self.of(chat)).preferences
        return await self.wish(chat, replace(wishes, topics=(), without_topics=()))

    async def live_in(self, chat: Chat, district: str | None) -> Subscriber:
        """Keep her own district: its stories rank first, and questions begin there."""
        if district is not None:
            await self._stores.chats.remember_district(chat.id, district)
        wishes = (await self.of(chat)).preferences
        return await self.wish(chat, replace(wishes, district=district))

    async def read_at(self, chat: Chat, minutes: int) -> Subscriber:
        """Read every day at that minute of the local day, from the next one on."""
        subscriber = await self.of(chat)
        return await self._activate(replace(subscriber.schedule, minutes=(minutes,)), chat.id)

    async def read_also_at(self, chat: Chat, minutes: int, wanted: bool) -> Subscriber:
        """Read at that minute too, or no longer; the last hour stays. Raises TooManyHours."""
        schedule = (await self.of(chat)).schedule
        hours = {*schedule.minutes, minutes} if wanted else {*schedule.minutes} - {minutes}
        if len(hours) > MOST_HOURS:
            raise TooManyHours
        return await self.arrange(
            chat, replace(schedule, minutes=tuple(sorted(hours or {minutes})))
        )

    async def arrange(self, chat: Chat, schedule: Schedule) -> Subscriber:
        """Keep when she reads; who does not read now still does not."""
        subscriber = await self.of(chat)
        if subscriber.state is SubscriberState.ACTIVE:
            return await self._activate(schedule, chat.id, subscriber.rests_until)
        state = subscriber.state
        await self._stores.subscribers.arrange(chat.id, schedule, state, None)
        return await self._get(chat.id)

    async def rest(self, chat: Chat, until: int) -> Subscriber:
        """Send nothing before that UTC second, then go on by itself."""
        return await self._activate((await self.of(chat)).schedule, chat.id, until)

    async def resume(self, chat: Chat) -> Subscriber:
        """Read again, at the hour that was chosen before."""
        return await self._activate((await self.of(chat)).schedule, chat.id)

    async def come_back(self, chat: Chat) -> Subscriber:
        """She let the bot in again: who was reading before she blocked it reads on."""
        subscriber = await self.of(chat)
        return await self.resume(chat) if subscriber.state is BLOCKED else subscriber

    async def reopen(self, subscriber: Subscriber) -> Subscriber:
        """Let her read on at the hour that was chosen before."""
        return await self._activate(subscriber.schedule, subscriber.chat_id)

    async def pause(self, chat: Chat) -> Subscriber:
        """Send no digest until she wants them again."""
        return await self._stop(await self.of(chat), SubscriberState.PAUSED)

    async def leave(self, chat: Chat) -> Subscriber:
        """End the subscription; her choices are kept for a return."""
        return await self._stop(await self.of(chat), SubscriberState.LEFT)

    async def _activate(
        self, schedule: Schedule, chat_id: int, rests_until: int | None = None
    ) -> Subscriber:
        rest = rested(rests_until, self._now)
        due = next_due(schedule, max(self._now, (rest or 0) - 1))
        active = SubscriberState.ACTIVE
        await self._stores.subscribers.arrange(chat_id, schedule, active, due, rest)
        return await self._listening(chat_id)

    async def _listening(self, chat_id: int) -> Subscriber:
        """Look for alerts as long as she wants some; those of a pause are in her digest."""
        subscriber = await self._get(chat_id)
        if not subscriber.preferences.alerts or subscriber.state is not SubscriberState.ACTIVE:
            await self._stores.alerts.end(chat_id)
        else:
            last = await self._stores.stories.last_number()
            due = max(self._now, rested(subscriber.rests_until, self._now) or 0)
            await self._stores.alerts.begin(chat_id, last, due)
        return subscriber

    async def _stop(self, subscriber: Subscriber, state: SubscriberState) -> Subscriber:
        await self._stores.subscribers.arrange(subscriber.chat_id, subscriber.schedule, state, None)
        return await self._get(subscriber.chat_id)

    async def _get(self, chat_id: int) -> Subscriber:
        found = await self._stores.subscribers.get(chat_id)
        if found is None:
            raise LookupError("a subscription that was just written is not there")
        return found


def stories_in(language: str, *, alone: bool) -> tuple[str, ...]:
    """Return the languages of stories: both, or hers alone where stories are written in it."""
    return (language,) if alone and language in STORY_LANGUAGES else STORY_LANGUAGES


class SubscriptionHooks:
    """What becomes of a subscription when its chat closes its door or moves: a ChatHooks."""

    async def on_blocked(self, stores: Stores, chat_id: int, _now: int) -> None:
        """Nothing is due until she comes back."""
        found = await stores.subscribers.get(chat_id)
        if found is not None and found.state is SubscriberState.ACTIVE:
            await stores.subscribers.arrange(chat_id, found.schedule, BLOCKED, None)

    async def on_welcome(self, stores: Stores, chat_id: int, now: int) -> None:
        """Whoever was reading before the door closed reads on."""
        found = await stores.subscribers.get(chat_id)
        if found is not None and found.state is BLOCKED:
            await Subscriptions(stores, now, found.schedule.zone).reopen(found)

    async def on_migrated(self, stores: Stores, old: int, new: int, _now: int) -> None:
        """The subscription goes with the chat."""
        if await stores.subscribers.get(old) is not None:
            await stores.subscribers.migrate(old, new)
