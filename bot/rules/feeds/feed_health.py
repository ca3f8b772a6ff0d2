"""Says how a feed fares: when it answered last, its rhythm, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from storage.records.feeds import FeedState, ListedFeed

# fewer entries show no rhythm
_LEAST = 4
# silence is worth a word when it is longer than the longest gap so far by half, and than two days
_LONGER, _LEAST_SILENCE_S = 1.5, 2 * 86_400
OUR_NETWORK = "our_network"
_OUTAGE_SHARE, _LAST_POLLS = 0.8, 5


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """`rhythm_s` is the usual time between entries; `silent_s` is set when it is silent for longer
    than it ever was. `troubles` are reason keys, the error of the last poll first."""

    id: str
    name: str
    last_success_at: int | None
    rhythm_s: int | None
    silent_s: int | None
    troubles: tuple[str, ...]
    last_poll_at: int | None = None

    @property
    def well(self) -> bool:
        """Whether nothing is to be said of it."""
        return not self.troubles and self.silent_s is None


def health_of(feed: ListedFeed, now: int) -> FeedHealth:
    """How one feed fares."""
    state = feed.state
    errors = (state.last_error,) if state.last_error else ()
    if not errors and state.last_poll_at and not state.last_success_at:
        errors = ("never_answered",)
    return FeedHealth(
        state.id, feed.name, state.last_success_at, rhythm_of(state), _silence(state, now),
        (*errors, *state.notes), state.last_poll_at,
    )  # fmt: skip


def rhythm_of(state: FeedState) -> int | None:
    """The median time between the newest entries; None for too few."""
    gaps = _gaps(state)
    return round(median(gaps)) if gaps else None


def our_own_outage(feeds: Sequence[FeedHealth]) -> bool:
    """Whether the last polls failed for the sake of our network and not of theirs."""
    last = sorted(feeds, key=lambda feed: feed.last_poll_at or 0, reverse=True)[:_LAST_POLLS]
    out = sum(1 for feed in last if OUR_NETWORK in feed.troubles)
    return bool(last) and out >= _OUTAGE_SHARE * len(last)


def _silence(state: FeedState, now: int) -> int | None:
    gaps = _gaps(state)
    if not gaps:
        return None
    silent = now - state.arrivals[-1]
    return silent if silent > max(_LEAST_SILENCE_S, _LONGER * max(gaps)) else None


def _gaps(state: FeedState) -> list[int]:
    if len(state.arrivals) < _LEAST:
        return []
    return [after - before for before, after in pairwise(state.arrivals)]
