"""Forum threads: made, edited, closed, deleted, with the service messages of each step."""

from __future__ import annotations

from sandbox.posting import Draft, erase, publish
from sandbox.records import Chat, Json, Thread
from sandbox.views import thread_view
from sandbox.world import World

ICON_COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def _show(world: World, chat: Chat, thread: Thread) -> None:
    world.events.add("thread", chat.id, thread=thread_view(thread))


def create_thread(
    world: World, chat: Chat, by: int, name: str, color: int | None, emoji: str | None
) -> Thread:
    """A new thread, its creation message posted; the name is cut to 128 characters."""
    shown = ICON_COLORS[0] if color is None else color
    created: Json = {"name": name[:128], "icon_color": shown}
    if emoji:
        created["icon_custom_emoji_id"] = emoji
    post = publish(world, chat, Draft(by, {"forum_topic_created": created}))
    thread = Thread(post.id, name[:128], shown, emoji or None, creator_id=by)
    chat.threads[thread.id] = thread
    _show(world, chat, thread)
    return thread


def edit_thread(
    world: World, chat: Chat, by: int, thread: Thread, name: str | None, emoji: str | None
) -> bool:
    """False when nothing would change."""
    changed: Json = {}
    if name and name[:128] != thread.name:
        thread.name = changed["name"] = name[:128]
    if emoji is not None and emoji != (thread.icon_custom_emoji_id or ""):
        thread.icon_custom_emoji_id = emoji or None
        changed["icon_custom_emoji_id"] = emoji
    if not changed:
        return False
    publish(world, chat, Draft(by, {"forum_topic_edited": changed}, thread.id))
    _show(world, chat, thread)
    return True


def set_closed(world: World, chat: Chat, by: int, thread: Thread, closed: bool) -> bool:
    """Closes or reopens; False when it already is so."""
    if thread.closed == closed:
        return False
    thread.closed = closed
    kind = "forum_topic_closed" if closed else "forum_topic_reopened"
    publish(world, chat, Draft(by, {kind: {}}, thread.id))
    _show(world, chat, thread)
    return True


def delete_thread(world: World, chat: Chat, thread: Thread) -> None:
    """The thread and all its messages are gone; no service message, as in Telegram."""
    thread.deleted = True
    for post in list(chat.posts.values()):
        if post.thread_id == thread.id and not post.deleted:
            erase(world, chat, post)
    _show(world, chat, thread)


def live_thread(chat: Chat, thread_id: int | None) -> Thread | None:
    thread = chat.threads.get(thread_id) if thread_id is not None else None
    return None if thread is None or thread.deleted else thread
