"""aiogram's conversation state over the update's own transaction: read once, written once."""

from collections.abc import Mapping
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from bot.ports.delivery import Stores
from storage.records.delivery import Conversation


class TransactionStorage(BaseStorage):
    """Conversations touched by one update; `write` puts what changed into its transaction."""

    def __init__(self, stores: Stores, now: int) -> None:
        self._conversations, self._now = stores.conversations, now
        self._read: dict[str, Conversation] = {}
        self._changed: dict[str, Conversation] = {}

    async def _get(self, key: StorageKey) -> Conversation:
        name = _name(key)
        if name in self._changed:
            return self._changed[name]
        if name not in self._read:
            self._read[name] = await self._conversations.get(name)
        return self._read[name]

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Remember the state until `write`."""
        word = state.state if isinstance(state, State) else state
        self._changed[_name(key)] = Conversation(word, (await self._get(key)).data)

    async def get_state(self, key: StorageKey) -> str | None:
        """Return the state, None where no conversation stands."""
        return (await self._get(key)).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Remember the data (JSON values only) until `write`."""
        self._changed[_name(key)] = Conversation((await self._get(key)).state, dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Return a copy of the data."""
        return dict((await self._get(key)).data)

    async def write(self) -> None:
        """Write what the update changed, and nothing else."""
        for name, conversation in self._changed.items():
            if conversation != self._read.get(name):
                await self._conversations.put(
                    name, conversation.state, conversation.data, self._now
                )

    async def close(self) -> None:
        """Nothing is held open."""


def _name(key: StorageKey) -> str:
    return f"{key.bot_id}:{key.chat_id}:{key.user_id}:{key.thread_id or 0}"


def conversation_of(
    storage: TransactionStorage, bot_id: int, chat_id: int, user_id: int
) -> FSMContext:
    """Return the conversation of one person in one chat, whatever the thread."""
    return FSMContext(storage, StorageKey(bot_id=bot_id, chat_id=chat_id, user_id=user_id))
