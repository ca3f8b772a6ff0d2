"""Takes updates in: commits them to the inbox before Telegram is told that they have arrived."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from bot.ports.delivery import Clock
from storage.database import Database, StorageUnavailableError
from storage.delivery.inbox import Inbox
from storage.records.delivery import Answer, Incoming, Reached

log = logging.getLogger(__name__)

ALLOWED_UPDATES = (
    *("message", "edited_message", "callback_query", "message_reaction"),
    *("my_chat_member", "chat_member"),
)
# Telegram numbers updates anew, at random, after a week without any.
SILENCE_S = 5 * 86400
BACK_OFF_S = (1, 2, 4, 8, 15, 30)
CONFLICT = (
    "Another copy of this bot is asking Telegram for updates (409). Stop it, or give this one "
    "a token of its own; asking again every few seconds."
)
WEBHOOK = "A webhook is set for this bot (409), so it cannot be polled. It is removed and we go on."
TOKEN = "Telegram does not know the bot's token (%d). Check BOT_TOKEN; asking again."  # noqa: S105 - a sentence


class Source(Protocol):
    """Where updates are asked for; implemented by bot/net/telegram.py."""

    async def updates(self, offset: int | None, allowed: Sequence[str], wait_s: int = 25) -> Answer:
        """Wait for updates from that number on."""

    async def call(self, method: str, body: str) -> Answer:
        """Call a method."""


class Intake:
    """`poll` asks for updates for ever; `take` commits what it or a webhook brought.

    `arrived` is called after each commit: it wakes the inbox worker.
    """

    def __init__(
        self,
        database: Database,
        source: Source,
        clock: Clock,
        arrived: Callable[[], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database, self._source, self._clock = database, source, clock
        self._arrived, self._sleep = arrived, sleep
        self._failures = 0

    async def take(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Commit updates; those taken in before are left as they are."""
        rows = [
            Incoming(
                update["update_id"],
                lane_of(update),
                json.dumps(update, ensure_ascii=False),
                private_message(update),
            )
            for update in updates
        ]
        async with self._database.brief() as transaction:
            await Inbox(transaction).take(rows, self._clock())
        self._arrived()

    async def poll(self) -> None:
        """Ask, commit, ask on from there; until cancelled."""
        while True:
            try:
                async with self._database.reading() as transaction:
                    last = await Inbox(transaction).last_update_id(self._clock() - SILENCE_S)
                answer = await self._source.updates(
                    None if last is None else last + 1, ALLOWED_UPDATES
                )
                if answer.ok:
                    await self._take_answer(answer)
                    continue
            except StorageUnavailableError as error:
                log.error("updates cannot be stored: %s", error)
                answer = Answer(Reached.UNSENT)
            await self._rest(answer)

    async def _take_answer(self, answer: Answer) -> None:
        self._failures = 0
        if answer.result:
            await self.take(answer.result)

    async def _rest(self, answer: Answer) -> None:
        pause = BACK_OFF_S[min(self._failures, len(BACK_OFF_S) - 1)]
        self._failures += 1
        if answer.code == 409 and "webhook" in answer.description:
            log.warning(WEBHOOK)
            await self._source.call("deleteWebhook", "{}")
        elif answer.code == 409:
            pause = max(pause, 4)
            if self._failures == 1:
                log.error(CONFLICT)
        elif answer.code in (401, 404):
            log.error(TOKEN, answer.code)
        elif answer.retry_after:
            pause = answer.retry_after
        else:
            log.warning("no updates (%s %s); again in %d s", answer.reached, answer.code, pause)
        await self._sleep(pause)


def lane_of(update: Mapping[str, Any]) -> int:
    """Return the chat in which an update's order matters, 0 where it stands in none."""
    for name, event in update.items():
        if name == "callback_query":
            event = event.get("message") or {"chat": event.get("from")}
        if isinstance(event, Mapping):
            chat = event.get("chat") or event.get("from")
            lane = chat.get("id") if isinstance(chat, Mapping) else None
            return lane if isinstance(lane, int) else 0
    return 0


def private_message(update: Mapping[str, Any]) -> int | None:
    """Return the number of a message that a person wrote to the bot alone."""
    message = update.get("message")
    if not isinstance(message, Mapping):
        return None
    chat, number = message.get("chat"), message.get("message_id")
    private = isinstance(chat, Mapping) and chat.get("type") == "private"
    return number if private and isinstance(number, int) else None
