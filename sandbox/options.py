"""What a sandbox is started with."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

DEFAULT_TOKEN = "42:SANDBOX"  # noqa: S105 - the public token of the emulator, not a secret


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """Settings of one emulated server; every number is in the unit its name says."""

    tokens: tuple[str, ...] = (DEFAULT_TOKEN,)
    cast: bool = False
    bot_in_group: bool = True
    bot_username: str = "altyn_kopir_bot"
    bot_first_name: str = "Алтын көпір"
    privacy_mode: bool = True
    keep_rows: int = 20_000
    keep_messages_per_chat: int = 20_000
    media_bytes: int = 256 * 1024 * 1024
    upload_bytes: int = 50 * 1024 * 1024
    download_bytes: int = 20 * 1024 * 1024
    update_hours: int = 24
    callback_seconds: float = 900.0
    webhook_retry_seconds: float = 1.0
    clock: Callable[[], float] = time.time
    seed: int = 1

    @property
    def bot_id(self) -> int:
        return int(self.tokens[0].split(":", 1)[0])
