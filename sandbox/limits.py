"""Telegram's sending limits, off until set: global, per private chat, per group."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.errors import SimError, too_many
from sandbox.records import Json

CREATING = ("send", "copy", "forward", "edit", "createForumTopic")
FREE = ("sendChatAction",)


@dataclass(slots=True)
class _Bucket:
    rate: float
    size: float
    level: float
    at: float

    def wait(self, now: float, cost: float) -> float:
        """Seconds until `cost` fits; 0 when it fits now. Costs above the size count as the size."""
        self.level = min(self.size, self.level + (now - self.at) * self.rate)
        self.at = now
        lacking = min(cost, self.size) - self.level
        return 0.0 if lacking <= 1e-9 else lacking / self.rate


@dataclass(slots=True)
class Limits:
    """0 switches a limit off; `latency` is (mean, jitter) in seconds."""

    clock: Callable[[], float]
    seed: int = 1
    per_second: float = 0
    per_chat_per_second: float = 0
    per_group_per_minute: float = 0
    burst: float = 0
    chat_burst: float = 1
    latency: tuple[float, float] = (0.0, 0.0)
    _buckets: dict[object, _Bucket] = field(default_factory=dict)
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - jitter of an emulator

    def set(self, fields: Json) -> None:
        """Takes the fields of /sim/limits; buckets start full again."""
        known = {"per_second", "per_chat_per_second", "per_group_per_minute", "burst"}
        known |= {"chat_burst", "latency"}
        if unknown := set(fields) - known:
            raise SimError(f"unknown limit: {', '.join(sorted(unknown))}")
        for name, value in fields.items():
            mean_jitter = (value or [0, 0]) if name == "latency" else None
            setattr(self, name, tuple(mean_jitter) if mean_jitter else float(value or 0))
        self._buckets.clear()

    def pause(self) -> float:
        """Seconds this answer takes."""
        mean, jitter = self.latency
        return max(0.0, mean + self._random.uniform(-jitter, jitter)) if mean or jitter else 0.0

    def check(self, method: str, chat_id: object, params: Json) -> None:
        """Raises 429 when a limit is reached; a refused call costs nothing."""
        if not method.startswith(CREATING) or method in FREE:
            return
        now, cost = self.clock(), _cost(method, params)
        buckets = self._of(chat_id, now)
        wait = max((bucket.wait(now, cost) for bucket in buckets), default=0.0)
        if wait > 0:
            raise too_many(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.level -= cost

    def _of(self, chat_id: object, now: float) -> list[_Bucket]:
        group = str(chat_id).startswith(("-", "@"))
        found = []
        if self.per_second:
            size = self.burst or self.per_second
            found.append(self._bucket("all", self.per_second, size, now))
        if group and self.per_group_per_minute:
            rate = self.per_group_per_minute / 60
            found.append(self._bucket(chat_id, rate, self.per_group_per_minute, now))
        if not group and self.per_chat_per_second and chat_id is not None:
            size = max(self.chat_burst, 1)
            found.append(self._bucket(chat_id, self.per_chat_per_second, size, now))
        return found

    def _bucket(self, key: object, rate: float, size: float, now: float) -> _Bucket:
        key = str(key)
        if key not in self._buckets:
            self._buckets[key] = _Bucket(rate, size, size, now)
        return self._buckets[key]


def _cost(method: str, params: Json) -> int:
    """How many messages a call makes."""
    many = params.get("media") if method == "sendMediaGroup" else params.get("message_ids")
    return max(1, len(many)) if isinstance(many, list) else 1
