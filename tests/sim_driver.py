"""Drives a running sandbox over HTTP the way people would: sends, presses, edits, waits."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from sandbox.options import DEFAULT_TOKEN, SandboxOptions
from sandbox.server import serve
from sandbox.world import World
from tests.patience import STILL_S, Patience

Json = dict[str, Any]
Found = Callable[[Json], bool]
AIGUL, IRINA, BAKYT, SVETLANA, ADMIN = 1001, 1002, 2001, 2002, 9001
GROUP = -1001000000001
MIME = {"photo": "image/jpeg", "voice": "audio/ogg", "audio": "audio/mpeg", "video": "video/mp4"}


class SimRefusedError(Exception):
    """The control API answered 400."""


@dataclass(slots=True)
class Sim:
    """One running sandbox; every method is one request but `wait_for`, which asks repeatedly."""

    url: str
    world: World
    http: aiohttp.ClientSession
    token: str = DEFAULT_TOKEN
    seen: dict[int, int] = field(default_factory=dict)

    async def post(self, route: str, /, **body: Any) -> Json:
        """`/sim/<route>`; `as_` stands for the word that Python keeps to itself."""
        body = {("as" if name == "as_" else name): value for name, value in body.items()}
        async with self.http.post(f"{self.url}/sim/{route}", json=body) as answer:
            return await _checked(answer)

    async def get(self, route: str, /, **query: Any) -> Json:
        async with self.http.get(f"{self.url}/sim/{route}", params=query) as answer:
            return await _checked(answer)

    async def api(self, method: str, /, **params: Any) -> Json:
        """A raw call of the bot: the whole answer, refusals too."""
        async with self.http.post(f"{self.url}/bot{self.token}/{method}", json=params) as answer:
            return dict(await answer.json(content_type=None))

    async def send(self, as_: int, text: str, chat_id: int | None = None, **more: Any) -> Json:
        """A person writes; without `chat_id` to the bot. Answers the (first) message."""
        body = {"as": as_, "chat_id": as_ if chat_id is None else chat_id, "text": text, **more}
        return dict((await self.post("send", **body))["messages"][0])

    async def send_files(
        self, as_: int, kind: str, *bodies: bytes, chat_id: int | None = None, **more: Any
    ) -> list[Json]:
        """A person sends files of one kind; several are an album."""
        form = aiohttp.FormData()
        fields = {"as": as_, "chat_id": as_ if chat_id is None else chat_id, "kind": kind, **more}
        for name, value in fields.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        for number, body in enumerate(bodies):
            mime = MIME.get(kind, "application/octet-stream")
            form.add_field("file", body, filename=f"{kind}{number}.bin", content_type=mime)
        async with self.http.post(f"{self.url}/sim/send", data=form) as answer:
            return list((await _checked(answer))["messages"])

    async def press(self, as_: int, message: Json, label: str | None = None, **at: int) -> Json:
        """Presses the button whose text contains `label`, or the one at row and col."""
        if label is not None:
            at = _place(message, label)
        return await self.post(
            "press", as_=as_, chat_id=message["chat"]["id"], message_id=message["message_id"], **at
        )

    async def edit(self, as_: int, message: Json, text: str) -> Json:
        return await self.post(
            "edit",
            as_=as_,
            chat_id=message["chat"]["id"],
            message_id=message["message_id"],
            text=text,
        )

    async def react(self, as_: int, message: Json, emoji: str | None) -> Json:
        return await self.post(
            "react",
            as_=as_,
            chat_id=message["chat"]["id"],
            message_id=message["message_id"],
            emoji=emoji,
        )

    async def messages(self, chat_id: int, **query: Any) -> list[Json]:
        return list((await self.get("messages", chat_id=chat_id, **query))["messages"])

    async def transcript(self, since: int = 0) -> Json:
        return await self.get("transcript", since=since)

    async def calls(self, method: str) -> list[Json]:
        """All recorded calls of one method."""
        return [row for row in (await self.transcript())["calls"] if row["method"] == method]

    async def wait_for(
        self, chat_id: int, found: Found | str, seconds: float = STILL_S, after: int = 0
    ) -> Json:
        """The first message of the bot that fits (a text is looked for); AssertionError if none
        comes and for so many seconds the bot calls nothing and hears nothing."""
        fits = found if callable(found) else lambda message: found in text_of(message)
        patience = Patience(seconds)
        while True:
            shown = await self.messages(chat_id, after=after)
            for message in shown:
                if message["sim"]["by_bot"] and fits(message):
                    return message
            texts = [text_of(message) for message in shown]
            patience.look((self.world.transcript.seq, f"nothing fits in chat {chat_id}", texts))
            await asyncio.sleep(0.03)


async def polling(sim: Sim) -> None:
    """Wait until somebody waits for updates."""
    patience = Patience()
    while sim.world.updates._poll is None:
        patience.look("nobody polls")
        await asyncio.sleep(0.005)


def text_of(message: Json) -> str:
    return str(message.get("text") or message.get("caption") or "")


def _place(message: Json, label: str) -> dict[str, int]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    for row, buttons in enumerate(rows):
        for col, button in enumerate(buttons):
            if label in button["text"]:
                return {"row": row, "col": col}
    raise AssertionError(f"no button {label!r} in {rows}")


async def _checked(answer: aiohttp.ClientResponse) -> Json:
    body = dict(await answer.json())
    if answer.status != 200:
        raise SimRefusedError(body.get("error", body))
    return body


@contextlib.asynccontextmanager
async def running_sandbox(**options: Any) -> AsyncIterator[Sim]:
    """A sandbox on a free port with the demo cast, and its driver."""
    chosen = SandboxOptions(**{"cast": True, **options})
    async with serve("127.0.0.1", 0, chosen) as site, aiohttp.ClientSession() as http:
        yield Sim(site.url, site.world, http)
