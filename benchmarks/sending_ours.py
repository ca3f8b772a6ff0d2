"""Our sender as a peer of itself: real database on disk, real client, digests by reference."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.sending_peers import TOKEN, Message, PersonsAnswer
from bot.delivery.chat_moves import ChatMoves
from bot.delivery.sender import Sender, SenderOptions
from bot.net.telegram import Telegram
from bot.ports.delivery import Effect, Stores, ThreadPlan
from bot.rules.delivery.limits import Limits
from storage.database import Database
from storage.opening import open_database
from storage.records.delivery import Call, Outcome, Owed, Priority
from storage.stores import stores


class NoThreads:
    """A ThreadDirectory where nothing stands in a thread."""

    async def thread_of(self, stores: Stores, case_id: int) -> ThreadPlan:
        """Return the plain group."""
        return ThreadPlan(0)

    async def record(self, stores: Stores, case_id: int, thread_id: int) -> None:
        """Nothing is kept."""

    async def forget(self, stores: Stores, case_id: int) -> None:
        """Nothing is kept."""


@asynccontextmanager
async def running(
    database: Database, base: str, limits: Limits, effects: Mapping[str, Effect]
) -> AsyncIterator[Sender]:
    """Run a sender until the end of the block, then stop it as the bot does."""
    async with Telegram(TOKEN, base) as api:
        sender = Sender(
            database,
            api,
            effects=effects,
            threads=NoThreads(),
            moves=ChatMoves(),
            clock=lambda: int(time.time()),
            steady=time.monotonic,
            options=SenderOptions(limits=limits),
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


async def drained(database: Database, every_s: float = 0.1) -> None:
    """Wait until nothing is owed or in flight."""
    left = 1
    while left:
        await asyncio.sleep(every_s)
        async with database.reading() as transaction:
            left = await transaction.value(
                "SELECT count(*) FROM outbox WHERE state IN ('owed', 'sending')"
            )


async def ours(
    base: str, messages: Sequence[Message], people: Sequence[PersonsAnswer]
) -> list[float]:
    """Play a scene as a peer does; an answer's wait lasts from its debt to its settling."""
    path = Path(tempfile.mkdtemp(prefix="sending-")) / "outbox.sqlite3"
    database = await open_database(f"sqlite:///{path}")
    asked: dict[int, float] = {}
    waits: list[float] = []

    async def answered(_: Stores, owed: Owed, __: Outcome, ___: int) -> Sequence[Call]:
        waits.append(time.monotonic() - asked[owed.chat_id])
        return ()

    await owe_mailing(database, messages)
    async with running(database, base, Limits(), {"answered": answered}) as sender:
        mailing = asyncio.create_task(drained(database))
        started = time.monotonic()
        for after, chat_id, text in people:
            await asyncio.sleep(max(0.0, started + after - time.monotonic()))
            if mailing.done():
                break
            asked[chat_id] = time.monotonic()
            body = {"chat_id": chat_id, "text": text}
            async with database.transaction() as transaction:
                call = Call("sendMessage", body, effect="answered")
                await stores(transaction).outbox.owe([call], 0)
            sender.wake()
        await mailing
    await database.close()
    return waits
