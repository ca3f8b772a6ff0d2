"""How each refusal about chats, rights, threads and updates is provoked in the sandbox."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from tests.sim_driver import AIGUL, BAKYT, GROUP, IRINA, Json, Sim, polling

Scene = Callable[[Sim], Awaitable[Json]]


async def raw(sim: Sim, path: str) -> Json:
    async with sim.http.get(f"{sim.url}{path}") as answer:
        return dict(await answer.json())


async def upload(sim: Sim, method: str, name: str, body: bytes, **params: Any) -> Json:
    form = aiohttp.FormData({key: str(value) for key, value in params.items()})
    form.add_field(name, body, filename="a.bin")
    async with sim.http.post(f"{sim.url}/bot{sim.token}/{method}", data=form) as answer:
        return dict(await answer.json())


def say(chat_id: object = AIGUL, **more: Any) -> Scene:
    return lambda sim: sim.api("sendMessage", **{"chat_id": chat_id, "text": "мәтін", **more})


def call(method: str, **params: Any) -> Scene:
    return lambda sim: sim.api(method, **params)


def after(action: str, then: Scene, **body: Any) -> Scene:
    async def scene(sim: Sim) -> Json:
        await sim.post(action, **body)
        return await then(sim)

    return scene


def fault(kind: str, description: str | None = None, **more: Any) -> Scene:
    rule = {"kind": kind, "description": description, "method": "sendMessage", **more}
    return after("faults", say(), rules=[rule])


def in_chat(type_: str, status: str, **more: Any) -> Scene:
    """The bot writes to a chat it has this standing in."""

    async def scene(sim: Sim) -> Json:
        chat = await sim.post(
            "chats", type=type_, title="Орын", members=[BAKYT], bot_status="member"
        )
        await sim.post("membership", chat_id=chat["id"], user_id="bot", status=status)
        return await sim.api(
            more.get("method", "sendMessage"), chat_id=chat["id"], text="x", **more.get("p", {})
        )

    return scene


def barred(permission: str, method: str, **params: Any) -> Scene:
    """The bot is a plain member of a group that takes no such messages."""

    async def scene(sim: Sim) -> Json:
        await sim.send(AIGUL, "/start")
        kind = method.removeprefix("send")
        if kind in (
            "Photo",
            "Document",
            "Video",
            "Voice",
            "VideoNote",
            "Sticker",
            "Animation",
            "Audio",
        ):
            field = "video_note" if kind == "VideoNote" else kind.lower()
            sent = await upload(sim, method, field, b"body", chat_id=AIGUL)
            media = sent["result"][field]
            params[field] = (media[-1] if isinstance(media, list) else media)["file_id"]
        chat = await sim.post("chats", title="Топ", members=[BAKYT], bot_status="member")
        await sim.post("chat", chat_id=chat["id"], permissions={permission: False})
        return await sim.api(method, chat_id=chat["id"], **params)

    return scene


def without_right(right: str, method: str, **params: Any) -> Scene:
    """The bot administers the forum but lacks this right; the thread is somebody else's."""

    async def scene(sim: Sim) -> Json:
        made = await sim.post("thread", as_=BAKYT, chat_id=GROUP, action="create", name="Бөлім")
        rights = {"can_manage_topics": True, "can_delete_messages": True, right: False}
        await sim.post(
            "membership", chat_id=GROUP, user_id="bot", status="administrator", rights=rights
        )
        if method != "createForumTopic":
            params["message_thread_id"] = made["thread"]["id"]
        return await sim.api(method, chat_id=GROUP, **params)

    return scene


def in_thread(*steps: str, then: str, **params: Any) -> Scene:
    """Makes a thread, does something to it, then calls with its id."""

    async def scene(sim: Sim) -> Json:
        made = await sim.post("thread", as_=BAKYT, chat_id=GROUP, action="create", name="Бөлім")
        number = made["thread"]["id"]
        for step in steps:
            if step == "member":
                await sim.post("membership", chat_id=GROUP, user_id="bot", status="member")
            else:
                await sim.post("thread", as_=BAKYT, chat_id=GROUP, action=step, thread_id=number)
        return await sim.api(then, chat_id=GROUP, message_thread_id=number, **params)

    return scene


