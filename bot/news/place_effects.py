"""Goes on with places once Telegram has answered: who administers one, what became of a digest."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.news.digest_effects import digest_unsent
from bot.news.places import Places
from bot.ports.delivery import Effect
from bot.ports.place_view import PlaceView
from storage.records.delivery import Call, Outcome, Owed
from storage.records.places import Door
from storage.stores import Stores

ADMINISTRATORS = ("administrator", "creator")
# The bot is there but may not write: nothing that another try would mend.
MUTE = frozenset(("no_rights", "restricted"))


class PlaceEffects:
    """`places` builds the service within a transaction."""

    def __init__(self, places: Callable[[Stores, int], Places], view: PlaceView) -> None:
        self._places, self._view = places, view

    def effects(self) -> Mapping[str, Effect]:
        """For the registry."""
        return {
            "place_asked": self.asked,
            "place_opened": self.opened,
            "place_told": self.told,
        }

    async def asked(self, stores: Stores, owed: Owed, outcome: Outcome, now: int) -> Sequence[Call]:
        """Begin there if whoever asked administers the group."""
        door = Door(**owed.effect_data["door"])
        if not _administers(outcome):
            return [self._view.said_there(door, "place.admins_only")]
        await self._places(stores, now).begin(door, reading=True)
        return [self._view.said_there(door, "place.begun")]

    async def opened(
        self, stores: Stores, owed: Owed, outcome: Outcome, now: int
    ) -> Sequence[Call]:
        """Show the page of a place to who administers it still."""
        data, places = owed.effect_data, self._places(stores, now)
        place = await stores.places.get(data["place"])
        if place is None:
            return ()
        if not _administers(outcome):
            return [await places.told(place, "place.no_admin")]
        await stores.places.checked(place.id, now)
        subscriber = await places.reads(place)
        page = (data["chat_id"], data["language"], place, subscriber, data["message_id"])
        return [self._view.page(*page)]

    async def told(self, stores: Stores, owed: Owed, outcome: Outcome, now: int) -> Sequence[Call]:
        """See whether a digest came where it was meant to."""
        places = self._places(stores, now)
        if outcome.sent:
            meant = owed.effect_data.get("thread")
            strayed = meant and "message_thread_id" not in json.loads(owed.body)
            return await places.thread_gone(owed.chat_id) if strayed else ()
        await digest_unsent(stores, owed, outcome, now)
        return await places.lost(owed.chat_id) if outcome.reason in MUTE else ()


class PlaceHooks:
    """What becomes of a place when its chat closes its door or moves: a ChatHooks."""

    def __init__(self, places: Callable[[Stores, int], Places]) -> None:
        self._places = places

    async def on_blocked(self, stores: Stores, chat_id: int, now: int) -> None:
        """Its owner is told, once."""
        await stores.outbox.owe(await self._places(stores, now).lost(chat_id), now)

    async def on_welcome(self, stores: Stores, chat_id: int, now: int) -> None:
        """Digests go on."""
        await self._places(stores, now).found(chat_id)

    async def on_migrated(self, stores: Stores, old: int, new: int, _now: int) -> None:
        """The place goes with the chat."""
        if await stores.places.in_chat(old) is not None:
            await stores.places.move(old, new)


def _administers(outcome: Outcome) -> bool:
    member: Any = outcome.result
    known = outcome.sent and isinstance(member, Mapping)
    return bool(known and member.get("status") in ADMINISTRATORS)
