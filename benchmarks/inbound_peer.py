"""The peer of inbound work: aiogram as its own examples use it, which keeps nothing on disk."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, Message
from aiogram.types import Update as Read

from benchmarks.inbound_scene import Update


@dataclass
class Peer:
    """Each update is a task, as aiogram's polling makes them; `left` is when its answer left."""

    bot: Bot
    dispatcher: Dispatcher
    left: dict[int, float] = field(default_factory=dict)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def take(self, updates: list[Update]) -> None:
        """Begin to handle them."""
        self.tasks += [asyncio.create_task(self._handle(update)) for update in updates]

    async def done(self) -> None:
        """Wait until all are answered."""
        await asyncio.gather(*self.tasks)

    async def _handle(self, update: Update) -> None:
        read = Read.model_validate(update, context={"bot": self.bot})
        await self.dispatcher.feed_update(self.bot, read, left=self.left, number=read.update_id)


async def said(message: Message, state: FSMContext, left: dict[int, float], number: int) -> None:
    """Remember what was written and say a line."""
    await state.update_data({str(message.message_id): message.text})
    left[number] = time.perf_counter()
    await message.answer("Хабарыңыз қабылданды")


async def pressed(
    query: CallbackQuery, state: FSMContext, left: dict[int, float], number: int
) -> None:
    """Answer the button."""
    await state.update_data(pressed=query.data)
    left[number] = time.perf_counter()
    await query.answer()


@contextlib.asynccontextmanager
async def peer(base: str) -> AsyncIterator[Peer]:
    """A bot with three handlers and a memory."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(base))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.message.register(said, Command("ask", "cases"))
    dispatcher.message.register(said)
    dispatcher.callback_query.register(pressed)
    async with Bot("42:BENCH", session=session) as bot:
        yield Peer(bot, dispatcher)
