"""The peers of our sender, each used as its documentation shows, on the same messages.

A peer takes (base address, messages, people) and returns the latencies of the people's answers:
`messages` are (chat_id, text) of a mailing, `people` (seconds after the start, chat_id, text) of
answers to persons that come in between.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

Message = tuple[int, str]
PersonsAnswer = tuple[float, int, str]
Peer = Callable[[str, Sequence[Message], Sequence[PersonsAnswer]], Awaitable[list[float]]]
Send = Callable[[int, str], Awaitable[object]]

TOKEN = "42:BENCH"
WORKERS = 16


async def sleep_recipe(
    base: str, messages: Sequence[Message], people: Sequence[PersonsAnswer]
) -> list[float]:
    """aiogram's often copied broadcast: one after another, `sleep(0.05)` between."""
    async with stock_aiogram(base) as send:
        patient = _patient(send)

        async def mail() -> None:
            for chat_id, text in messages:
                await patient(chat_id, text)
                await asyncio.sleep(0.05)

        return await _beside(mail(), people, patient)


async def aiolimiter_workers(
    base: str, messages: Sequence[Message], people: Sequence[PersonsAnswer]
) -> list[float]:
    """Sixteen workers of aiogram behind one aiolimiter of 30 a second."""
    from aiolimiter import AsyncLimiter

    limiter = AsyncLimiter(30, 1)
    async with stock_aiogram(base) as send:
        patient = _patient(send, limiter)
        return await _beside(_by_workers(messages, patient), people, patient)


async def telegram_ext_workers(
    base: str, messages: Sequence[Message], people: Sequence[PersonsAnswer]
) -> list[float]:
    """Sixteen workers of python-telegram-bot's ExtBot with its AIORateLimiter."""
    from telegram.ext import AIORateLimiter, ExtBot
    from telegram.request import HTTPXRequest

    limiter = AIORateLimiter(overall_max_rate=30, overall_time_period=1, max_retries=50)
    request = HTTPXRequest(connection_pool_size=64, pool_timeout=60, read_timeout=60)
    async with ExtBot(TOKEN, f"{base}/bot", rate_limiter=limiter, request=request) as bot:

        async def send(chat_id: int, text: str) -> object:
            return await bot.send_message(chat_id, text)

        return await _beside(_by_workers(messages, send), people, send)


PEERS: dict[str, Peer] = {
    "sleep(0.05)": sleep_recipe,
    "aiolimiter, 16 workers": aiolimiter_workers,
    "telegram.ext AIORateLimiter, 16 workers": telegram_ext_workers,
}


def stock_aiogram(base: str) -> "_AiogramSend":
    """Return a stock aiogram bot's `send_message` as `async with` gives it."""
    return _AiogramSend(base)


class _AiogramSend:
    """`async with` gives a send function of a stock aiogram Bot."""

    def __init__(self, base: str) -> None:
        self._base = base

    async def __aenter__(self) -> Send:
        from aiogram import Bot
        from aiogram.client.session.aiohttp import AiohttpSession
        from aiogram.client.telegram import TelegramAPIServer

        self._bot = Bot(TOKEN, AiohttpSession(api=TelegramAPIServer.from_base(self._base)))
        return self._bot.send_message

    async def __aexit__(self, *_: object) -> None:
        await self._bot.session.close()


def _patient(send: Send, limiter: object = None) -> Send:
    """Wait as long as a 429 says and try again, as every recipe does."""
    from aiogram.exceptions import TelegramRetryAfter

    async def attempt(chat_id: int, text: str) -> object:
        while True:
            if limiter is not None:
                await limiter.acquire()  # type: ignore[attr-defined]
            try:
                return await send(chat_id, text)
            except TelegramRetryAfter as refusal:
                await asyncio.sleep(refusal.retry_after)

    return attempt


async def _by_workers(messages: Sequence[Message], send: Send) -> None:
    queue: asyncio.Queue[Message] = asyncio.Queue()
    for message in messages:
        queue.put_nowait(message)

    async def work() -> None:
        while not queue.empty():
            await send(*queue.get_nowait())

    await asyncio.gather(*(work() for _ in range(WORKERS)))


async def _beside(
    mailing: Awaitable[None], people: Sequence[PersonsAnswer], send: Send
) -> list[float]:
    """Run the mailing and answer people beside it until the mailing is over."""
    latencies: list[float] = []
    started = time.monotonic()

    async def answer(after: float, chat_id: int, text: str) -> None:
        await asyncio.sleep(after)
        asked = time.monotonic()
        await send(chat_id, text)
        latencies.append(time.monotonic() - asked)

    answers = [asyncio.create_task(answer(*person)) for person in people]
    await mailing
    over = time.monotonic() - started
    for (after, _, _), task in zip(people, answers, strict=True):
        if after > over:
            task.cancel()
    await asyncio.gather(*answers, return_exceptions=True)
    return latencies
