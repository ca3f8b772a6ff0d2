"""Our sender as a peer of itself: real database on disk, real client, digests by reference."""

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.sending_peers import TOKEN, Message, PersonsAnswer
from bot.delivery.chat_moves import ChatMoves
from bot.delivery.sender import Sender
from bot.delivery.sender_options import IN_FLIGHT, SenderOptions
from bot.net.telegram import Telegram
from bot.ports.delivery import Carrier, Stores, ThreadPlan
from bot.rules.delivery.limits import Limits
from storage.database import Database
from storage.opening import open_database
from storage.records.delivery import Answer, Attachment, Call, Priority
from storage.stores import stores


class NoThreads:
    """A ThreadDirectory where nothing stands in a thread."""

    async def thread_of(self, stores: Stores, case_id: int) -> ThreadPlan:
        """Return the plain group."""
        return ThreadPlan(0)

    async def record(self, stores: Stores, case_id: int, chat_id: int, thread_id: int) -> None:
        """Nothing is kept."""

    async def forget(self, stores: Stores, case_id: int) -> None:
        """Nothing is kept."""


@asynccontextmanager
async def running(
    database: Database, api: Carrier, limits: Limits, in_flight: int = IN_FLIGHT
) -> AsyncIterator[Sender]:
    """Run a sender until the end of the block, then stop it as the bot does."""
    sender = Sender(
        database,
        api,
        effects={},
        threads=NoThreads(),
        moves=ChatMoves(),
        clock=lambda: int(time.time()),
        steady=time.monotonic,
        options=SenderOptions(limits=limits, in_flight=in_flight),
    )
    task = asyncio.create_task(sender.run())
    try:
        yield sender
    finally:
        await sender.stop()
        await task


async def owe_mailing(database: Database, messages: Sequence[Message]) -> None:
    """Owe private messages as digests, an edition for each text; group messages as case rows."""
    async with database.transaction() as transaction:
        opened = stores(transaction)
        by_text: dict[str, list[int]] = {}
        for chat_id, text in messages:
            if chat_id > 0:
                by_text.setdefault(text, []).append(chat_id)
        for text, chats in by_text.items():
            edition, _ = await opened.editions.reserve(text, [], 0)
            await opened.editions.write(edition, {"text": text, "parse_mode": "HTML"})
            await opened.editions.owe(edition, chats, Priority.DIGEST, 0)
        groups = [
            Call("sendMessage", {"chat_id": chat, "text": text}, Priority.CASE, "case")
            for chat, text in messages
            if chat < 0
        ]
        await opened.outbox.owe(groups, 0)


async def drained(database: Database, every_s: float = 0.25) -> None:
    """Wait until nothing is owed or in flight."""
    left = 1
    while left:
        await asyncio.sleep(every_s)
        async with database.reading() as transaction:
            left = await transaction.value(
                """
                SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'owed')
                    OR EXISTS (SELECT 1 FROM outbox WHERE state = 'sending')
                """
            )


class Listening:
    """A Carrier that notes when the answers to persons came back."""

    def __init__(self, api: Carrier) -> None:
        self._api = api
        self.asked: dict[int, float] = {}
        self.waits: list[float] = []

    def begin(
        self,
        method: str,
        body: str,
        landed: Callable[[Answer], None],
        files: Sequence[Attachment] = (),
    ) -> None:
        """Begin the call, and note the wait where a person is asking."""
        chat_id = json.loads(body)["chat_id"] if self.asked else 0

        def noted(answer: Answer) -> None:
            if answer.ok and chat_id in self.asked:
                self.waits.append(time.monotonic() - self.asked.pop(chat_id))
            landed(answer)

        self._api.begin(method, body, noted, files)


async def ours(
    base: str, messages: Sequence[Message], people: Sequence[PersonsAnswer]
) -> list[float]:
    """Play a scene as a peer does; a wait lasts from before its debt until Telegram's answer."""
    path = Path(tempfile.mkdtemp(prefix="sending-")) / "outbox.sqlite3"
    database = await open_database(f"sqlite:///{path}")
    await owe_mailing(database, messages)
    async with Telegram(TOKEN, base) as api:
        listening = Listening(api)
        async with running(database, listening, Limits()) as sender:
            mailing = asyncio.create_task(drained(database))
            started = time.monotonic()
            for after, chat_id, text in people:
                await asyncio.sleep(max(0.0, started + after - time.monotonic()))
                if mailing.done() and messages:
                    break
                listening.asked[chat_id] = time.monotonic()
                async with database.transaction() as transaction:
                    call = Call("sendMessage", {"chat_id": chat_id, "text": text})
                    await stores(transaction).outbox.owe([call], 0)
                sender.wake()
            await mailing
            await drained(database)
    await database.close()
    return listening.waits
