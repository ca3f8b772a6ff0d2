"""Puts a message into a chat: ids, thread, reply, the event for watchers, the bot's update."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.records import Chat, Json, Post
from sandbox.views import chat_json, message_view, user_json
from sandbox.world import World

SERVICE = (
    "new_chat_members", "left_chat_member", "new_chat_title", "pinned_message",
    "forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened",
    "general_forum_topic_hidden", "general_forum_topic_unhidden", "migrate_to_chat_id",
    "migrate_from_chat_id", "group_chat_created",
)  # fmt: skip


# who writes for an administrator that hides; the same number in every group
ANONYMOUS = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it has an id; `content` holds the fields of its kind."""

    author_id: int
    content: Json
    thread_id: int | None = None
    reply_to: Post | None = None
    reply_fields: Json | None = None
    protected: bool = False
    had_keyboard: bool = False


def is_service(post: Post) -> bool:
    return any(name in post.data for name in SERVICE)


def reply_json(post: Post) -> Json:
    """A message inside another one: it carries no further reply."""
    return {name: value for name, value in post.data.items() if name != "reply_to_message"}


def live_post(chat: Chat, message_id: int | None) -> Post | None:
    post = chat.posts.get(message_id) if message_id is not None else None
    return None if post is None or post.deleted else post


def publish(world: World, chat: Chat, draft: Draft) -> Post:
    """Stores the message and tells everybody who should know."""
    post = store(world, chat, draft)
    announce(world, chat, post)
    return post


def store(world: World, chat: Chat, draft: Draft) -> Post:
    """Stores the message and shows it to watchers; the bot is not told."""
    number = world.next_message_id(chat)
    data: Json = {"message_id": number, **_author(world, chat, draft), "date": world.now()}
    data["chat"] = chat_json(world, chat)
    thread_id = number if "forum_topic_created" in draft.content else draft.thread_id
    data |= _place(chat, draft, thread_id)
    if draft.protected:
        data["has_protected_content"] = True
    data |= draft.content
    by_bot = draft.author_id == world.bot.id
    post = Post(data, draft.author_id, by_bot, world.clock(), thread_id)
    post.protected, post.had_keyboard = draft.protected, draft.had_keyboard
    world.keep(chat, post)
    world.events.add("message", chat.id, message=message_view(chat, post))
    return post


def _author(world: World, chat: Chat, draft: Draft) -> Json:
    if chat.type == "channel":
        return {"sender_chat": chat_json(world, chat)}
    member = chat.members.get(draft.author_id)
    if member is not None and member.is_admin and member.rights.get("is_anonymous", False):
        # Telegram names nobody: the group speaks, and behind it a bot of its own
        return {"from": dict(ANONYMOUS), "sender_chat": chat_json(world, chat)}
    return {"from": user_json(world.people[draft.author_id])}


def _place(chat: Chat, draft: Draft, thread_id: int | None) -> Json:
    """Thread and reply fields; in a thread what answers nothing answers its creation message."""
    place: Json = {}
    reply = draft.reply_to
    if thread_id is not None and chat.is_forum:
        place |= {"message_thread_id": thread_id, "is_topic_message": True}
        if reply is None and "forum_topic_created" not in draft.content:
            reply = live_post(chat, thread_id)
    elif reply is not None and chat.type == "supergroup":
        place["message_thread_id"] = reply.data.get("message_thread_id") or reply.id
    if reply is not None:
        place["reply_to_message"] = reply_json(reply)
    return place | (draft.reply_fields or {})


def announce(world: World, chat: Chat, post: Post, kind: str = "message") -> int | None:
    """Queues the update of a message if the bot may see it; answers its update id."""
    if not bot_sees(world, chat, post):
        return None
    if chat.type == "channel":
        kind = {"message": "channel_post", "edited_message": "edited_channel_post"}[kind]
    return world.updates.push({kind: post.data})


def bot_sees(world: World, chat: Chat, post: Post) -> bool:
    """Privacy mode and membership decide; of its own messages a bot sees only service ones."""
    if post.by_bot and not is_service(post):
        return False
    if chat.is_private:
        return not chat.blocked
    member = world.bot_member(chat)
    if not member.inside:
        return False
    if member.is_admin or not world.options.privacy_mode or is_service(post):
        return True
    return _addressed(world, post)


def _addressed(world: World, post: Post) -> bool:
    """What a bot in privacy mode gets: commands, mentions of it, replies to it."""
    text = str(post.data.get("text") or post.data.get("caption") or "")
    reply = post.data.get("reply_to_message") or {}
    answers = reply.get("from", {}).get("id") == world.bot.id and "forum_topic_created" not in reply
    return text.startswith("/") or f"@{world.bot.username}" in text or answers


def edited(world: World, chat: Chat, post: Post) -> None:
    """Shows a changed message to watchers, and to the bot when a person changed it."""
    world.events.add("edit", chat.id, message=message_view(chat, post))
    if not post.by_bot:
        announce(world, chat, post, "edited_message")


def erase(world: World, chat: Chat, post: Post) -> None:
    """Deletes a message for everybody; bots are told nothing, as in Telegram."""
    post.deleted = True
    if post.id in chat.pinned:
        chat.pinned.remove(post.id)
    world.events.add("delete", chat.id, message_id=post.id, message=message_view(chat, post))