async def migrated(sim: Sim) -> Json:
    chat = await sim.post("chats", type="group", title="Топ", members=[BAKYT])
    grown = await sim.post("migrate", chat_id=chat["id"])
    answer = await sim.api("sendMessage", chat_id=chat["id"], text="x")
    assert answer["parameters"] == {"migrate_to_chat_id": grown["migrated_to"]}
    return answer


async def copied_to_deleted(sim: Sim) -> Json:
    said = await sim.send(AIGUL, "сұрақ")
    scene = in_thread(
        "delete", then="copyMessage", from_chat_id=AIGUL, message_id=said["message_id"]
    )
    return await scene(sim)


async def interrupted(sim: Sim, interruption: Callable[[], Awaitable[Any]]) -> Json:
    poll = asyncio.create_task(sim.api("getUpdates", timeout=20))
    await polling(sim)
    other = asyncio.ensure_future(interruption())
    answer = await poll
    other.cancel()
    await asyncio.gather(other, return_exceptions=True)
    return answer


async def too_many(sim: Sim) -> Json:
    await sim.post("limits", per_second=1)
    await sim.send(AIGUL, "/start")
    answers = [await say()(sim) for _ in range(2)]
    assert answers[-1]["parameters"] == {"retry_after": 1}
    return answers[-1]


