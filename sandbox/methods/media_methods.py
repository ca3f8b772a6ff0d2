"""Methods that send files, alone or as an album, and give files back."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from sandbox.call import Call
from sandbox.errors import ApiError, bad_request
from sandbox.media import KINDS, content_of, file_for
from sandbox.records import Json
from sandbox.sending import check_permission, deliver, target
from sandbox.wording import caption_fields, caption_of

CAPTIONLESS = ("video_note", "sticker")
ALBUM_KINDS = ("photo", "video", "document", "audio", "live_photo")
FILE_ID = re.compile(r"[A-Za-z0-9_-]{20,}")


async def send_media(kind: str, call: Call) -> Json:
    where = target(call)
    caption = {} if kind in CAPTIONLESS else caption_fields(call)
    file = await file_for(call, kind, call.params.get(kind), kind)
    content = {**content_of(kind, file, call.params), **caption}
    if call.flag("has_spoiler"):
        content["has_media_spoiler"] = True
    return deliver(call, where, kind, content).data


async def send_media_group(call: Call) -> list[Json]:
    where = target(call)
    items = call.json("media")
    if not isinstance(items, list) or not items:
        raise bad_request("there are no messages to send")
    if len(items) > 10:
        raise bad_request("too many messages to send as an album")
    kinds = {str(item.get("type")) for item in items}
    if len(kinds & {"document", "audio"}) and len(kinds) > 1:
        raise bad_request("message can't be sent as an album: mixed media")
    contents = [await _album_item(call, number, item) for number, item in enumerate(items, 1)]
    for kind in sorted(kinds):
        check_permission(call, where.chat, kind)
    group = str(13_000_000_000_000_000 + call.world.number())
    shared = {"media_group_id": group} if len(items) > 1 else {}
    return [deliver(call, where, kind, {**shared, **body}).data for kind, body in contents]


async def _album_item(call: Call, number: int, item: Json) -> tuple[str, Json]:
    kind = str(item.get("type"))
    try:
        if kind not in ALBUM_KINDS:
            raise bad_request(f'media type "{kind}" can\'t be sent in an album')
        file = await file_for(call, kind, item.get("media"), "")
        return kind, {**content_of(kind, file, item), **caption_of(call.world, item)}
    except ApiError as error:
        reason = error.description.removeprefix("Bad Request: ")
        raise bad_request(
            f'failed to send message #{number} with the error message "{reason}"'
        ) from error


def get_file(call: Call) -> Json:
    file_id = call.text("file_id")
    if not FILE_ID.fullmatch(file_id):
        raise bad_request("invalid file_id")
    file = call.world.files.by_id(file_id)
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > call.world.options.download_bytes:
        raise bad_request("file is too big")
    return {**file.reference(), "file_path": file.path}


def _method_name(kind: str) -> str:
    return "send" + "".join(part.capitalize() for part in kind.split("_"))


METHODS: dict[str, Any] = {
    **{_method_name(kind): partial(send_media, kind) for kind in KINDS},
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
