"""Methods that delete, pin and react to messages, and answer presses."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call
from sandbox.errors import bad_request
from sandbox.methods.copying import read_ids
from sandbox.posting import Draft, erase, live_post, publish, reply_json
from sandbox.records import Chat, Json, Post
from sandbox.targets import find_post, readable, require_right, writable
from sandbox.views import message_view

DAYS_2 = 48 * 3600
NO_PIN_RIGHT = "not enough rights to manage pinned messages in the chat"
EMOJI_ROWS = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢",
    "🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳",
    "❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓",
    "🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈",
    "😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿",
    "🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀",
    "😡",
)
EMOJI = frozenset(emoji for row in EMOJI_ROWS for emoji in row.split())


def _check_delete(call: Call, chat: Chat, post: Post) -> None:
    old = call.world.clock() - post.at > DAYS_2
    if chat.is_private:
        if old:
            raise bad_request("message can't be deleted for everyone")
        return
    rights = call.world.bot_member(chat)
    if rights.may("can_delete_messages"):
        return
    if not post.by_bot:
        raise bad_request("message can't be deleted")
    if old:
        raise bad_request("message can't be deleted for everyone")


def delete_message(call: Call) -> bool:
    chat = writable(call.world, call.params.get("chat_id", ""))
    post = find_post(call, chat, "message_id", "delete")
    _check_delete(call, chat, post)
    erase(call.world, chat, post)
    return True


def delete_messages(call: Call) -> bool:
    """Skips what is not there; refuses the whole call when one may not be deleted."""
    chat = writable(call.world, call.params.get("chat_id", ""))
    posts = [post for number in read_ids(call) if (post := live_post(chat, number))]
    for post in posts:
        _check_delete(call, chat, post)
    for post in posts:
        erase(call.world, chat, post)
    return True


def pin(call: Call) -> bool:
    chat = writable(call.world, call.params.get("chat_id", ""))
    post = find_post(call, chat, "message_id", "pin")
    require_right(call.world, chat, "can_pin_messages", NO_PIN_RIGHT)
    if post.id in chat.pinned:
        chat.pinned.remove(post.id)
    chat.pinned.append(post.id)
    content = {"pinned_message": reply_json(post)}
    publish(call.world, chat, Draft(call.world.bot.id, content, post.thread_id, post))
    return True


def unpin(call: Call) -> bool:
    chat = writable(call.world, call.params.get("chat_id", ""))
    require_right(call.world, chat, "can_pin_messages", NO_PIN_RIGHT)
    if not call.has("message_id"):
        if not chat.pinned:
            raise bad_request("message to unpin not found")
        chat.pinned.pop()
        return True
    post = find_post(call, chat, "message_id", "unpin")
    if post.id in chat.pinned:
        chat.pinned.remove(post.id)
    return True


def unpin_all(call: Call) -> bool:
    chat = writable(call.world, call.params.get("chat_id", ""))
    require_right(call.world, chat, "can_pin_messages", NO_PIN_RIGHT)
    chat.pinned.clear()
    return True


def react(call: Call) -> bool:
    chat = readable(call.world, call.params.get("chat_id", ""))
    post = find_post(call, chat, "message_id", "react")
    wanted = call.json("reaction") or []
    if not isinstance(wanted, list) or len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for one in wanted:
        if one.get("type") != "emoji" or str(one.get("emoji")).strip("\ufe0f") not in EMOJI:
            raise bad_request("REACTION_INVALID")
    put_reaction(call, chat, post, str(wanted[0]["emoji"]) if wanted else None)
    return True


def put_reaction(call: Call, chat: Chat, post: Post, emoji: str | None) -> None:
    me = call.world.bot.id
    kept = {e: [u for u in users if u != me] for e, users in post.reactions.items()}
    post.reactions = {e: users for e, users in kept.items() if users}
    if emoji:
        post.reactions.setdefault(emoji, []).append(me)
    call.world.events.add("reaction", chat.id, message=message_view(chat, post))


def answer_callback(call: Call) -> bool:
    callback = call.world.callbacks.get(call.text("callback_query_id"))
    late = callback is not None and (
        call.world.clock() - callback.at > call.world.options.callback_seconds
    )
    if callback is None or callback.answered or late:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(call.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    callback.answered, callback.text = True, call.text("text") or None
    shown: Json = {
        "callback_query_id": callback.id,
        "user_id": callback.user_id,
        "text": callback.text,
        "show_alert": call.flag("show_alert"),
        "url": call.text("url") or None,
    }
    call.world.events.add("callback_answer", callback.chat_id, **shown)
    return True


METHODS: dict[str, Any] = {
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin,
    "unpinChatMessage": unpin,
    "unpinAllChatMessages": unpin_all,
    "setMessageReaction": react,
    "answerCallbackQuery": answer_callback,
}
