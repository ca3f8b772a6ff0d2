"""Who exists and who is where: users, chats, memberships, blocking, threads, migration."""

from __future__ import annotations

from typing import Any

from sandbox.control.lookup import actor, chat_of, chat_with, number, person, thread_of
from sandbox.errors import SimError
from sandbox.membership import migrate, set_blocked, set_member, show_chat
from sandbox.records import Chat, Json, Member, Person
from sandbox.threads import create_thread, delete_thread, edit_thread, set_closed
from sandbox.views import chat_view, thread_view, user_json
from sandbox.world import World

STATUSES = ("creator", "administrator", "member", "restricted", "left", "kicked")
TYPES = ("group", "supergroup", "channel")


def add_user(world: World, body: Json) -> Json:
    """A new person, or changes of one who exists (same id)."""
    user_id = int(body.get("id") or 3000 + world.number())
    found = world.people.get(user_id) or Person(user_id, "")
    for name in ("first_name", "last_name", "username", "language_code", "role_hint"):
        if name in body:
            setattr(found, name, body[name])
    found.is_bot = bool(body.get("is_bot", found.is_bot))
    found.deactivated = bool(body.get("deactivated", found.deactivated))
    found.first_name = found.first_name or f"User {user_id}"
    world.add_person(found)
    if not found.is_bot:
        show_chat(world, world.chats[user_id])
    return {**user_json(found), "role_hint": found.role_hint}


def add_chat(world: World, body: Json) -> Json:
    """A group or channel; `bot_status` (administrator by default) lets the bot in, null not."""
    kind = str(body.get("type", "supergroup"))
    if kind not in TYPES:
        raise SimError(f"unknown chat type {kind}; one of {', '.join(TYPES)}")
    base = -4000000 if kind == "group" else -1001000900000
    chat = Chat(int(body.get("id") or base - world.number()), kind)
    chat.title = str(body.get("title") or "Chat")
    chat.username = body.get("username")
    chat.is_forum = bool(body.get("is_forum", False)) and kind == "supergroup"
    for index, one in enumerate(body.get("members", [])):
        member = _member(one, "creator" if index == 0 else "member")
        chat.members[person(world, member.user_id).id] = member
    world.chats[chat.id] = chat
    status = body.get("bot_status", "administrator")
    if status:
        first = next(iter(chat.members), world.bot.id)
        set_member(world, chat, world.bot.id, status, body.get("bot_rights"), by=first)
    show_chat(world, chat)
    return chat_view(world, chat)


def _member(one: Any, status: str) -> Member:
    if isinstance(one, dict):
        given = dict(one.get("rights") or {})
        return Member(int(one["user_id"]), str(one.get("status", status)), given)
    return Member(int(one), status)


def change_chat(world: World, body: Json) -> Json:
    """Permissions, a restriction (an error text such as CHAT_RESTRICTED), deletion, names."""
    chat = chat_of(world, body)
    chat.permissions = {**chat.permissions, **body.get("permissions", {})}
    for name in ("restriction", "deleted", "title", "username", "general_closed"):
        if name in body:
            setattr(chat, name, body[name])
    show_chat(world, chat)
    return chat_view(world, chat)


def membership(world: World, body: Json) -> Json:
    """Changes a status; `user_id` "bot" is the bot; `as` says who did it."""
    chat = chat_of(world, body)
    status = str(body.get("status"))
    if status not in STATUSES:
        raise SimError(f"unknown status {status}; one of {', '.join(STATUSES)}")
    user_id = world.bot.id if body.get("user_id") == "bot" else number(body, "user_id")
    by = actor(world, body).id if "as" in body else _someone(chat, person(world, user_id).id)
    set_member(world, chat, user_id, status, body.get("rights"), by)
    return chat_view(world, chat)


def _someone(chat: Chat, user_id: int) -> int:
    owners = [m.user_id for m in chat.members.values() if m.status == "creator"]
    return owners[0] if owners else user_id


def block(world: World, body: Json) -> Json:
    chat = world.chats[person(world, number(body, "user_id")).id]
    set_blocked(world, chat, bool(body.get("blocked", True)))
    return chat_view(world, chat)


def thread(world: World, body: Json) -> Json:
    """A person makes, closes, reopens, renames or deletes a thread."""
    who = actor(world, body)
    chat = chat_with(world, body, who)
    if not chat.is_forum:
        raise SimError("the chat is not a forum")
    action = str(body.get("action"))
    if action == "create":
        made = create_thread(world, chat, who.id, str(body.get("name") or "Thread"), None, None)
        return {"thread": thread_view(made)}
    found = thread_of(chat, body)
    if action == "close":
        set_closed(world, chat, who.id, found, True)
    elif action == "reopen":
        set_closed(world, chat, who.id, found, False)
    elif action == "edit":
        edit_thread(world, chat, who.id, found, str(body.get("name") or ""), None)
    elif action == "delete":
        delete_thread(world, chat, found)
    else:
        raise SimError(f"unknown action {action}")
    return {"thread": thread_view(found)}


def migrate_chat(world: World, body: Json) -> Json:
    chat = chat_of(world, body)
    if chat.type != "group":
        raise SimError("only a basic group becomes a supergroup")
    by = _someone(chat, next(iter(chat.members), world.bot.id))
    grown = migrate(world, chat, by)
    return {"migrated_to": grown.id, "chat": chat_view(world, grown)}


def forum(world: World, body: Json) -> Json:
    """Switches threads of a supergroup on or off."""
    chat = chat_of(world, body)
    if chat.type != "supergroup":
        raise SimError("only a supergroup can be a forum")
    chat.is_forum = bool(body.get("is_forum", True))
    show_chat(world, chat)
    return chat_view(world, chat)
