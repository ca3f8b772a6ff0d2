"""Tells a trouble of one row from one of all rows, and lets the sending rest for those."""

import logging
from dataclasses import replace

from bot.rules.delivery.outcomes import FLOOD, Kind, Verdict
from bot.rules.delivery.pacing import Scheduler
from bot.rules.delivery.patience import back_off_s
from storage.records.delivery import Answer, Waiting

log = logging.getLogger(__name__)
# So many server errors in a row, and it is not the message: all sending rests.
OUTAGE = 5


class Troubles:
    """What went wrong lately, whoever it was sent to."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self._count, self._until = 0, 0.0

    def over(self) -> None:
        """Something was sent."""
        self._count = 0

    def weigh(self, row: Waiting, judged: Verdict, answer: Answer, now: float) -> Verdict:
        """Return the verdict, turned into "everywhere" when it is not the row's fault."""
        if judged == FLOOD:
            self._scheduler.flooded(row, now, float(answer.retry_after or 1))
        elif judged.everywhere or judged.reason in ("server_error", "unknown"):
            return self._shared(judged, answer, now)
        else:
            self._count = 0
        return judged

    def _shared(self, judged: Verdict, answer: Answer, now: float) -> Verdict:
        if now >= self._until:
            self._count += 1
        if judged.everywhere or self._count >= OUTAGE:
            rest = back_off_s(self._count, most=60.0)
            self._until = now + rest
            self._scheduler.pause(now + rest)
            log.warning("sending rests %d s: %s %s", rest, judged.reason, answer.description)
        if self._count >= OUTAGE and judged.kind in (Kind.RETRY, Kind.UNKNOWN):
            return replace(judged, everywhere=True)
        return judged
