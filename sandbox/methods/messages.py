"""Methods that send what is not a file: text, places, contacts, polls, chat actions."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call
from sandbox.errors import bad_request
from sandbox.records import Json
from sandbox.sending import deliver, target
from sandbox.targets import send_thread, writable
from sandbox.wording import text_fields

ACTIONS = (
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note", "cancel",
)  # fmt: skip


def send_message(call: Call) -> Json:
    where = target(call)
    fields = text_fields(call)
    options = call.json("link_preview_options")
    if options:
        fields["link_preview_options"] = options
    return deliver(call, where, "text", fields).data


def _coordinates(call: Call) -> Json:
    try:
        place = {name: float(call.text(name)) for name in ("latitude", "longitude")}
    except ValueError:
        raise bad_request("invalid location specified") from None
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise bad_request("invalid location specified")
    return place


def send_location(call: Call) -> Json:
    return deliver(call, target(call), "location", {"location": _coordinates(call)}).data


def send_venue(call: Call) -> Json:
    venue = {name: call.required(name) for name in ("title", "address")}
    place = _coordinates(call)
    content = {"venue": {"location": place, **venue}, "location": place}
    return deliver(call, target(call), "venue", content).data


def send_contact(call: Call) -> Json:
    contact = {name: call.required(name) for name in ("phone_number", "first_name")}
    if call.text("last_name"):
        contact["last_name"] = call.text("last_name")
    return deliver(call, target(call), "contact", {"contact": contact}).data


def send_poll(call: Call) -> Json:
    question, options = call.required("question"), call.json("options")
    if not isinstance(options, list) or not 1 <= len(options) <= 12:
        raise bad_request("poll must have at least 1 option")
    texts = [one if isinstance(one, str) else str(one.get("text", "")) for one in options]
    answers = [
        {"persistent_id": str(n), "text": text, "voter_count": 0} for n, text in enumerate(texts)
    ]
    poll: Json = {
        "id": str(call.world.number()),
        "question": question,
        "options": answers,
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": not call.has("is_anonymous") or call.flag("is_anonymous"),
        "type": call.text("type") or "regular",
        "allows_multiple_answers": call.flag("allows_multiple_answers"),
        "allows_revoting": call.flag("allows_revoting"),
        "members_only": False,
    }
    return deliver(call, target(call), "poll", {"poll": poll}).data


def stop_poll(call: Call) -> Json:
    chat = writable(call.world, call.params.get("chat_id", ""))
    post = chat.posts.get(call.int("message_id"))
    if post is None or post.deleted or "poll" not in post.data:
        raise bad_request("message with poll to stop not found")
    if not post.by_bot:
        raise bad_request("poll can't be stopped")
    if post.data["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    post.data["poll"]["is_closed"] = True
    return dict(post.data["poll"])


def send_chat_action(call: Call) -> bool:
    chat = writable(call.world, call.params.get("chat_id", ""))
    if call.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    thread = send_thread(call, chat, copying=False)
    call.world.events.add(
        "chat_action", chat.id, action=call.text("action"), thread_id=thread.id if thread else None
    )
    return True


METHODS: dict[str, Any] = {
    "sendMessage": send_message,
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendContact": send_contact,
    "sendPoll": send_poll,
    "stopPoll": stop_poll,
    "sendChatAction": send_chat_action,
}