MEMBER = {"chat_id": GROUP, "user_id": "bot", "status": "member"}
HOOK = "http://127.0.0.1:9/hook"
SCENES: dict[str, Scene] = {
    "Not Found": lambda s: raw(s, "/elsewhere"),
    "Not Found: method not found": call("sendGreetings"),
    "Unauthorized: invalid token specified": lambda s: raw(s, "/bot0:x/getMe"),
    "Unauthorized": lambda s: raw(s, "/bot43:OTHER/getMe"),
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first": lambda s: _two(
        call("setWebhook", url=HOOK), call("getUpdates"), s
    ),
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running": lambda s: interrupted(
        s, lambda: s.api("getUpdates", timeout=1)
    ),
    "Conflict: terminated by setWebhook request": lambda s: interrupted(
        s, lambda: s.api("setWebhook", url=HOOK)
    ),
    "Too Many Requests: retry after N": too_many,
    "Internal Server Error: restart": lambda s: interrupted(s, lambda: s.post("reset")),
    "Request Entity Too Large": lambda s: _two(
        lambda sim: sim.send(AIGUL, "/start"),
        lambda sim: upload(sim, "sendDocument", "document", b"x" * 2000, chat_id=AIGUL),
        s,
    ),
    "Bad Request: chat_id is empty": say(""),
    "Bad Request: chat not found": say(77),
    "Forbidden: user is deactivated": after("users", say(IRINA), id=IRINA, deactivated=True),
    "Forbidden: bot was blocked by the user": after("block", say(), user_id=AIGUL),
    "Forbidden: bot can't initiate conversation with a user": say(BAKYT),
    "Forbidden: the bot can't send messages to the bot": after(
        "users", say(8), id=8, first_name="Бот", is_bot=True
    ),
    "Bad Request: group chat was upgraded to a supergroup chat": migrated,
    "Forbidden: the group chat was deleted": after("chat", say(GROUP), chat_id=GROUP, deleted=True),
    **{
        f"Forbidden: bot was kicked from the {kind} chat": in_chat(kind, "kicked")
        for kind in ("group", "supergroup", "channel")
    },
    **{
        f"Forbidden: bot is not a member of the {kind} chat": in_chat(kind, "left")
        for kind in ("group", "supergroup", "channel")
    },
    **{
        f"Bad Request: {text}": after("chat", say(GROUP), chat_id=GROUP, restriction=text)
        for text in (
            "CHAT_RESTRICTED",
            "CHAT_WRITE_FORBIDDEN",
            "have no write access to the chat",
        )
    },
    **{
        f"Bad Request: not enough rights to send {name} to the chat": barred(right, method, **more)
        for name, right, method, more in (
            ("text messages", "can_send_messages", "sendMessage", {"text": "x"}),
            ("photos", "can_send_photos", "sendPhoto", {}),
            ("documents", "can_send_documents", "sendDocument", {}),
            ("videos", "can_send_videos", "sendVideo", {}),
            ("voice notes", "can_send_voice_notes", "sendVoice", {}),
            ("video notes", "can_send_video_notes", "sendVideoNote", {}),
            ("stickers", "can_send_other_messages", "sendSticker", {}),
            ("animations", "can_send_other_messages", "sendAnimation", {}),
            ("music", "can_send_audios", "sendAudio", {}),
            ("polls", "can_send_polls", "sendPoll", {"question": "?", "options": ["a", "b"]}),
            ("contacts", "can_send_messages", "sendContact",
             {"phone_number": "1", "first_name": "A"}),
            ("locations", "can_send_messages", "sendLocation", {"latitude": 1, "longitude": 1}),
            ("venues", "can_send_messages", "sendVenue",
             {"latitude": 1, "longitude": 1, "title": "a", "address": "b"}),
        )
    },
    "Bad Request: message thread not found": in_thread("delete", then="sendMessage", text="x"),
    "Bad Request: TOPIC_DELETED": copied_to_deleted,
    "Bad Request: TOPIC_CLOSED": in_thread("close", "member", then="sendMessage", text="x"),
    "Bad Request: TOPIC_NOT_MODIFIED": in_thread("close", then="closeForumTopic"),
    "Bad Request: TOPIC_ID_INVALID": in_thread("delete", then="editForumTopic", name="x"),
    "Bad Request: the chat is not a forum": after(
        "forum", call("createForumTopic", chat_id=GROUP, name="x"), chat_id=GROUP, is_forum=False
    ),
    "Bad Request: not enough rights to create a topic": without_right(
        "can_manage_topics", "createForumTopic", name="x"
    ),
    "Bad Request: not enough rights to edit the topic": without_right(
        "can_manage_topics", "editForumTopic", name="x"
    ),
    "Bad Request: not enough rights to close or open the topic": without_right(
        "can_manage_topics", "closeForumTopic"
    ),
    "Bad Request: not enough rights to delete the topic": without_right(
        "can_delete_messages", "deleteForumTopic"
    ),
    "Bad Request: name must be non-empty": call("createForumTopic", chat_id=GROUP, name=" "),
    "Bad Request: invalid icon color specified": call(
        "createForumTopic", chat_id=GROUP, name="x", icon_color=1
    ),
    "Bad Request: invalid forum topic identifier specified": call(
        "closeForumTopic", chat_id=GROUP, message_thread_id="x"
    ),
    "Bad Request: chat doesn't have topics": after(
        "forum",
        call("unpinAllForumTopicMessages", chat_id=GROUP, message_thread_id=5),
        chat_id=GROUP,
        is_forum=False,
    ),
    "Bad Request: user not found": call("getChatMember", chat_id=GROUP, user_id=77),
    "Bad Request: CHAT_ADMIN_REQUIRED": lambda s: _channel_member(s),
    "Bad Request: not enough rights to manage pinned messages in the chat": lambda s: _pin(s),
    "Bad Request: wrong parameter action in request": lambda s: _two(
        lambda sim: sim.send(AIGUL, "/start"),
        call("sendChatAction", chat_id=AIGUL, action="dancing"),
        s,
    ),
    'Bad Request: parameter "X" is required': call("sendContact", chat_id=GROUP, first_name="A"),
    "Bad Request: invalid webhook URL specified": call("setWebhook", url="not an address"),
    "Bad Request: secret token is too long": call("setWebhook", url=HOOK, secret_token="a" * 257),
    "Bad Request: secret token contains unallowed characters": call(
        "setWebhook", url=HOOK, secret_token="құпия"
    ),
    "Bad Request: bad webhook: An HTTPS URL must be provided for webhook": call(
        "setWebhook", url="http://bot.example.org/hook"
    ),
    "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443": call(
        "setWebhook", url="https://bot.example.org:9000/hook"
    ),
}  # fmt: skip


async def _two(first: Scene, second: Scene, sim: Sim) -> Json:
    await first(sim)
    return await second(sim)


async def _channel_member(sim: Sim) -> Json:
    chat = await sim.post("chats", type="channel", members=[BAKYT], bot_status="member")
    return await sim.api("getChatMember", chat_id=chat["id"], user_id=BAKYT)


async def _pin(sim: Sim) -> Json:
    said = await sim.send(BAKYT, "/pin", chat_id=GROUP)
    await sim.post("membership", **MEMBER)
    return await sim.api("pinChatMessage", chat_id=GROUP, message_id=said["message_id"])
