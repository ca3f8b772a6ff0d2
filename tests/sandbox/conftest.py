"""Fixtures of the sandbox's own tests: a bot of aiogram talking to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from tests.sim_driver import Sim


@pytest_asyncio.fixture
async def bot(sandbox: Sim) -> AsyncIterator[Bot]:
    """aiogram's Bot against the running sandbox."""
    server = TelegramAPIServer.from_base(sandbox.url)
    async with Bot(sandbox.token, session=AiohttpSession(api=server)) as client:
        yield client
