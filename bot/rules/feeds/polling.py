"""Decides when a feed is asked again: to its own rhythm, politely, and never given up for good."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from itertools import pairwise
from statistics import median

from storage.records.feeds import FeedState, Outcome

SHORTEST_S = 15 * 60
LONGEST_S = 6 * 3600
WISH_LONGEST_S = 24 * 3600
BACK_OFF_S = 5 * 60
BACK_OFF_LONGEST_S = 12 * 3600
UNKNOWN_RHYTHM_S = 3600
ARRIVALS_KEPT = 20
# more than this share failing at once is our own network, not theirs
OUTAGE_SHARE = 0.8
_OUTAGE_LEAST = 5
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.I)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the server asked for, in seconds: `retry_after`, `max_age`, `<ttl>`."""

    retry_after_s: int | None = None
    max_age_s: int | None = None
    ttl_s: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """When to ask next (UTC unix seconds), the interval chosen, and failures in a row."""

    next_poll_at: int
    interval_s: int
    failures: int


def next_poll(
    state: FeedState,
    arrivals: Sequence[int],
    outcome: Outcome,
    wishes: Wishes,
    now: int,
    dice: float,
) -> Plan:
    """What follows a poll that ended at `now`, of a feed whose entries arrived at `arrivals`.

    `dice` is in [0, 1): waits vary by ±10 % (±20 % after errors), and over the whole interval for
    feeds that come together at a start or after a standstill, so that they spread over time.
    A wish of the server is never undercut.
    """
    if outcome.good:
        wish = max(_wish(wishes.max_age_s), _wish(wishes.ttl_s))
        interval = max(rhythm(arrivals, now), wish)
        share = 0.1 + dice if _in_a_crowd(state, now) else 0.9 + 0.2 * dice
        return Plan(now + max(round(interval * share), wish), interval, 0)
    failures = state.failures + 1
    wait = max(
        back_off(failures, dice, gone=outcome is Outcome.GONE), float(_wish(wishes.retry_after_s))
    )
    return Plan(now + round(wait), state.interval_s, failures)


def _in_a_crowd(state: FeedState, now: int) -> bool:
    """Whether a poll was the first, or so late that those of the others were late with it."""
    return not state.first_poll_done or now - state.next_poll_at > state.interval_s


def rhythm(arrivals: Sequence[int], now: int) -> int:
    """Half of the usual time between two entries (`arrivals` ascend), longer when the feed has
    fallen silent: from 15 minutes to 6 hours, one hour while the rhythm is unknown."""
    times = arrivals[-ARRIVALS_KEPT:]
    if len(times) < 3:
        return UNKNOWN_RHYTHM_S
    usual = usual_gap(times)
    silence = max(0, now - times[-1])
    return round(min(LONGEST_S, max(SHORTEST_S, usual / 2, silence / 8)))


def usual_gap(times: Sequence[int]) -> float:
    """The median time between neighbours in seconds; `times` ascend and are at least two."""
    return median(later - earlier for earlier, later in pairwise(times))


def back_off(failures: int, dice: float, *, gone: bool = False) -> float:
    """Seconds to wait after the n-th failure in a row: 5 min · 2ⁿ⁻¹, at most 12 h, ±20 %."""
    doublings = 12 if gone else min(failures - 1, 12)
    return min(BACK_OFF_S * 2.0**doublings, BACK_OFF_LONGEST_S) * (0.8 + 0.4 * dice)


def arrivals_after(state: FeedState, times: Sequence[int]) -> tuple[int, ...]:
    """The newest twenty of the times known and the new ones, ascending."""
    if not times:
        return state.arrivals
    return tuple(sorted({*state.arrivals, *times})[-ARRIVALS_KEPT:])


def read_retry_after(header: str | None, now: int) -> int | None:
    """Seconds to wait as `Retry-After` says, as seconds or as a date; None if it says none."""
    if not header:
        return None
    digits = header.strip()
    if digits.isascii() and digits.isdigit():
        return int(digits[:9])
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0, int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()) - now)


def read_max_age(header: str | None) -> int | None:
    """The seconds of `max-age` in a `Cache-Control` header."""
    found = _MAX_AGE.search(header or "")
    return int(found[1]) if found else None


def is_our_outage(failed: Sequence[bool]) -> bool:
    """Whether so many of the hosts asked failed that the fault must be our own network."""
    return len(failed) >= _OUTAGE_LEAST and sum(failed) > OUTAGE_SHARE * len(failed)


def forgive(before: FeedState, after: FeedState, now: int, dice: float) -> FeedState:
    """A failure during our own outage is not held against the feed: asked again in some minutes."""
    wait = round(back_off(1, dice))
    return replace(
        after, failures=before.failures, last_error="our_network", next_poll_at=now + wait
    )


def _wish(seconds: int | None) -> int:
    return min(seconds or 0, WISH_LONGEST_S)
