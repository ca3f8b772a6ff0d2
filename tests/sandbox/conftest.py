"""Fixtures of the sandbox's own tests: a bot of aiogram talking to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from tests.sim_driver import Sim


class BriefSession(AiohttpSession):
    """aiogram waits 0.25 s for TLS to end when it closes; loopback has none."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@pytest_asyncio.fixture
async def bot(sandbox: Sim) -> AsyncIterator[Bot]:
    """aiogram's Bot against the running sandbox."""
    server = TelegramAPIServer.from_base(sandbox.url)
    async with Bot(sandbox.token, session=BriefSession(api=server)) as client:
        yield client
