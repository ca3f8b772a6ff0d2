"""Reads the bodies of control requests; whatever is wrong with them is a SimError."""

from __future__ import annotations

from sandbox.errors import SimError
from sandbox.posting import live_post
from sandbox.records import Chat, Json, Person, Post, Thread
from sandbox.threads import live_thread
from sandbox.world import World


def number(body: Json, name: str) -> int:
    try:
        return int(body[name])
    except KeyError:
        raise SimError(f'"{name}" is missing') from None
    except (TypeError, ValueError):
        raise SimError(f'"{name}" must be a number') from None


def optional_number(body: Json, name: str) -> int | None:
    return None if body.get(name) in (None, "") else number(body, name)


def actor(world: World, body: Json) -> Person:
    """The person who does it, named by "as"."""
    return person(world, number(body, "as"))


def person(world: World, user_id: int) -> Person:
    found = world.people.get(user_id)
    if found is None:
        raise SimError(f"no user {user_id}")
    return found


def chat_of(world: World, body: Json) -> Chat:
    found = world.chats.get(number(body, "chat_id"))
    if found is None:
        raise SimError(f"no chat {body['chat_id']}")
    return found


def chat_with(world: World, body: Json, who: Person) -> Chat:
    """The chat, if this person can act in it."""
    chat = chat_of(world, body)
    if chat.is_private:
        if chat.id != who.id:
            raise SimError(f"user {who.id} is not in the private chat {chat.id}")
        if chat.blocked:
            raise SimError("the bot is blocked by this user; unblock it first")
    elif chat.migrated_to is not None:
        raise SimError(f"the group became the supergroup {chat.migrated_to}")
    elif not world.member(chat, who.id).inside:
        raise SimError(f"user {who.id} is not a member of {chat.id}")
    return chat


def post_of(chat: Chat, body: Json, name: str = "message_id") -> Post:
    post = live_post(chat, number(body, name))
    if post is None:
        raise SimError(f"no message {body[name]} in {chat.id}")
    return post


def thread_of(chat: Chat, body: Json) -> Thread:
    thread = live_thread(chat, number(body, "thread_id"))
    if thread is None:
        raise SimError(f"no thread {body['thread_id']} in {chat.id}")
    return thread
