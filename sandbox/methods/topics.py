"""Methods of forum threads, the General one included."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call
from sandbox.errors import bad_request
from sandbox.posting import Draft, publish
from sandbox.records import Chat, Json, Thread
from sandbox.targets import readable, require_right, writable
from sandbox.threads import (
    ICON_COLORS,
    create_thread,
    delete_thread,
    edit_thread,
    live_thread,
    set_closed,
)

ICONS = (
    "📰",
    "💡",
    "⚡",
    "🎙",
    "🔝",
    "🗣",
    "🆒",
    "❗",
    "📝",
    "📆",
    "📁",
    "🔎",
    "📣",
    "🔥",
    "❤",
    "❓",
)
NO_TOGGLE = "not enough rights to close or open the topic"
NO_EDIT = "not enough rights to edit the topic"


def icon_stickers(_: Call) -> list[Json]:
    return [
        {
            "file_id": f"CAACAgIAAxkBAAEicon{number:02}",
            "file_unique_id": f"AQADicon{number:02}",
            "type": "custom_emoji",
            "width": 100,
            "height": 100,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
            "set_name": "Topics",
            "custom_emoji_id": str(5_000_000_000_000_000_000 + number),
            "needs_repainting": False,
        }
        for number, emoji in enumerate(ICONS)
    ]


def _forum(call: Call) -> Chat:
    chat = writable(call.world, call.params.get("chat_id", ""))
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    return chat


def _thread(call: Call, chat: Chat, right: str, otherwise: str) -> Thread:
    """The thread a call names; its creator needs no right but for deleting."""
    if call.int("message_thread_id") <= 0:
        raise bad_request("invalid forum topic identifier specified")
    thread = live_thread(chat, call.int("message_thread_id"))
    if thread is None:
        raise bad_request("TOPIC_ID_INVALID")
    mine = thread.creator_id == call.world.bot.id and right == "can_manage_topics"
    if not mine:
        require_right(call.world, chat, right, otherwise)
    return thread


def create(call: Call) -> Json:
    chat = _forum(call)
    require_right(call.world, chat, "can_manage_topics", "not enough rights to create a topic")
    name = call.text("name").strip()
    if not name:
        raise bad_request("name must be non-empty")
    color = call.int("icon_color") if call.has("icon_color") else None
    if color is not None and color not in ICON_COLORS:
        raise bad_request("invalid icon color specified")
    emoji = _emoji(call)
    thread = create_thread(call.world, chat, call.world.bot.id, name, color, emoji)
    made: Json = {
        "message_thread_id": thread.id,
        "name": thread.name,
        "icon_color": thread.icon_color,
    }
    return {**made, "icon_custom_emoji_id": emoji} if emoji else made


def _emoji(call: Call) -> str | None:
    if not call.has("icon_custom_emoji_id"):
        return None
    emoji = call.text("icon_custom_emoji_id")
    if emoji and not emoji.isdigit():
        raise bad_request("invalid custom emoji identifier specified")
    return emoji


def edit(call: Call) -> bool:
    chat = _forum(call)
    thread = _thread(call, chat, "can_manage_topics", NO_EDIT)
    name, emoji = call.text("name").strip() or None, _emoji(call)
    if name is None and emoji is None:
        return True
    if not edit_thread(call.world, chat, call.world.bot.id, thread, name, emoji):
        raise bad_request("TOPIC_NOT_MODIFIED")
    return True


def _toggle(call: Call, closed: bool) -> bool:
    chat = _forum(call)
    thread = _thread(call, chat, "can_manage_topics", NO_TOGGLE)
    if not set_closed(call.world, chat, call.world.bot.id, thread, closed):
        raise bad_request("TOPIC_NOT_MODIFIED")
    return True


def close(call: Call) -> bool:
    return _toggle(call, True)


def reopen(call: Call) -> bool:
    return _toggle(call, False)


def delete(call: Call) -> bool:
    chat = _forum(call)
    otherwise = "not enough rights to delete the topic"
    delete_thread(call.world, chat, _thread(call, chat, "can_delete_messages", otherwise))
    return True


def unpin_all(call: Call) -> bool:
    chat = readable(call.world, call.params.get("chat_id", ""))
    if not chat.is_forum:
        raise bad_request("chat doesn't have topics")
    thread = _thread(
        call, chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat"
    )
    chat.pinned = [n for n in chat.pinned if chat.posts[n].thread_id != thread.id]
    return True


def _general(call: Call, kind: str, changes: bool, content: Json | None = None) -> bool:
    chat = _forum(call)
    require_right(call.world, chat, "can_manage_topics", NO_TOGGLE)
    if not changes:
        raise bad_request("TOPIC_NOT_MODIFIED")
    publish(call.world, chat, Draft(call.world.bot.id, {kind: content or {}}))
    return True


def close_general(call: Call) -> bool:
    chat = _forum(call)
    done = _general(call, "forum_topic_closed", not chat.general_closed)
    chat.general_closed = True
    return done


def reopen_general(call: Call) -> bool:
    chat = _forum(call)
    done = _general(call, "forum_topic_reopened", chat.general_closed)
    chat.general_closed = chat.general_hidden = False
    return done


def edit_general(call: Call) -> bool:
    chat, name = _forum(call), call.text("name").strip()[:128]
    done = _general(call, "forum_topic_edited", name != chat.general_name, {"name": name})
    chat.general_name = name
    return done


METHODS: dict[str, Any] = {
    "getForumTopicIconStickers": icon_stickers,
    "createForumTopic": create,
    "editForumTopic": edit,
    "closeForumTopic": close,
    "reopenForumTopic": reopen,
    "deleteForumTopic": delete,
    "unpinAllForumTopicMessages": unpin_all,
    "closeGeneralForumTopic": close_general,
    "reopenGeneralForumTopic": reopen_general,
    "editGeneralForumTopic": edit_general,
}
