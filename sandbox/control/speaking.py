"""What people say: texts, files, albums, edits, deletions."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.control.lookup import actor, chat_with, optional_number, post_of, thread_of
from sandbox.errors import SimError
from sandbox.files import Upload
from sandbox.html import units
from sandbox.media import KINDS, content_of
from sandbox.posting import Draft, edited, erase, publish
from sandbox.records import Chat, Json, Person, Post, Thread
from sandbox.text import formatted
from sandbox.views import message_view
from sandbox.world import World

LONGEST = 4096


def send(world: World, body: Json, uploads: list[Upload]) -> Json:
    """A person's message; a text over 4096 goes out in pieces, several files as an album."""
    who = actor(world, body)
    chat = chat_with(world, body, who)
    thread = _thread(world, chat, body, who)
    reply = post_of(chat, body, "reply_to") if body.get("reply_to") else None
    thread_id = thread.id if thread else reply.thread_id if reply else None
    chat.started = True
    posts: list[Post] = []
    for content in list(_contents(world, body, uploads)):
        quote = _quote(body, reply) if not posts else {}
        draft = Draft(who.id, content, thread_id, reply, quote)
        posts.append(publish(world, chat, draft))
    return {"messages": [message_view(chat, post) for post in posts]}


def _thread(world: World, chat: Chat, body: Json, who: Person) -> Thread | None:
    if optional_number(body, "thread_id") is None:
        return None
    thread = thread_of(chat, body)
    if thread.closed and not world.member(chat, who.id).may("can_manage_topics"):
        raise SimError("TOPIC_CLOSED")
    return thread


def _quote(body: Json, reply: Post | None) -> Json:
    if not body.get("quote") or reply is None:
        return {}
    text = str(reply.data.get("text") or reply.data.get("caption") or "")
    at = text.find(str(body["quote"]))
    if at < 0:
        raise SimError("the quote is not in the message")
    position = units(text[:at])
    return {"quote": {"text": body["quote"], "position": position, "is_manual": True}}


def _contents(world: World, body: Json, uploads: list[Upload]) -> Iterator[Json]:
    group = {"media_group_id": str(body["media_group_id"])} if body.get("media_group_id") else {}
    if body.get("content"):
        yield {**group, **body["content"]}
    elif uploads:
        yield from _files(world, body, uploads, group)
    else:
        yield from ({**group, **text} for text in _texts(body))


def _texts(body: Json) -> Iterator[Json]:
    text = str(body.get("text") or "")
    if not text.strip():
        raise SimError("nothing to send")
    for begin in range(0, len(text), LONGEST):
        found = formatted(text[begin : begin + LONGEST], None, body.get("entities"))
        entities = {"entities": list(found.entities)} if found.entities else {}
        yield {"text": found.text, **entities}


def _files(world: World, body: Json, uploads: list[Upload], group: Json) -> Iterator[Json]:
    kind = str(body.get("kind") or "document")
    if kind not in KINDS:
        raise SimError(f"unknown kind {kind}; one of {', '.join(KINDS)}")
    if len(uploads) > 1 and not group:
        group = {"media_group_id": str(13_000_000_000_000_000 + world.number())}
    for index, upload in enumerate(uploads):
        file = world.files.add(kind, upload, optional_number(body, "file_size"))
        caption = _caption(body) if index == 0 else {}
        yield {**group, **content_of(kind, file, body), **caption}


def _caption(body: Json) -> Json:
    found = formatted(str(body.get("caption") or ""), None, None, 1024)
    if not found.text:
        return {}
    entities = {"caption_entities": list(found.entities)} if found.entities else {}
    return {"caption": found.text, **entities}


def edit(world: World, body: Json) -> Json:
    """A person changes a text or a caption of theirs."""
    who = actor(world, body)
    chat = chat_with(world, body, who)
    post = post_of(chat, body)
    if post.author_id != who.id:
        raise SimError("only one's own message can be edited")
    name = "text" if "text" in post.data else "caption"
    found = formatted(str(body.get("text") or body.get("caption") or ""))
    marks = "entities" if name == "text" else "caption_entities"
    kept = {key: value for key, value in post.data.items() if key not in (name, marks)}
    shown = {marks: list(found.entities)} if found.entities else {}
    post.data = {**kept, "edit_date": world.now(), name: found.text, **shown}
    post.edited = True
    edited(world, chat, post)
    return {"message": message_view(chat, post)}


def delete(world: World, body: Json) -> Json:
    """A person deletes a message for everybody; the bot is not told, as in Telegram."""
    who = actor(world, body)
    chat = chat_with(world, body, who)
    post = post_of(chat, body)
    allowed = chat.is_private or world.member(chat, who.id).may("can_delete_messages")
    if post.author_id != who.id and not allowed:
        raise SimError("this user may not delete this message")
    erase(world, chat, post)
    return {"message": message_view(chat, post)}
