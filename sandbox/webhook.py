"""Delivers updates to the bot's webhook: in order, with the secret, again until taken."""

from __future__ import annotations

import asyncio
import json

import aiohttp

from sandbox.api import BotApi, DroppedError, HtmlError
from sandbox.errors import ApiError
from sandbox.records import Json
from sandbox.world import World


class WebhookDelivery:
    """One task per sandbox; an answer that names a method is carried out as a call."""

    def __init__(self, world: World, api: BotApi) -> None:
        self._world = world
        self._api = api

    async def run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=30)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                await self._step(session)

    async def _step(self, session: aiohttp.ClientSession) -> None:
        hook = self._world.profile.webhook
        update = self._world.updates.head() if hook.get("url") else None
        if update is None:
            await self._world.updates.rung()
            return
        problem = await self._deliver(session, hook, update)
        if problem is None:
            self._world.updates.confirm_head(update)
            return
        hook |= {"last_error_date": self._world.now(), "last_error_message": problem}
        await asyncio.sleep(self._world.options.webhook_retry_seconds)

    async def _deliver(
        self, session: aiohttp.ClientSession, hook: Json, update: Json
    ) -> str | None:
        """None when taken, else what went wrong."""
        headers = {"Content-Type": "application/json"}
        if hook["secret"]:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook["secret"]
        body = json.dumps(update, ensure_ascii=False).encode()
        try:
            async with session.post(hook["url"], data=body, headers=headers) as answer:
                text = await answer.text()
                if answer.status // 100 != 2:
                    return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return f"Connection failed: {type(error).__name__}"
        await self._reply(text)
        return None

    async def _reply(self, text: str) -> None:
        try:
            wish = json.loads(text) if text.strip().startswith("{") else {}
        except ValueError:
            return
        method = wish.pop("method", None)
        if isinstance(method, str):
            try:
                await self._api.run(method, wish, {})
            except (ApiError, DroppedError, HtmlError):
                return
