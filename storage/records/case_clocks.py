"""Shape of what is counted for a case: working time allowed, used up, and the next step."""

from dataclasses import dataclass

ANSWER, SOLUTION = "answer", "solution"


@dataclass(frozen=True, slots=True)
class Clock:
    """One target of one case. Durations are seconds of working time, moments UTC seconds.

    `kind` is ANSWER or SOLUTION. `running_since` None: it rests, or was met. `said` is the highest
    step said in this `round`, in per cent of `allowed_s`; `next_at` is when the next one is due.
    `promised_at` is what the citizen was told last: `due_at`, or a later date once that had passed.
    """

    case_id: int
    kind: str
    round: int
    allowed_s: int
    spent_s: int
    running_since: int | None
    due_at: int
    promised_at: int
    said: int
    next_at: int | None
    met_at: int | None
