"""A thin Bot API client: JSON goes out as stored, of an answer only the bare JSON is read.

Never raises for a failed call, and never lets the token into a log or an exception.
"""

import asyncio
import json
import re
import ssl
from collections.abc import Callable, Sequence
from typing import Any

import aiohttp

from bot.net.wires import CONNECT_S, KEEP_ALIVE_S, Came, LostError, NotSentError, Wires
from storage.records.delivery import Answer, Attachment, Reached

PUBLIC_SERVER = "https://api.telegram.org"
HEADERS = {"Content-Type": "application/json"}
# A sent message begins with its number, and of the rest (the whole text once more) nothing is read.
SENT = re.compile(rb'{"ok":\s*true,\s*"result":\s*{"message_id":\s*(\d+)\s*[,}]')
# Error pages of a gateway that mean by their code what Telegram means by it.
TELLING = (413, 429)
BAD_GATEWAY = 502


class Telegram:
    """Calls one bot's methods on one Bot API server; implements bot.ports.delivery.BotApi
    and Carrier.

    Calls travel on kept connections of our own, files and the long wait for updates by aiohttp.
    `context` says whom to trust over TLS instead of whom the system trusts.
    """

    def __init__(
        self,
        token: str,
        server: str = PUBLIC_SERVER,
        *,
        timeout_s: float = 30.0,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._address = f"{server.rstrip('/')}/bot{token}/"
        self._timeout_s = timeout_s
        self._trust: ssl.SSLContext | bool = context or True
        self._wires = Wires(server, context, timeout_s=timeout_s)
        self._path = f"/bot{token}/"
        self._uploads: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "Telegram":
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=KEEP_ALIVE_S, ssl=self._trust)
        self._session = aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar()
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self._wires.close()
        for task in self._uploads:
            task.cancel()
        if self._session:
            await self._session.close()

    async def call(self, method: str, body: str, files: Sequence[Attachment] = ()) -> Answer:
        """Send one request; `files` make it a form. See BotApi."""
        if files:
            return await self._request(method, _form(body, files), {}, 4 * self._timeout_s)
        try:
            return _heard(await self._wires.post(self._path + method, body.encode()))
        except (NotSentError, LostError) as error:
            return _heard(error)

    def begin(
        self,
        method: str,
        body: str,
        landed: Callable[[Answer], None],
        files: Sequence[Attachment] = (),
    ) -> None:
        """Send one request and return at once. See Carrier."""
        if files:
            task = asyncio.create_task(self._upload(method, body, landed, files))
            self._uploads.add(task)
            task.add_done_callback(self._uploads.discard)
            return
        self._wires.begin(self._path + method, body.encode(), lambda came: landed(_heard(came)))

    async def _upload(
        self,
        method: str,
        body: str,
        landed: Callable[[Answer], None],
        files: Sequence[Attachment],
    ) -> None:
        landed(await self.call(method, body, files))

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
        try:
            async with self._session.post(
                self._address + method,
                data=data,
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                return _read(response.status, await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            return Answer(Reached.UNSENT, description=type(error).__name__)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            return Answer(Reached.LOST, description=type(error).__name__)


def _heard(came: Came) -> Answer:
    if isinstance(came, NotSentError):
        return Answer(Reached.UNSENT, description=str(came))
    if isinstance(came, LostError):
        return Answer(Reached.LOST, description=str(came))
    return _read(*came)


def _read(status: int, content: bytes) -> Answer:
    if sent := SENT.match(content):
        return Answer(Reached.ANSWERED, ok=True, code=status, result={"message_id": int(sent[1])})
    try:
        answer = json.loads(content)
        if answer["ok"]:
            return Answer(Reached.ANSWERED, ok=True, code=status, result=answer.get("result"))
        more = answer.get("parameters") or {}
        return Answer(
            Reached.ANSWERED,
            code=int(answer.get("error_code") or status),
            description=str(answer.get("description", "")),
            retry_after=more.get("retry_after"),
            migrate_to=more.get("migrate_to_chat_id"),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return _foreign(status)


def _foreign(status: int) -> Answer:
    """Read an answer that is not the Bot API's: a gateway's page, a redirect, a captive portal.

    Never a refusal of the call: a 403 of a firewall must not look like a person who left.
    """
    if status < 300:
        return Answer(Reached.LOST, description=f"{status} is not the Bot API's")
    code = status if status in TELLING or status >= 500 else BAD_GATEWAY
    return Answer(Reached.ANSWERED, code=code, description=f"html {status}")


def _form(body: str, files: Sequence[Attachment]) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in json.loads(body).items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        form.add_field(name, text)
    for file in files:
        form.add_field(file.name, file.content, filename=file.filename)
    return form
