"""Decides which owed call goes next: people first, in order within a chat, within all limits.

Pure: knows no clock. All times are seconds of one steady clock that the caller reads.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import chain

from bot.rules.delivery.limits import Bucket, ChatPace, Limits, counted
from storage.records.delivery import Priority, Waiting

# Replies and case messages of a chat are one conversation; each mailing is a lane of its own.
TALK = Priority.CASE


@dataclass(slots=True)
class _Row:
    waiting: Waiting
    ready_at: float


@dataclass(slots=True)
class _Chat:
    pace: ChatPace
    busy: bool = False
    lanes: "dict[int, _Lane]" = field(default_factory=dict)


@dataclass(slots=True)
class _Lane:
    key: int | tuple[int, int]
    chat: _Chat
    talk: bool
    rows: deque[_Row] = field(default_factory=deque)
    replies: int = 0
    started: bool = False

    def urgency(self) -> int:
        """Return the priority of the most urgent row: those before it must go first anyway."""
        head = self.rows[0].waiting
        if not self.talk:
            return head.priority
        free = not counted(head.method)
        return (-1 if free else Priority.REPLY) if self.replies else head.priority

    def ready_at(self) -> float:
        """Return from when on its head may go."""
        head = self.rows[0]
        counts = counted(head.waiting.method)
        at = self.chat.pace.ready_at(head.waiting.messages, counts=counts, talk=self.talk)
        return max(at, head.ready_at)


class Scheduler:
    """One lane per chat and class of rows, two heaps: what may go now, what may go later."""

    def __init__(self, limits: Limits, now: float) -> None:
        self._limits = limits
        self._bucket = Bucket(limits.per_second, limits.bucket, min(1.0, limits.bucket), now)
        self._chats: dict[int | tuple[int, int], _Chat] = {}
        self._ready: list[tuple[int, int, int, _Lane]] = []
        self._later: list[tuple[float, int, _Lane | _Chat, int | tuple[int, int]]] = []
        self._serial = 0
        self._paused_until = 0.0
        self._flood_until, self._flooded_chat = 0.0, 0

    def add(self, row: Waiting, now: float, ready_at: float = 0.0) -> None:
        """Take in an owed row, not to go before `ready_at`. Rows of a lane stand by their ids."""
        lane = self._lane(row)
        at = len(lane.rows)
        while at and lane.rows[at - 1].waiting.id > row.id:
            at -= 1
        lane.rows.insert(max(at, lane.started), _Row(row, ready_at))
        lane.replies += row.priority == Priority.REPLY
        if lane.rows[0].waiting is row or row.priority == Priority.REPLY:
            self._place(lane, now)

    def take(self, now: float) -> Waiting | None:
        """Return the row that goes now and reserve its place, or None when nothing may."""
        self._ripen(now)
        if now < self._paused_until:
            return None
        while self._ready:
            _, row_id, _, lane = self._ready[0]
            if lane.chat.busy or not lane.rows or lane.rows[0].waiting.id != row_id:
                heappop(self._ready)
            elif lane.ready_at() > now:
                heappop(self._ready)
                self._place(lane, now)
            elif self._bucket.wait(now, self._need(lane)) > 0:
                return None
            else:
                heappop(self._ready)
                return self._start(lane, now)
        return None

    def next_at(self, now: float) -> float | None:
        """Return when `take` may have something, None when only new rows can change that."""
        times = [self._later[0][0]] if self._later else []
        if self._ready:
            times.append(now + self._bucket.wait(now, self._need(self._ready[0][-1])))
        return max(min(times), self._paused_until) if times else None

    def upcoming(self, now: float, until: float, most: int) -> list[Waiting]:
        """Foretell which rows leave until then, at most so many: `take` alone decides."""
        if self._paused_until > until:
            return []
        room = self._bucket.flow(now) + (until - now) * self._limits.per_second
        most = min(most, 1 + int(max(0.0, room - self._limits.reserve)))
        foremost: dict[int | tuple[int, int], tuple[int, int, Waiting]] = {}
        for lane in chain(self._ripe(until, 4 * most), self._foremost(2 * most)):
            if len(foremost) >= 2 * most:
                break
            if lane.rows and not lane.chat.busy and lane.ready_at() <= until:
                head = lane.rows[0].waiting
                claim = (lane.urgency(), head.id, head)
                # a chat's lanes wait for each other, and a lane may stand in a heap twice
                foremost[lane.key] = min(claim, foremost.get(lane.key, claim))
        return [head for _, _, head in sorted(foremost.values())[:most]]

    def left(self, row: Waiting, now: float) -> None:
        """The request leaves now, which may be a little after it was taken."""
        chat = self._chats[_key(row)]
        if counted(row.method):
            chat.pace.left(now, row.messages)

    def finished(self, row: Waiting, now: float) -> None:
        """The row is settled or gone; the next of its chat may follow."""
        lane = self._lane(row)
        head = lane.rows.popleft()
        lane.replies -= head.waiting.priority == Priority.REPLY
        self._release(row, lane, now)

    def again(self, row: Waiting, now: float, ready_at: float) -> None:
        """The row stays first in its lane and goes again, not before `ready_at`."""
        lane = self._lane(row)
        lane.rows[0].ready_at = ready_at
        self._release(row, lane, now)

    def drop(self, chat_id: int) -> list[Waiting]:
        """Forget what waits for a chat that moved; what is in flight there is finished first."""
        chat = self._chats.get(chat_id)
        dropped: list[Waiting] = []
        for lane in chat.lanes.values() if chat else ():
            while len(lane.rows) > lane.started:
                dropped.append(lane.rows.pop().waiting)
                lane.replies -= dropped[-1].priority == Priority.REPLY
        return dropped

    def flooded(self, row: Waiting, now: float, retry_after: float) -> None:
        """Telegram said 429: the chat rests. A second person's chat meanwhile: everything rests.

        Groups have a limit of their own, and so has each method without messages (setMyName may
        say a day): they are no evidence of a global one.
        """
        until = now + retry_after
        self._chats[_key(row)].pace.paused_until = until
        if row.chat_id < 0 or not counted(row.method):
            return
        second = now < self._flood_until and self._flooded_chat != row.chat_id
        self._flood_until = max(self._flood_until, until)
        self._flooded_chat = row.chat_id
        if second:
            self._bucket.flooded(until)
            self.pause(until)

    def pause(self, until: float) -> None:
        """Let nothing go before then."""
        self._paused_until = max(self._paused_until, until)

    def remember(self, chat_id: int, at: float) -> None:
        """A message went into this group at that time, before this scheduler began."""
        chat = self._chat(chat_id)
        chat.pace.recent.append(at)
        self._later_put(chat.pace.idle_at(), chat, chat_id)

    def resume(self, now: float, recent: int) -> None:
        """Begin where another left off: so many calls were made within the last two seconds."""
        if recent:
            self.pause(now + self._limits.chat_interval_s)
        self._bucket.level = max(self._bucket.level, self._limits.bucket - recent)

    def rows_of(self, chat_id: int, priority: int) -> int:
        """Return how many rows stand in the lane of that chat and priority."""
        chat = self._chats.get(chat_id)
        lane = chat.lanes.get(max(priority, TALK)) if chat else None
        return len(lane.rows) if lane else 0

    def _foremost(self, most: int) -> Iterator[_Lane]:
        """Yield the first lanes of `_ready`, in order, without taking them out."""
        heap = self._ready
        frontier = [(heap[0], 0)] if heap else []
        while frontier and most > 0:
            entry, index = heappop(frontier)
            yield entry[-1]
            most -= 1
            for child in range(2 * index + 1, min(2 * index + 3, len(heap))):
                heappush(frontier, (heap[child], child))

    def _ripe(self, until: float, most: int) -> Iterator[_Lane]:
        """Yield lanes of `_later` whose time comes until then."""
        heap, stack = self._later, [0]
        while stack and most > 0:
            index = stack.pop()
            if index < len(heap) and heap[index][0] <= until:
                stack += (2 * index + 2, 2 * index + 1)
                what = heap[index][2]
                if isinstance(what, _Lane):
                    most -= 1
                    yield what

    def _need(self, lane: _Lane) -> float:
        head = lane.rows[0].waiting if lane.rows else None
        if head is None or not counted(head.method):
            return 0.0
        return head.messages + (0.0 if lane.talk else self._limits.reserve)

    def _start(self, lane: _Lane, now: float) -> Waiting:
        row = lane.rows[0].waiting
        lane.chat.busy = lane.started = True
        if counted(row.method):
            self._bucket.take(now, row.messages)
            lane.chat.pace.sending(now, row.messages)
        return row

    def _release(self, row: Waiting, served: _Lane, now: float) -> None:
        chat = served.chat
        chat.busy = served.started = False
        if counted(row.method):
            chat.pace.answered(now)
        for lane in [lane for lane in chat.lanes.values() if lane.rows]:
            self._place(lane, now)
        if not any(lane.rows for lane in chat.lanes.values()):
            self._later_put(chat.pace.idle_at(), chat, _key(row))

    def _place(self, lane: _Lane, now: float) -> None:
        if lane.chat.busy:
            return  # `_release` places it
        at = lane.ready_at()
        if at <= now:
            self._serial += 1
            heappush(self._ready, (lane.urgency(), lane.rows[0].waiting.id, self._serial, lane))
        else:
            self._later_put(at, lane, lane.key)

    def _later_put(self, at: float, what: _Lane | _Chat, key: int | tuple[int, int]) -> None:
        self._serial += 1
        heappush(self._later, (at, self._serial, what, key))

    def _ripen(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            _, _, what, key = heappop(self._later)
            if isinstance(what, _Lane):
                if what.rows:
                    self._place(what, now)
            elif not what.busy and not any(lane.rows for lane in what.lanes.values()):
                if what.pace.idle_at() <= now:
                    self._chats.pop(key, None)
                else:
                    self._later_put(what.pace.idle_at(), what, key)

    def _lane(self, row: Waiting) -> _Lane:
        key = _key(row)
        chat = self._chat(key)
        name = max(row.priority, TALK)
        if name not in chat.lanes:
            chat.lanes[name] = _Lane(key, chat, talk=name == TALK)
        return chat.lanes[name]

    def _chat(self, key: int | tuple[int, int]) -> _Chat:
        if key not in self._chats:
            group = isinstance(key, int) and key < 0
            self._chats[key] = _Chat(ChatPace(group, self._limits))
        return self._chats[key]


def _key(row: Waiting) -> int | tuple[int, int]:
    # Calls that stand in no chat wait for nobody: each is a chat of its own.
    return row.chat_id or (0, row.id)
