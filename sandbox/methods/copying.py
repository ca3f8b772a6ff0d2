"""Methods that copy and forward messages, one or up to a hundred at once."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call, whole
from sandbox.errors import bad_request
from sandbox.posting import is_service, live_post
from sandbox.records import Chat, Json, Post
from sandbox.sending import Target, deliver, target
from sandbox.targets import find_post, readable
from sandbox.wording import caption_fields

CARRIED = (
    "text", "entities", "caption", "caption_entities", "photo", "document", "video", "audio",
    "voice", "video_note", "animation", "sticker", "location", "venue", "contact", "poll",
    "has_media_spoiler", "show_caption_above_media", "link_preview_options",
)  # fmt: skip


def content_kind(content: Json) -> str:
    """Which permission a content asks for."""
    order = ("animation", "venue", *CARRIED)
    return next((name for name in order if name in content), "text")


def _content(post: Post) -> Json:
    return {name: post.data[name] for name in CARRIED if name in post.data}


def _origin(post: Post) -> Json:
    if "forward_origin" in post.data:
        return dict(post.data["forward_origin"])
    if "from" not in post.data:
        return {
            "type": "channel",
            "chat": post.data["chat"],
            "message_id": post.id,
            "date": post.data["date"],
        }
    return {"type": "user", "sender_user": post.data["from"], "date": post.data["date"]}


def _source(call: Call) -> Chat:
    return readable(call.world, call.params.get("from_chat_id", ""))


def copy_message(call: Call) -> Json:
    where, source = target(call, copying=True), _source(call)
    post = find_post(call, source, "message_id", "copy")
    if is_service(post) or post.protected:
        raise bad_request("message can't be copied")
    content = _content(post)
    if call.has("caption") and content_kind(content) != "text":
        content.pop("caption", None)
        content.pop("caption_entities", None)
        content |= caption_fields(call)
    return {"message_id": deliver(call, where, content_kind(content), content).id}


def _forward(call: Call, where: Target, post: Post, album: Json) -> Post:
    content = {**_content(post), "forward_origin": _origin(post), **album}
    return deliver(call, where, content_kind(content), content)


def forward_message(call: Call) -> Json:
    where, source = target(call, copying=True), _source(call)
    post = find_post(call, source, "message_id", "forward")
    _check_forward(post)
    return _forward(call, where, post, {}).data


def _check_forward(post: Post) -> None:
    if post.protected:
        raise bad_request("message has protected content and can't be forwarded")
    if is_service(post):
        raise bad_request("message can't be forwarded")


def read_ids(call: Call) -> list[int]:
    """message_ids, strictly as the Bot API wants them."""
    value = call.json("message_ids", "message identifiers")
    if not value:
        raise bad_request("message identifiers are not specified")
    if not isinstance(value, list):
        raise bad_request("expected an Array of message identifiers")
    if len(value) > 100:
        raise bad_request("too many message identifiers specified")
    numbers = [whole(one) for one in value]
    if None in numbers:
        raise bad_request("can't parse message identifiers: expected a Number")
    return [number for number in numbers if number is not None]


def _several(call: Call, what: str) -> tuple[Target, list[tuple[Post, Json]]]:
    """Messages that can be carried over, each with the album id of its copy."""
    where, source = target(call, copying=True), _source(call)
    ids = read_ids(call)
    if ids != sorted(set(ids)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    found = [post for number in ids if (post := live_post(source, number))]
    usable = [post for post in found if not is_service(post) and not post.protected]
    if not usable:
        raise bad_request(f"there are no messages to {what}")
    return where, [(post, album) for post, album in zip(usable, _albums(call, usable), strict=True)]


def _albums(call: Call, posts: list[Post]) -> list[Json]:
    groups = [post.data.get("media_group_id") for post in posts]
    fresh = {group: str(13_000_000_000_000_000 + call.world.number()) for group in set(groups)}
    several = {group for group in groups if group and groups.count(group) > 1}
    return [{"media_group_id": fresh[g]} if g in several else {} for g in groups]


def copy_messages(call: Call) -> list[Json]:
    where, posts = _several(call, "copy")
    answers = []
    for post, album in posts:
        content = {**_content(post), **album}
        if call.flag("remove_caption") and content_kind(content) != "text":
            content.pop("caption", None)
            content.pop("caption_entities", None)
        answers.append({"message_id": deliver(call, where, content_kind(content), content).id})
    return answers


def forward_messages(call: Call) -> list[Json]:
    where, posts = _several(call, "forward")
    return [{"message_id": _forward(call, where, post, album).id} for post, album in posts]


METHODS: dict[str, Any] = {
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "forwardMessage": forward_message,
    "forwardMessages": forward_messages,
}
