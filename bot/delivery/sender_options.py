"""How fast the sender may be, and how much it does at once."""

from dataclasses import dataclass, field
from math import ceil

from bot.rules.delivery.limits import Limits

IN_FLIGHT = 100
# What was mailed is written down together with what will be, at least this often; rows are marked
# for as long ahead. At 30/s that is three rows, at 1,000/s fifty.
LEAST_BATCH_S, MOST_BATCH_S = 0.05, 0.1
# What falls due together after a rest; at high rates a moment's rows are more than that anyway.
MOST_BURST = 15
# How long before a row may leave it is marked, so that it leaves when it may.
LEAD_S = 0.03
# Beyond so many a second, rows leave in handfuls: a wake for each costs more than sending it.
FAST_RATE, GRAIN_S = 100.0, 0.005


@dataclass(frozen=True, slots=True)
class SenderOptions:
    """`rescan_s`: how often the outbox is read from its beginning (a net under late commits).

    `paid`: mailings carry `allow_paid_broadcast`, which costs Stars beyond 30 a second.
    """

    limits: Limits = field(default_factory=Limits)
    in_flight: int = IN_FLIGHT
    rescan_s: float = 30.0
    paid: bool = False

    @property
    def batch_s(self) -> float:
        """Return for how many seconds rows are marked ahead, and mailed ones wait to be settled."""
        return min(MOST_BATCH_S, max(LEAST_BATCH_S, 3 / self.limits.per_second))

    @property
    def ahead(self) -> int:
        """Return how many rows may be marked that have not left: a moment's, or a burst's.

        While the rate binds there is no burst to be had, and pacing foretells the moment's only.
        """
        return ceil(self.limits.per_second * self.batch_s + min(self.limits.bucket, MOST_BURST))

    @property
    def grain_s(self) -> float:
        """Return the shortest rest between departures of mailings."""
        return GRAIN_S if self.limits.per_second > FAST_RATE else 0.0
