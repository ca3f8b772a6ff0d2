"""Telegram's three limits as plain arithmetic on seconds: global, per private chat, per group."""

from collections import deque
from dataclasses import dataclass, field
from functools import cache

# Telegram counts what makes or changes a message; answers to buttons and deletions are free.
COUNTED = ("send", "copy", "forward", "edit", "createForumTopic")
FREE = frozenset(("sendChatAction",))


@dataclass(frozen=True, slots=True)
class Limits:
    """What is allowed, and how much of it is kept back.

    `bucket` is half of the server's burst: with 85 % of it a loaded machine ran into 429.
    `reserve` and `group_reserve` are kept for conversation: mailings and housekeeping leave them.
    `margin_s` is added to each interval, since requests do not all travel equally fast.
    """

    per_second: float = 30.0
    bucket: float = 15.0
    chat_interval_s: float = 1.0
    group_per_minute: int = 20
    minute_s: float = 60.0
    reserve: float = 2.0
    group_reserve: int = 4
    margin_s: float = 0.03


@cache
def counted(method: str) -> bool:
    """Tell whether Telegram's limits count a call of this method."""
    return method.startswith(COUNTED) and method not in FREE


@dataclass(slots=True)
class Bucket:
    """The global limit: tokens flow in at a rate, up to a size. Starts almost empty."""

    rate: float
    size: float
    level: float = 1.0
    at: float = 0.0

    def flow(self, now: float) -> float:
        """Return the level now."""
        if now > self.at:
            self.level = min(self.size, self.level + (now - self.at) * self.rate)
            self.at = now
        return self.level

    def wait(self, now: float, need: float) -> float:
        """Return the seconds until `need` tokens are there; 0 when they are."""
        lacking = min(need, self.size) - self.flow(now)
        return max(0.0, lacking / self.rate) if lacking > 1e-9 else 0.0

    def take(self, now: float, cost: float) -> None:
        """Spend; the level may fall below nothing, which is made good before the next."""
        self.level = self.flow(now) - cost

    def flooded(self, until: float) -> None:
        """The server said we were too fast: nothing flows until then, and bursts are halved."""
        self.size = max(1.0, self.size / 2)
        self.level, self.at = 0.0, until


@dataclass(slots=True)
class ChatPace:
    """When one chat may be written to: an interval in private, a minute's window in a group."""

    group: bool
    limits: Limits
    free_at: float = 0.0
    paused_until: float = 0.0
    recent: deque[float] = field(default_factory=deque)

    def ready_at(self, messages: int, *, counts: bool, talk: bool) -> float:
        """Return from when on a call that makes so many messages may go."""
        if not counts:
            return self.paused_until
        if not self.group:
            return max(self.paused_until, self.free_at)
        room = self.limits.group_per_minute - (0 if talk else self.limits.group_reserve)
        over = len(self.recent) + min(messages, room) - room
        window = self.limits.minute_s + self.limits.margin_s
        return max(self.paused_until, self.recent[over - 1] + window if over > 0 else 0.0)

    def sending(self, now: float, messages: int) -> None:
        """A counted call leaves now."""
        self.free_at = now + self.limits.chat_interval_s + self.limits.margin_s
        if self.group:
            self.forget(now)
            self.recent.extend([now] * messages)

    def left(self, now: float, messages: int) -> None:
        """It truly leaves now: what `sending` noted was a little early."""
        self.free_at = now + self.limits.chat_interval_s + self.limits.margin_s
        if self.group:
            for index in range(1, min(messages, len(self.recent)) + 1):
                self.recent[-index] = now

    def answered(self, now: float) -> None:
        """Its answer came now: a request that travelled long may have arrived late."""
        self.free_at = max(self.free_at, now + 0.9 * self.limits.chat_interval_s)

    def forget(self, now: float) -> None:
        """Drop what is older than the window."""
        window = self.limits.minute_s + self.limits.margin_s
        while self.recent and self.recent[0] <= now - window:
            self.recent.popleft()

    def idle_at(self) -> float:
        """Return from when on nothing need be remembered of this chat."""
        window = self.limits.minute_s + self.limits.margin_s
        last = self.recent[-1] + window if self.recent else 0.0
        return max(self.paused_until, self.free_at, last)
