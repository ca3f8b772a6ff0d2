"""Methods that change a message of the bot: text, caption, media, buttons."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call
from sandbox.errors import bad_request
from sandbox.media import KINDS, content_of, file_for
from sandbox.posting import edited, is_service
from sandbox.records import Chat, Json, Post
from sandbox.sending import read_markup
from sandbox.targets import find_post, writable
from sandbox.wording import caption_of, text_fields

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
CAPTIONED = ("photo", "document", "video", "audio", "voice", "animation")


def _found(call: Call) -> tuple[Chat, Post]:
    chat = writable(call.world, call.params.get("chat_id", ""))
    post = find_post(call, chat, "message_id", "edit")
    if not post.by_bot or is_service(post) or post.had_keyboard:
        raise bad_request("message can't be edited")
    return chat, post


def _markup(call: Call) -> Json:
    markup = read_markup(call)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return {"reply_markup": markup} if markup and markup["inline_keyboard"] else {}


def _change(call: Call, chat: Chat, post: Post, drop: tuple[str, ...], new: Json) -> Json:
    """Replaces the fields `drop` by `new`; refuses when nothing would differ."""
    before = {name: value for name, value in post.data.items() if name != "edit_date"}
    after = {name: value for name, value in before.items() if name not in drop} | new
    if after == before:
        raise bad_request(NOT_MODIFIED)
    post.data = {**after, "edit_date": call.world.now()}
    post.edited = True
    edited(call.world, chat, post)
    return post.data


def edit_text(call: Call) -> Json:
    chat, post = _found(call)
    if "text" not in post.data:
        raise bad_request("there is no text in the message to edit")
    new = {**text_fields(call), **_markup(call)}
    options = call.json("link_preview_options")
    if options:
        new["link_preview_options"] = options
    dropped = ("text", "entities", "reply_markup", "link_preview_options")
    return _change(call, chat, post, dropped, new)


def edit_caption(call: Call) -> Json:
    chat, post = _found(call)
    if not any(kind in post.data for kind in CAPTIONED):
        raise bad_request("there is no caption in the message to edit")
    given = {**call.params, "caption_entities": call.json("caption_entities")}
    given["show_caption_above_media"] = call.flag("show_caption_above_media")
    new = {**caption_of(call.world, given), **_markup(call)}
    dropped = ("caption", "caption_entities", "reply_markup", "show_caption_above_media")
    return _change(call, chat, post, dropped, new)


def edit_reply_markup(call: Call) -> Json:
    chat, post = _found(call)
    return _change(call, chat, post, ("reply_markup",), _markup(call))


async def edit_media(call: Call) -> Json:
    chat, post = _found(call)
    item = call.json("media", "InputMedia")
    if not isinstance(item, dict) or item.get("type") not in CAPTIONED:
        raise bad_request("can't parse InputMedia: expected an Object")
    kind = str(item["type"])
    file = await file_for(call, kind, item.get("media"), "")
    new = {**content_of(kind, file, item), **caption_of(call.world, item), **_markup(call)}
    dropped = ("text", "entities", "caption", "caption_entities", "reply_markup", *KINDS)
    return _change(call, chat, post, dropped, new)


METHODS: dict[str, Any] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_reply_markup,
    "editMessageMedia": edit_media,
}
