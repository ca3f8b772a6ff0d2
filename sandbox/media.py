"""Turns a file into the fields of a message, and finds the file a call means."""

from __future__ import annotations

import aiohttp
from yarl import URL

from sandbox.call import Call
from sandbox.errors import ApiError, bad_request
from sandbox.files import StoredFile, Upload
from sandbox.records import Json

KINDS = ("photo", "document", "video", "audio", "voice", "video_note", "animation", "sticker")
TD_NAMES = {
    "photo": "Photo",
    "document": "Document",
    "video": "Video",
    "audio": "Audio",
    "voice": "VoiceNote",
    "video_note": "VideoNote",
    "animation": "Animation",
    "sticker": "Sticker",
}
SAME = (
    {"document", "animation"},
    {"video", "animation"},
    {"audio", "voice"},
    {"document", "video"},
)


def content_of(kind: str, file: StoredFile, given: Json | None = None) -> Json:
    """The message fields of a media file; sizes and durations come from `given`, else invented."""
    wanted = given or {}
    seconds = int(wanted.get("duration") or 3)
    named = {"file_name": file.name, "mime_type": file.mime}
    reference = file.reference()
    if kind == "photo":
        return {"photo": _sizes(reference)}
    if kind == "document":
        return {"document": {**reference, **named}}
    if kind == "voice":
        return {"voice": {**reference, "duration": seconds, "mime_type": file.mime}}
    if kind == "audio":
        titles = {n: wanted[n] for n in ("title", "performer") if wanted.get(n)}
        return {"audio": {**reference, **named, "duration": seconds, **titles}}
    if kind == "video_note":
        return {"video_note": {**reference, "duration": seconds, "length": 240}}
    if kind == "sticker":
        flags = {"is_animated": False, "is_video": False}
        return {"sticker": {**reference, "type": "regular", "width": 512, "height": 512, **flags}}
    moving = {**reference, **named, "duration": seconds, "width": 320, "height": 240}
    if kind == "animation":
        return {"animation": moving, "document": {**reference, **named}}
    return {"video": moving}


def _sizes(reference: Json) -> list[Json]:
    small = {**reference, "file_unique_id": reference["file_unique_id"] + "s"}
    return [{**small, "width": 90, "height": 67}, {**reference, "width": 1280, "height": 960}]


def check_kind(kind: str, file: StoredFile) -> None:
    if kind != file.kind and not any({kind, file.kind} <= group for group in SAME):
        raise bad_request(f"can't use file of type {TD_NAMES[file.kind]} as {TD_NAMES[kind]}")


async def file_for(call: Call, kind: str, value: object, name: str) -> StoredFile:
    """The file behind an upload, an attach:// reference, a file_id or an address."""
    upload = call.uploads.get(name)
    text = "" if value is None else str(value)
    if text.startswith("attach://"):
        upload = call.uploads.get(text.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
    if upload is not None:
        return add_upload(call, kind, upload)
    if not text:
        raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    known = call.world.files.by_id(text)
    if known is not None:
        check_kind(kind, known)
        return known
    if "://" in text:
        return add_upload(call, kind, await _download(text))
    raise bad_request("wrong file identifier/HTTP URL specified")


def add_upload(call: Call, kind: str, upload: Upload) -> StoredFile:
    if len(upload.body) > call.world.options.upload_bytes:
        raise ApiError(413, "Request Entity Too Large")
    if not upload.body:
        raise bad_request("file must be non-empty")
    return call.world.files.add(kind, upload)


async def _download(address: str) -> Upload:
    """Fetches from this machine only: the sandbox has no network."""
    try:
        url = URL(address)
    except ValueError:
        raise bad_request("wrong HTTP URL specified") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise bad_request("wrong HTTP URL specified")
    if url.host not in ("127.0.0.1", "localhost", "::1"):
        raise bad_request("failed to get HTTP URL content")
    timeout = aiohttp.ClientTimeout(total=10)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as answer:
            answer.raise_for_status()
            return Upload(url.name or "file", await answer.read(), answer.content_type)
    except (aiohttp.ClientError, TimeoutError):
        raise bad_request("failed to get HTTP URL content") from None
