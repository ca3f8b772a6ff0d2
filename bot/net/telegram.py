"""A thin Bot API client: JSON goes out as stored, of an answer only the bare JSON is read.

Never raises for a failed call, and never lets the token into a log or an exception.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

import aiohttp
from yarl import URL

from storage.records.delivery import Answer, Attachment, Reached

PUBLIC_SERVER = "https://api.telegram.org"
HEADERS = {"Content-Type": "application/json"}
# Shorter than the server's own: a connection it has just closed would make a send look lost.
KEEP_ALIVE_S = 20.0
CONNECT_S = 10.0
# A sent message begins with its number, and of the rest (the whole text once more) nothing is read.
SENT = re.compile(rb'{"ok":\s*true,\s*"result":\s*{"message_id":\s*(\d+)\s*[,}]')
# What aiohttp would say of itself with each call costs more than it is worth.
UNSAID = ("User-Agent", "Accept", "Accept-Encoding")


class Telegram:
    """Calls one bot's methods on one Bot API server; implements bot.ports.delivery.BotApi."""

    def __init__(self, token: str, server: str = PUBLIC_SERVER, *, timeout_s: float = 30.0) -> None:
        self._address = f"{server.rstrip('/')}/bot{token}/"
        self._timeout_s = timeout_s
        self._addresses: dict[str, URL] = {}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "Telegram":
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=KEEP_ALIVE_S)
        self._session = aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), skip_auto_headers=UNSAID
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session:
            await self._session.close()

    async def call(self, method: str, body: str, files: Sequence[Attachment] = ()) -> Answer:
        """Send one request; `files` make it a form. See BotApi."""
        if files:
            return await self._request(method, _form(body, files), {}, 4 * self._timeout_s)
        return await self._request(method, body.encode(), HEADERS, self._timeout_s)

    async def updates(self, offset: int | None, allowed: Sequence[str], wait_s: int = 25) -> Answer:
        """Wait for updates from that number on (None: whatever is kept), up to `wait_s`."""
        fields: dict[str, Any] = {"timeout": wait_s, "allowed_updates": list(allowed)}
        if offset is not None:
            fields["offset"] = offset
        body = json.dumps(fields).encode()
        return await self._request("getUpdates", body, HEADERS, wait_s + self._timeout_s)

    async def _request(
        self, method: str, data: Any, headers: dict[str, str], timeout_s: float
    ) -> Answer:
        if self._session is None:
            raise RuntimeError("open the client first: async with Telegram(...)")
        timeout = aiohttp.ClientTimeout(total=timeout_s, sock_connect=CONNECT_S)
        address = self._addresses.get(method)
        if address is None:
            address = self._addresses[method] = URL(self._address + method)
        try:
            async with self._session.post(
                address, data=data, headers=headers, timeout=timeout
            ) as response:
                return _read(response.status, await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            return Answer(Reached.UNSENT, description=type(error).__name__)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            return Answer(Reached.LOST, description=type(error).__name__)


def _read(status: int, content: bytes) -> Answer:
    if sent := SENT.match(content):
        return Answer(Reached.ANSWERED, ok=True, code=status, result={"message_id": int(sent[1])})
    try:
        answer = json.loads(content)
        ok = bool(answer["ok"])
    except (ValueError, KeyError, TypeError):
        return Answer(Reached.ANSWERED, code=status if status >= 400 else 502, description="html")
    if ok:
        return Answer(Reached.ANSWERED, ok=True, code=status, result=answer.get("result"))
    more = answer.get("parameters") or {}
    return Answer(
        Reached.ANSWERED,
        code=int(answer.get("error_code") or status),
        description=str(answer.get("description", "")),
        retry_after=more.get("retry_after"),
        migrate_to=more.get("migrate_to_chat_id"),
    )


def _form(body: str, files: Sequence[Attachment]) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in json.loads(body).items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        form.add_field(name, text)
    for file in files:
        form.add_field(file.name, file.content, filename=file.filename)
    return form
