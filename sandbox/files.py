"""Uploaded media, kept in memory up to a cap; the oldest bodies are forgotten first."""

from __future__ import annotations

import base64
from collections import OrderedDict
from dataclasses import dataclass

from sandbox.records import Json

PREFIX = {
    "photo": "AgACAgIAAxk",
    "document": "BQACAgIAAxk",
    "video": "BAACAgIAAxk",
    "audio": "CQACAgIAAxk",
    "voice": "AwACAgIAAxk",
    "video_note": "DQACAgIAAxk",
    "animation": "CgACAgIAAxk",
    "sticker": "CAACAgIAAxk",
}
FOLDER = {
    "photo": "photos",
    "document": "documents",
    "video": "videos",
    "audio": "music",
    "voice": "voice",
    "video_note": "video_notes",
    "animation": "animations",
    "sticker": "stickers",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came with a request."""

    name: str
    body: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file Telegram knows; `size` may be more than what is kept, for tests of the limit."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    size: int
    path: str
    body: bytes

    def reference(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}


class FileStore:
    """Files by id and by path; holds at most `cap` bytes of bodies."""

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self._held = 0
        self._count = 0
        self._by_id: OrderedDict[str, StoredFile] = OrderedDict()
        self._by_path: dict[str, StoredFile] = {}

    def add(self, kind: str, upload: Upload, size: int | None = None) -> StoredFile:
        self._count += 1
        tail = base64.urlsafe_b64encode(self._count.to_bytes(6, "big")).decode()
        suffix = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        suffix = suffix if suffix.isalnum() and len(suffix) <= 8 else "bin"
        stored = StoredFile(
            f"{PREFIX[kind]}BAAE{tail}",
            f"AQAD{tail}",
            kind,
            upload.name,
            upload.mime,
            len(upload.body) if size is None else size,
            f"{FOLDER[kind]}/file_{self._count}.{suffix}",
            upload.body,
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        self._held += len(stored.body)
        self._evict()
        return stored

    def _evict(self) -> None:
        while self._held > self._cap and len(self._by_id) > 1:
            _, oldest = self._by_id.popitem(last=False)
            self._by_path.pop(oldest.path, None)
            self._held -= len(oldest.body)

    def by_id(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)
