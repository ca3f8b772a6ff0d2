"""Waits as long as something moves: who is slow is waited for, who stands still is given up."""

from __future__ import annotations

import time

# No promise hangs on these: they turn a hang into a failure that says where it hangs.
STILL_S, LONGEST_S = 30.0, 600.0


class Patience:
    """Shown again and again how things stand, it ends the wait when they no longer move."""

    def __init__(self, still_s: float = STILL_S) -> None:
        self._still_s, self._last = still_s, object()
        self._moved_at = self._begun_at = time.monotonic()

    def look(self, stands: object) -> None:
        """Raise AssertionError if it has stood like that for too long."""
        now = time.monotonic()
        if stands != self._last:
            self._last, self._moved_at = stands, now
        still, begun = now - self._moved_at, now - self._begun_at
        assert still < self._still_s, f"nothing moved for {still:.0f} s: {stands}"
        assert begun < LONGEST_S, f"no end after {begun:.0f} s: {stands}"
