"""Every API call and every update in order; a token never enters it."""

from __future__ import annotations

from collections import Counter, deque

from sandbox.records import Json

UNLOGGED = ("getUpdates",)


class Transcript:
    """The last `cap` calls and updates, and counters over all of them."""

    def __init__(self, cap: int) -> None:
        self.calls: deque[Json] = deque(maxlen=cap)
        self.updates: deque[Json] = deque(maxlen=cap)
        self.errors: Counter[str] = Counter()
        self.count = 0
        self.seq = 0

    def call(
        self, at: float, method: str, params: Json, status: int, description: str | None
    ) -> Json | None:
        """Adds a call; polling for updates is only kept when it fails."""
        self.count += 1
        if status != 200:
            self.errors[str(status)] += 1
        elif method in UNLOGGED:
            return None
        self.seq += 1
        row: Json = {
            "seq": self.seq,
            "at": at,
            "method": method,
            "params": params,
            "status": status,
            "description": description,
            "result_message_id": None,
        }
        self.calls.append(row)
        return row

    def update(self, at: float, update: Json) -> None:
        self.seq += 1
        self.updates.append({"seq": self.seq, "at": at, "update": update})

    def since(self, seq: int) -> Json:
        return {
            "calls": [row for row in self.calls if row["seq"] > seq],
            "updates": [row for row in self.updates if row["seq"] > seq],
        }


def message_id_of(result: object) -> int | None:
    """The id of the (first) message in an answer, None when it holds none."""
    if isinstance(result, list) and result:
        result = result[0]
    if isinstance(result, dict):
        found = result.get("message_id")
        return found if isinstance(found, int) else None
    return None
