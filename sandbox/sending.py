"""What all sending methods share: where a message goes, what it answers, what it carries."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.call import Call, whole
from sandbox.errors import bad_request
from sandbox.html import units
from sandbox.markup import check_markup
from sandbox.posting import Draft, live_post, publish
from sandbox.records import Chat, Json, Post
from sandbox.targets import find_chat, send_thread, writable
from sandbox.text import formatted
from sandbox.views import chat_json, permissions_of

# content field -> (permission, how the refusal names it)
PERMISSION = {
    "text": ("can_send_messages", "text messages"),
    "photo": ("can_send_photos", "photos"),
    "document": ("can_send_documents", "documents"),
    "video": ("can_send_videos", "videos"),
    "voice": ("can_send_voice_notes", "voice notes"),
    "video_note": ("can_send_video_notes", "video notes"),
    "sticker": ("can_send_other_messages", "stickers"),
    "animation": ("can_send_other_messages", "animations"),
    "poll": ("can_send_polls", "polls"),
    "audio": ("can_send_audios", "music"),
    "contact": ("can_send_messages", "contacts"),
    "location": ("can_send_messages", "locations"),
    "venue": ("can_send_messages", "venues"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """A checked destination; `reply_fields` are quote or external_reply."""

    chat: Chat
    thread_id: int | None
    reply_to: Post | None
    reply_fields: Json
    markup: Json | None
    protected: bool

    def draft(self, author_id: int, content: Json) -> Draft:
        inline = self.markup if self.markup and "inline_keyboard" in self.markup else None
        shown = {**content, "reply_markup": inline} if inline else content
        return Draft(
            author_id,
            shown,
            self.thread_id,
            self.reply_to,
            self.reply_fields,
            self.protected,
            had_keyboard=self.markup is not None and inline is None,
        )


def read_markup(call: Call) -> Json | None:
    if not call.has("reply_markup"):
        return None
    value = call.json("reply_markup", "reply keyboard markup")
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    return check_markup(value)


def target(call: Call, copying: bool = False) -> Target:
    """Reads and checks where a message goes."""
    chat = writable(call.world, call.params.get("chat_id", ""))
    markup = read_markup(call)
    thread = send_thread(call, chat, copying)
    reply, fields = _reply(call, chat)
    thread_id = thread.id if thread else None
    if reply is not None and chat.is_forum:
        if thread_id is None:
            thread_id = reply.thread_id
        elif reply.thread_id != thread_id:
            fields = _external(call, chat, reply) | fields
            reply = None
    return Target(chat, thread_id, reply, fields, markup, call.flag("protect_content"))


def _reply_parameters(call: Call) -> Json:
    if call.has("reply_parameters"):
        value = call.json("reply_parameters", "reply parameters")
        if not isinstance(value, dict) or whole(value.get("message_id")) is None:
            raise bad_request("can't parse reply parameters JSON object")
        return value
    if call.int("reply_to_message_id"):
        return {
            "message_id": call.int("reply_to_message_id"),
            "allow_sending_without_reply": call.flag("allow_sending_without_reply"),
        }
    return {}


def _reply(call: Call, chat: Chat) -> tuple[Post | None, Json]:
    wanted = _reply_parameters(call)
    if not wanted:
        return None, {}
    there = chat
    if str(wanted.get("chat_id") or chat.id) != str(chat.id):
        there = find_chat(call.world, wanted["chat_id"])
    post = live_post(there, int(wanted["message_id"]))
    if post is None:
        if wanted.get("allow_sending_without_reply"):
            return None, {}
        raise bad_request("message to be replied not found")
    fields = _quote(wanted, post)
    if there is not chat:
        return None, _external(call, there, post) | fields
    return post, fields


def _external(call: Call, chat: Chat, post: Post) -> Json:
    origin = {"type": "user", "sender_user": post.data.get("from"), "date": post.data["date"]}
    if "from" not in post.data:
        origin = {
            "type": "channel",
            "chat": post.data["chat"],
            "message_id": post.id,
            "date": post.data["date"],
        }
    where = {"chat": chat_json(call.world, chat), "message_id": post.id}
    return {"external_reply": {"origin": origin, **where}}


def _quote(wanted: Json, post: Post) -> Json:
    raw = wanted.get("quote")
    if not raw:
        return {}
    found = formatted(str(raw), wanted.get("quote_parse_mode"), wanted.get("quote_entities"), 1024)
    text = str(post.data.get("text") or post.data.get("caption") or "")
    at = text.find(found.text)
    if at < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    quote: Json = {"text": found.text, "position": units(text[:at]), "is_manual": True}
    if found.entities:
        quote["entities"] = list(found.entities)
    return {"quote": quote}


def check_permission(call: Call, chat: Chat, kind: str) -> None:
    """Refuses a kind of message the chat does not take from the bot."""
    if chat.is_private or kind not in PERMISSION:
        return
    right, name = PERMISSION[kind]
    member = call.world.bot_member(chat)
    if member.is_admin:
        if chat.type == "channel" and not member.rights.get("can_post_messages", True):
            raise bad_request("need administrator rights in the channel chat")
        return
    own = member.rights.get(right, True) if member.status == "restricted" else True
    if not own or not permissions_of(chat)[right]:
        raise bad_request(f"not enough rights to send {name} to the chat")


def deliver(call: Call, where: Target, kind: str, content: Json) -> Post:
    """Posts the bot's message and shows its keyboard."""
    check_permission(call, where.chat, kind)
    post = publish(call.world, where.chat, where.draft(call.world.bot.id, content))
    if where.markup and "inline_keyboard" not in where.markup:
        keyboard = where.markup
        where.chat.keyboard = None if keyboard.get("remove_keyboard") else keyboard
        call.world.events.add("keyboard", where.chat.id, keyboard=where.chat.keyboard)
    return post
