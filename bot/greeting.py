"""What is agreed with the Bot API server at start: who we are, and where updates are sent."""

import json
from collections.abc import Mapping
from typing import Any

from bot.delivery.intake import ALLOWED_UPDATES
from bot.ports.delivery import BotApi
from bot.problems import Refusal
from bot.settings import Settings


async def who_we_are(server: BotApi, settings: Settings) -> Mapping[str, Any]:
    """Return getMe's User. Raises Refusal: the token is wrong or nobody answers."""
    answer = await server.call("getMe", "{}")
    if answer.ok:
        return dict(answer.result)
    if answer.code in (401, 404):
        raise Refusal(
            f"{settings.telegram_api_url} does not know this BOT_TOKEN: copy it again from "
            "@BotFather into .env."
        )
    raise Refusal(
        f"{settings.telegram_api_url} does not answer ({answer.description or answer.code}): check "
        "the network, or TELEGRAM_API_URL if you set it."
    )


async def ask_to_be_called(server: BotApi, settings: Settings) -> None:
    """Set the webhook. Raises Refusal with Telegram's own reason."""
    wish = {
        "url": settings.webhook_url,
        "secret_token": settings.webhook_secret,
        "allowed_updates": ALLOWED_UPDATES,
    }
    answer = await server.call("setWebhook", json.dumps(wish))
    if not answer.ok:
        raise Refusal(f"Telegram refuses WEBHOOK_URL ({answer.description or answer.code}).")
