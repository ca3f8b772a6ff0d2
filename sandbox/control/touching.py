"""What people do to messages without writing: pressing buttons, reacting."""

from __future__ import annotations

from sandbox.control.lookup import actor, chat_with, number, post_of
from sandbox.errors import SimError
from sandbox.records import Callback, Chat, Json, Person, Post
from sandbox.views import chat_json, message_view, user_json
from sandbox.world import World

LINKS = ("url", "web_app", "login_url")


def press(world: World, body: Json) -> Json:
    """Presses the inline button at row and col; "data" stands for a button no longer there."""
    who = actor(world, body)
    chat = chat_with(world, body, who)
    post = post_of(chat, body)
    if "data" in body:
        return _call_back(world, chat, post, who, str(body["data"]))
    button = _button(post, number(body, "row"), number(body, "col"))
    if "callback_data" in button:
        return _call_back(world, chat, post, who, button["callback_data"])
    if "copy_text" in button:
        return {"copied": button["copy_text"]["text"]}
    for name in LINKS:
        if name in button:
            target = button[name]
            return {"url": target if isinstance(target, str) else target["url"]}
    return {"button": button}


def _button(post: Post, row: int, col: int) -> Json:
    rows = post.data.get("reply_markup", {}).get("inline_keyboard", [])
    if not (0 <= row < len(rows) and 0 <= col < len(rows[row])):
        raise SimError(f"message {post.id} has no button at row {row}, column {col}")
    return dict(rows[row][col])


def _call_back(world: World, chat: Chat, post: Post, who: Person, data: str) -> Json:
    query = Callback(str(4_000_000_000 + world.number()), who.id, chat.id, world.clock())
    world.callbacks[query.id] = query
    while len(world.callbacks) > world.options.keep_rows:
        del world.callbacks[next(iter(world.callbacks))]
    update = {
        "id": query.id,
        "from": user_json(who),
        "message": post.data,
        "chat_instance": str(chat.id * 31),
        "data": data,
    }
    update_id = world.updates.push({"callback_query": update})
    return {"callback_query_id": query.id, "update_id": update_id}


def react(world: World, body: Json) -> Json:
    """Sets or (emoji null) takes back a person's reaction."""
    who = actor(world, body)
    chat = chat_with(world, body, who)
    post = post_of(chat, body)
    old = [emoji for emoji, users in post.reactions.items() if who.id in users]
    new = [str(body["emoji"])] if body.get("emoji") else []
    kept = {e: [u for u in users if u != who.id] for e, users in post.reactions.items()}
    post.reactions = {emoji: users for emoji, users in kept.items() if users}
    for emoji in new:
        post.reactions.setdefault(emoji, []).append(who.id)
    world.events.add("reaction", chat.id, message=message_view(chat, post))
    if old != new and (chat.is_private or world.bot_member(chat).is_admin):
        world.updates.push({"message_reaction": _changed(world, chat, post, who, old, new)})
    return {"message": message_view(chat, post)}


def _changed(
    world: World, chat: Chat, post: Post, who: Person, old: list[str], new: list[str]
) -> Json:
    return {
        "chat": chat_json(world, chat),
        "message_id": post.id,
        "user": user_json(who),
        "date": world.now(),
        "old_reaction": [{"type": "emoji", "emoji": emoji} for emoji in old],
        "new_reaction": [{"type": "emoji", "emoji": emoji} for emoji in new],
    }
