"""Finds the chat, thread and message a call is about, or refuses as Telegram does."""

from __future__ import annotations

from sandbox.call import Call
from sandbox.errors import ApiError, bad_request, forbidden
from sandbox.posting import live_post
from sandbox.records import Chat, Post, Thread
from sandbox.threads import live_thread
from sandbox.world import World

NAMES = {"group": "group", "supergroup": "supergroup", "channel": "channel"}


def find_chat(world: World, value: object) -> Chat:
    """A chat by id or @username, as far as the bot knows of it."""
    key = str(value).strip()
    if key in ("", "None"):
        raise bad_request("chat_id is empty")
    if key.startswith("@"):
        for chat in world.chats.values():
            if (chat.username or "").lower() == key[1:].lower() and not chat.is_private:
                return chat
        raise bad_request("chat not found")
    try:
        found = world.chats.get(int(key))
    except ValueError:
        found = None
    if found is None:
        raise _unknown_chat(world, key)
    return found


def _unknown_chat(world: World, key: str) -> ApiError:
    person = world.people.get(int(key)) if key.isdigit() else None
    if person is not None and person.is_bot:
        return forbidden("the bot can't send messages to the bot")
    return bad_request("chat not found")


def readable(world: World, value: object) -> Chat:
    """A chat the bot may ask about."""
    chat = find_chat(world, value)
    if chat.is_private:
        if not chat.started:
            raise bad_request("chat not found")
    else:
        _check_group(world, chat)
    return chat


def writable(world: World, value: object) -> Chat:
    """A chat the bot may write to; rights by kind of message are checked apart."""
    chat = find_chat(world, value)
    if chat.is_private:
        _check_private(world, chat)
    else:
        _check_group(world, chat)
    if chat.restriction:
        raise bad_request(chat.restriction)
    return chat


def _check_private(world: World, chat: Chat) -> None:
    if world.people[chat.id].deactivated:
        raise forbidden("user is deactivated")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        met = any(chat.id in c.members and world.bot_member(c).inside for c in world.chats.values())
        raise (
            forbidden("bot can't initiate conversation with a user")
            if met
            else bad_request("chat not found")
        )


def _check_group(world: World, chat: Chat) -> None:
    name = NAMES[chat.type]
    if chat.migrated_to is not None:
        raise bad_request(
            "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to
        )
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    member = world.bot_member(chat)
    if member.status == "kicked":
        raise forbidden(f"bot was kicked from the {name} chat")
    if not member.inside:
        raise forbidden(f"bot is not a member of the {name} chat")


def require_right(world: World, chat: Chat, right: str, otherwise: str) -> None:
    """Refuses unless the bot is an administrator with this right (private chats need none)."""
    if not chat.is_private and not world.bot_member(chat).may(right):
        raise bad_request(otherwise)


def send_thread(call: Call, chat: Chat, copying: bool) -> Thread | None:
    """The thread a message goes to; None is the General thread or no thread at all."""
    number = call.int("message_thread_id")
    if not number:
        _check_general(call.world, chat)
        return None
    thread = live_thread(chat, number) if chat.is_forum else None
    if thread is None:
        gone = chat.threads.get(number)
        raise bad_request("TOPIC_DELETED" if gone and copying else "message thread not found")
    if thread.closed and not may_write_closed(call.world, chat, thread):
        raise bad_request("TOPIC_CLOSED")
    return thread


def _check_general(world: World, chat: Chat) -> None:
    if (
        chat.is_forum
        and chat.general_closed
        and not world.bot_member(chat).may("can_manage_topics")
    ):
        raise bad_request("TOPIC_CLOSED")


def may_write_closed(world: World, chat: Chat, thread: Thread) -> bool:
    return world.bot_member(chat).may("can_manage_topics") or thread.creator_id == world.bot.id


def find_post(call: Call, chat: Chat, name: str, what: str) -> Post:
    """The message a parameter names; `what` completes "message to … not found"."""
    post = live_post(chat, call.int(name))
    if post is None:
        raise bad_request(f"message to {what} not found")
    return post
