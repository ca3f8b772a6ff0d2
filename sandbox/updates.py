"""The bot's queue of updates: numbering, allowed kinds, long polling, confirmation by offset."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Any

from sandbox.errors import ApiError, conflict
from sandbox.records import Json

NOT_BY_DEFAULT = ("chat_member", "message_reaction", "message_reaction_count")
MOST_WAITING = 100_000  # so that a bot that never asks cannot fill the memory


class UpdateQueue:
    """Updates wait `keep_seconds` for the bot; reading with an offset confirms older ones."""

    def __init__(
        self, clock: Callable[[], float], keep_seconds: float, record: Callable[[Json], None]
    ) -> None:
        self._clock = clock
        self._keep = keep_seconds
        self._record = record
        self._rows: deque[tuple[float, Json]] = deque(maxlen=MOST_WAITING)
        self._again: deque[Json] = deque()
        self._history: deque[Json] = deque(maxlen=1000)
        self._news = asyncio.Event()
        self.bell = asyncio.Event()
        self._poll: asyncio.Future[ApiError] | None = None
        self.allowed: tuple[str, ...] = ()
        self.next_id = 500_000_001

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def allow(self, kinds: list[str]) -> None:
        """An empty list means Telegram's default set."""
        self.allowed = tuple(kinds)

    def push(self, fields: Json) -> int | None:
        """Queues an update if the bot asked for its kind; answers its id."""
        if not any(self.wants(kind) for kind in fields):
            return None
        update = {"update_id": self.next_id, **fields}
        self.next_id += 1
        self._rows.append((self._clock(), update))
        self._history.append(update)
        self._tell(update)
        return int(update["update_id"])

    def redeliver(self, update_id: int) -> bool:
        """Delivers a past update once more, whatever offset the bot asks for."""
        for update in self._history:
            if update["update_id"] == update_id:
                self._again.append(update)
                self._tell(update)
                return True
        return False

    def _tell(self, update: Json) -> None:
        self._record(update)
        self._news.set()
        self.bell.set()

    def pending(self) -> int:
        self._forget_old()
        return len(self._rows)

    def clear(self) -> None:
        self._rows.clear()

    def head(self) -> Json | None:
        """The oldest unconfirmed update, left in place."""
        self._forget_old()
        if self._again:
            return self._again[0]
        return self._rows[0][1] if self._rows else None

    def confirm_head(self, update: Json) -> None:
        if self._again and self._again[0] is update:
            self._again.popleft()
        elif self._rows and self._rows[0][1] is update:
            self._rows.popleft()

    async def rung(self) -> None:
        """Returns when something was queued, or somebody rang `bell`, since the last time."""
        await self.bell.wait()
        self.bell.clear()

    def _forget_old(self) -> None:
        line = self._clock() - self._keep
        while self._rows and self._rows[0][0] < line:
            self._rows.popleft()

    def interrupt(self, error: ApiError) -> None:
        """Ends the long poll that is waiting, with this refusal."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(error)

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """What getUpdates answers; a second poller ends the first with 409."""
        self.interrupt(
            conflict(
                "terminated by other getUpdates request; "
                "make sure that only one bot instance is running"
            )
        )
        self._confirm(offset)
        if self._rows or self._again or seconds <= 0:
            return self._page(limit)
        mine: asyncio.Future[ApiError] = asyncio.get_running_loop().create_future()
        self._poll = mine
        try:
            await self._until_news(mine, seconds)
        finally:
            if self._poll is mine:
                self._poll = None
        if mine.done():
            raise mine.result()
        return self._page(limit)

    async def _until_news(self, interruption: asyncio.Future[ApiError], seconds: float) -> None:
        self._news.clear()
        news = asyncio.ensure_future(self._news.wait())
        try:
            both: set[asyncio.Future[Any]] = {news, interruption}
            await asyncio.wait(both, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()

    def _confirm(self, offset: int) -> None:
        self._forget_old()
        if offset < 0:
            while len(self._rows) > -offset:
                self._rows.popleft()
            return
        while self._rows and self._rows[0][1]["update_id"] < offset:
            self._rows.popleft()

    def _page(self, limit: int) -> list[Json]:
        self._forget_old()
        again = [self._again.popleft() for _ in range(min(limit, len(self._again)))]
        return again + [update for _, update in islice(self._rows, limit - len(again))]
