"""Moves the clock of a case: begins it, lets it rest, goes on. Knows no time of its own."""

from dataclasses import replace

from bot.rules.desk.working_time import WorkingCalendar, after, opening, worked
from storage.records.case_clocks import Clock

# Per cent of a target: a word to who works on it, then louder; each is said once in a round.
STEPS = (50, 100, 150, 200)
TARGET, LAST = 100, 200


def begun(
    case_id: int, kind: str, turn: int, allowed_s: int, calendar: WorkingCalendar, now: int
) -> Clock:
    """A new clock that runs from `now`; `turn` is its round."""
    still = Clock(case_id, kind, turn, allowed_s, 0, None, 0, 0, 0, None, None)
    return running(still, calendar, now)


def running(clock: Clock, calendar: WorkingCalendar, now: int) -> Clock:
    """A resting clock goes on: what is due moves by the working time it rested."""
    if clock.running_since is not None or clock.met_at is not None:
        return clock
    left = clock.allowed_s - clock.spent_s
    going = replace(clock, running_since=now)
    if left > 0:
        due_at = after(calendar, now, left)
        going = replace(going, due_at=due_at, promised_at=due_at)
    return scheduled(going, calendar)


def resting(clock: Clock, calendar: WorkingCalendar, now: int) -> Clock:
    """A running clock stops; the working time it ran is used up."""
    if clock.running_since is None:
        return clock
    spent = clock.spent_s + worked(calendar, clock.running_since, now)
    return replace(clock, spent_s=spent, running_since=None, next_at=None)


def met(clock: Clock, calendar: WorkingCalendar, now: int) -> Clock:
    """The target is reached; a clock that was met once stays so."""
    if clock.met_at is not None:
        return clock
    return replace(resting(clock, calendar, now), met_at=now)


def step_reached(clock: Clock, calendar: WorkingCalendar, now: int) -> int:
    """The highest step that is reached and not said, in per cent; 0: none."""
    spent = resting(clock, calendar, now).spent_s
    reached = [step for step in STEPS if step > clock.said and at_step(clock, step) <= spent]
    return max(reached, default=0)


def told(clock: Clock, step: int, calendar: WorkingCalendar, now: int) -> Clock:
    """That step was said, and those below it need not be any more.

    When the target itself has passed, as much working time again is promised from `now` on.
    """
    if clock.said < TARGET <= step:
        clock = replace(clock, promised_at=after(calendar, now, clock.allowed_s))
    return scheduled(replace(clock, said=max(step, clock.said)), calendar)


def put_off(clock: Clock, calendar: WorkingCalendar, now: int) -> Clock:
    """Nothing is said outside of working hours: the step waits for the next opening."""
    return replace(clock, next_at=opening(calendar, now))


def scheduled(clock: Clock, calendar: WorkingCalendar) -> Clock:
    """The running clock with the moment of its next step."""
    if clock.running_since is None:
        return clock
    ahead = [step for step in STEPS if step > clock.said]
    if not ahead:
        return replace(clock, next_at=None)
    left = max(0, at_step(clock, ahead[0]) - clock.spent_s)
    return replace(clock, next_at=after(calendar, clock.running_since, left))


def at_step(clock: Clock, step: int) -> int:
    """Seconds of working time at which that step is reached."""
    return clock.allowed_s * step // 100
