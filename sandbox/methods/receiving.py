"""Methods by which the bot gets its updates: long polling and the webhook."""

from __future__ import annotations

import re
from typing import Any

from yarl import URL

from sandbox.call import Call
from sandbox.errors import bad_request, conflict
from sandbox.records import Json

LOCAL = ("127.0.0.1", "localhost", "::1")
PORTS = (80, 88, 443, 8443)


def _allow(call: Call) -> None:
    kinds = call.json("allowed_updates")
    if isinstance(kinds, list):
        call.world.updates.allow([str(kind) for kind in kinds])


async def get_updates(call: Call) -> list[Json]:
    if call.world.profile.webhook.get("url"):
        raise conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    _allow(call)
    limit = call.int("limit", 100)
    limit = limit if 1 <= limit <= 100 else 100
    seconds = min(max(call.int("timeout"), 0), 50)
    return await call.world.updates.poll(call.int("offset"), limit, seconds)


def set_webhook(call: Call) -> bool:
    address = call.text("url")
    if not address:
        return delete_webhook(call)
    _check_address(address)
    secret = call.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]+", secret):
        raise bad_request("secret token contains unallowed characters")
    _allow(call)
    if call.flag("drop_pending_updates"):
        call.world.updates.clear()
    call.world.updates.interrupt(conflict("terminated by setWebhook request"))
    call.world.profile.webhook = {
        "url": address,
        "secret": secret,
        "max_connections": call.int("max_connections", 40),
    }
    call.world.updates.bell.set()
    return True


def _check_address(address: str) -> None:
    try:
        url = URL(address)
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise bad_request("invalid webhook URL specified")
    if url.host in LOCAL:
        return
    if url.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if url.port not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def delete_webhook(call: Call) -> bool:
    if call.flag("drop_pending_updates"):
        call.world.updates.clear()
    call.world.profile.webhook = {}
    return True


def webhook_info(call: Call) -> Json:
    hook = call.world.profile.webhook
    info: Json = {
        "url": hook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": call.world.updates.pending(),
    }
    if hook.get("url"):
        info |= {"max_connections": hook["max_connections"], "ip_address": "127.0.0.1"}
        info |= {n: hook[n] for n in ("last_error_date", "last_error_message") if n in hook}
    if call.world.updates.allowed:
        info["allowed_updates"] = list(call.world.updates.allowed)
    return info


METHODS: dict[str, Any] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": webhook_info,
}
