"""Keeps the scheduler fed from the outbox: some thousand rows of each stream, never all of them."""

from dataclasses import dataclass
from math import inf

from bot.rules.delivery.pacing import Scheduler
from storage.delivery.outbox import Outbox
from storage.records.delivery import Priority, Stream, Waiting

PAGE = 500
CAPACITY = 2000
# One chat with a thousand rows owed must not fill the window alone.
PER_CHAT = 50
MAILINGS = {
    Priority.ALERT: Stream.ALERTS,
    Priority.DIGEST: Stream.DIGESTS,
    Priority.HOUSEKEEPING: Stream.HOUSEKEEPING,
}


@dataclass(slots=True)
class _Reading:
    """How far one stream was read: `behind`, there is more beyond `cursor`; else up to the tail."""

    rows: int = 0
    cursor: int = 0
    behind: bool = True


class Window:
    """Rows of a chat are taken in by their ids, so their order is that of the outbox."""

    def __init__(self, scheduler: Scheduler, *, rescan_s: float = 30.0) -> None:
        self._scheduler, self._rescan_s = scheduler, rescan_s
        self._streams = {stream: _Reading() for stream in Stream}
        self._known: dict[int, Stream] = {}
        self._passed_over: set[tuple[int, Stream]] = set()
        self._tail = 0
        self._news = True
        self._scanned_at, self._due_at = -inf, 0.0
        self._utc_ahead = 0.0

    def wake(self) -> None:
        """Something was owed."""
        self._news = True

    def rescan(self) -> None:
        """Read every stream from its beginning when next filled."""
        self._scanned_at = -inf

    def gone(self, row: Waiting) -> None:
        """The row is settled, or no longer the scheduler's."""
        stream = self._known.pop(row.id, None)
        if stream is not None:
            self._streams[stream].rows -= 1

    def hungry(self, now: float) -> bool:
        """Tell whether `fill` has something to read."""
        return self._news or self._starved(now)

    def only_news(self, now: float) -> bool:
        """Tell whether `fill` reads nothing but the newest rows, which are few as a rule."""
        return self._news and not self._starved(now)

    def _starved(self, now: float) -> bool:
        if now >= self.rescan_at():
            return True
        return any(one.behind and one.rows < CAPACITY // 2 for one in self._streams.values())

    def rescan_at(self) -> float:
        """Return when the streams are next read from their beginning."""
        every = min(2.0, self._rescan_s) if self._passed_over else self._rescan_s
        at = self._scanned_at + every
        return min(at, self._due_at) if self._due_at else at

    async def fill(self, outbox: Outbox, utc: int, now: float) -> None:
        """Take in what is due; `now` is the steady clock of the scheduler, `utc` the outbox's."""
        self._utc_ahead = utc - now
        news, self._news = self._news, False  # what is owed while we read wakes us once more
        if now >= self.rescan_at():
            await self._begin_again(outbox, utc, now)
        elif news:
            await self._read_tail(outbox, utc, now)
        for stream, reading in self._streams.items():
            if reading.behind and reading.rows < CAPACITY // 2:
                await self._read(stream, reading, outbox, utc, now)

    async def _begin_again(self, outbox: Outbox, utc: int, now: float) -> None:
        self._scanned_at = now
        self._passed_over.clear()
        self._tail = await outbox.newest_id()
        due = await outbox.next_due(utc)
        self._due_at = now + max(0.05, due - utc) if due is not None else 0.0
        for reading in self._streams.values():
            reading.cursor, reading.behind = 0, True

    async def _read_tail(self, outbox: Outbox, utc: int, now: float) -> None:
        rows = await outbox.newer(self._tail, utc, PAGE)
        if len(rows) == PAGE:
            for reading in self._streams.values():
                if not reading.behind:
                    reading.cursor, reading.behind = self._tail, True
            self._tail = await outbox.newest_id()
            return
        due = await outbox.next_due(utc)
        if due is not None:  # what fell due since the last look is still to be looked for
            at = now + max(0.05, due - utc)
            self._due_at = min(at, self._due_at) if self._due_at else at
        for row in rows:
            reading = self._streams[stream_of(row)]
            if not reading.behind and not self._admit(row, stream_of(row), reading, now):
                reading.cursor, reading.behind = row.id - 1, True
            self._tail = row.id

    async def _read(
        self, stream: Stream, reading: _Reading, outbox: Outbox, utc: int, now: float
    ) -> None:
        while reading.behind:
            rows = await outbox.waiting(stream, reading.cursor, utc, PAGE)
            for row in rows:
                if not self._admit(row, stream, reading, now):
                    return
                reading.cursor = row.id
            reading.behind = len(rows) == PAGE

    def _admit(self, row: Waiting, stream: Stream, reading: _Reading, now: float) -> bool:
        """Take a row in; False: there is no room for it yet."""
        if row.id in self._known:
            return True
        if reading.rows >= CAPACITY:
            return False
        chat = (row.chat_id, stream)
        full = row.chat_id and self._scheduler.rows_of(row.chat_id, row.priority) >= PER_CHAT
        if full or chat in self._passed_over:
            self._passed_over.add(chat)
            return True
        self._known[row.id] = stream
        reading.rows += 1
        self._scheduler.add(row, now, ready_at=row.due_at - self._utc_ahead)
        return True


def stream_of(row: Waiting) -> Stream:
    """Return the stream in which a row is read."""
    if row.priority > Priority.CASE:
        return MAILINGS[Priority(row.priority)]
    alone = row.chat_id == 0 and row.priority == Priority.REPLY
    return Stream.ANSWERS if alone else Stream.TALK
