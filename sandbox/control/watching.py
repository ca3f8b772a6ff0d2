"""What is to be seen: the world, messages of a chat, the live stream of events."""

from __future__ import annotations

import contextlib
import json

from aiohttp import web

from sandbox.control.lookup import chat_of, optional_number
from sandbox.records import Json
from sandbox.views import message_view
from sandbox.world import World

KEEP_ALIVE_SECONDS = 15.0
SHOWN = ("image", "audio", "video")


def messages(world: World, query: Json) -> Json:
    """Messages of a chat (thread_id 0: the General thread), after a message id when given."""
    chat = chat_of(world, query)
    after = optional_number(query, "after") or 0
    thread_id = optional_number(query, "thread_id")
    shown = [
        message_view(chat, post)
        for post in chat.posts.values()
        if post.id > after and (thread_id is None or (post.thread_id or 0) == thread_id)
    ]
    return {"messages": shown}


async def stream(request: web.Request, world: World) -> web.StreamResponse:
    """Server-Sent Events from `since` or Last-Event-ID on; ends when the watcher leaves."""
    begin = request.headers.get("Last-Event-ID") or request.query.get("since") or "0"
    seen = int(begin) if begin.isdigit() else 0
    seen = seen if seen <= world.events.seq else 0
    answer = web.StreamResponse(headers={"Cache-Control": "no-cache"})
    answer.content_type = "text/event-stream"
    await answer.prepare(request)
    with contextlib.suppress(ConnectionResetError):  # the watcher left between two lines
        await _tell(answer, world, seen)
    return answer


async def _tell(answer: web.StreamResponse, world: World, seen: int) -> None:
    """Write every event after that one as it happens, and a sign of life in quiet times."""
    await answer.write(b": here\n\n")
    while True:
        for row in world.events.since(seen):
            seen = int(row["seq"])
            body = json.dumps(row, ensure_ascii=False)
            await answer.write(f"id: {seen}\ndata: {body}\n\n".encode())
        if not await world.events.wait_after(seen, KEEP_ALIVE_SECONDS):
            await answer.write(b": still here\n\n")


def file(world: World, file_id: str) -> web.Response:
    """The body of a file for the chat page; only pictures, sound and film are shown inline."""
    found = world.files.by_id(file_id)
    if found is None:
        return web.json_response({"error": "no such file"}, status=404)
    inline = found.mime.partition("/")[0] in SHOWN and found.mime != "image/svg+xml"
    answer = web.Response(body=found.body, headers={"X-Content-Type-Options": "nosniff"})
    answer.content_type = found.mime if inline else "application/octet-stream"
    if not inline:
        answer.headers["Content-Disposition"] = "attachment"
    return answer
