"""Everything that happens, in order, for whoever watches: the page and the tests."""

from __future__ import annotations

import asyncio
from collections import deque

from sandbox.records import Json


class EventLog:
    """Keeps the last `cap` events; a watcher that asks for older ones gets what is left."""

    def __init__(self, cap: int) -> None:
        self._rows: deque[Json] = deque(maxlen=cap)
        self._news: set[asyncio.Event] = set()
        self.seq = 0

    def add(self, kind: str, chat_id: int | None = None, **payload: object) -> Json:
        self.seq += 1
        row: Json = {"seq": self.seq, "kind": kind, "chat_id": chat_id, **payload}
        self._rows.append(row)
        for news in self._news:
            news.set()
        return row

    def since(self, seq: int) -> list[Json]:
        """Rows after `seq`, oldest first."""
        fresh: list[Json] = []
        for row in reversed(self._rows):
            if row["seq"] <= seq:
                break
            fresh.append(row)
        fresh.reverse()
        return fresh

    async def wait_after(self, seq: int, seconds: float) -> bool:
        """True as soon as there is an event after `seq`, False when `seconds` passed."""
        if self.seq > seq:
            return True
        news = asyncio.Event()
        self._news.add(news)
        try:
            await asyncio.wait_for(news.wait(), seconds)
        except TimeoutError:
            return False
        finally:
            self._news.discard(news)
        return True
