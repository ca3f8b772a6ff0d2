"""A Bot API server for measuring senders: Telegram's limits, slow answers, an exact log.

Runs as a process of its own (`python -m benchmarks.limited_telegram LIMITS_JSON`), so that its work
is not counted with the sender's. Prints its port, serves until standard input closes, then prints
one JSON object: what was accepted when, and how many calls were refused.
"""

import asyncio
import json
import random
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Limits:
    """Calls a second in all and their burst, per private chat, per group a minute; seconds."""

    per_second: float = 30
    burst: float = 30
    chat_per_second: float = 1
    group_per_minute: float = 20
    latency: float = 0.050
    jitter: float = 0.040
    seed: int = 7


@dataclass(slots=True)
class Bucket:
    """A token bucket; refuses without a penalty."""

    capacity: float
    refill: float
    tokens: float = field(init=False)
    at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.tokens = self.capacity

    def wait(self) -> float:
        """Return 0 when a call fits now, else the seconds until one would."""
        now = time.monotonic()
        self.tokens = min(self.capacity, self.tokens + (now - self.at) * self.refill)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.refill


class LimitedTelegram:
    """Answers every method like a sent message, refuses what is over a limit with 429."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.random = limits, random.Random(limits.seed)
        self.everyone = Bucket(limits.burst, limits.per_second)
        self.chats: dict[int, Bucket] = {}
        self.accepted: list[tuple[float, int, str]] = []
        self.refused = 0
        self.last_id = 0

    async def answer(self, request: web.Request) -> web.Response:
        """Serve one call."""
        method = request.match_info["method"]
        params = await _params(request)
        if method == "getMe":
            return _ok({"id": 42, "is_bot": True, "first_name": "b", "username": "bench_bot"})
        chat_id = int(params.get("chat_id", 0))
        arrived = time.monotonic()
        wait = self._wait(chat_id)
        await asyncio.sleep(self.limits.latency + self.random.uniform(-1, 1) * self.limits.jitter)
        if wait > 0:
            return self._refuse(wait)
        self.accepted.append((arrived, chat_id, str(params.get("text", ""))[:40]))
        if method.startswith("answer"):
            return _ok(True)
        self.last_id += 1
        chat = {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup", "title": "t"}
        text = params.get("text", "")
        return _ok({"message_id": self.last_id, "date": 1, "chat": chat, "text": text})

    def _wait(self, chat_id: int) -> float:
        """Take a token of each bucket the call falls under, or return the seconds to wait."""
        buckets = [self.everyone]
        if chat_id:
            limits = self.limits
            fresh = (
                Bucket(1, limits.chat_per_second)
                if chat_id > 0
                else Bucket(limits.group_per_minute, limits.group_per_minute / 60)
            )
            buckets.append(self.chats.setdefault(chat_id, fresh))
        wait = max(bucket.wait() for bucket in buckets)
        if wait == 0:
            for bucket in buckets:
                bucket.tokens -= 1
        return wait

    def _refuse(self, seconds: float) -> web.Response:
        self.refused += 1
        after = max(1, round(seconds + 0.5))
        body = {
            "ok": False,
            "error_code": 429,
            "description": f"Too Many Requests: retry after {after}",
            "parameters": {"retry_after": after},
        }
        return web.json_response(body, status=429, headers={"Retry-After": str(after)})


def _ok(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


async def _params(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(json.loads(await request.read() or b"{}"))
    return dict((await request.post()).items())


async def _serve(limits: Limits) -> None:
    server = LimitedTelegram(limits)
    app = web.Application(client_max_size=1 << 20)
    app.router.add_route("*", "/bot{token}/{method}", server.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await runner.cleanup()
    print(json.dumps({"accepted": server.accepted, "refused": server.refused}))


if __name__ == "__main__":
    given = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}
    asyncio.run(_serve(Limits(**(asdict(Limits()) | given))))
