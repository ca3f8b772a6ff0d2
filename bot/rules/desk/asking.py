"""Decides which screen a question being written needs next, and where a message belongs."""

from collections.abc import Sequence
from typing import Literal

from bot.rules.desk.case_states import OPEN, may_go_on
from storage.records.consultation import Case, Draft

Step = Literal["which", "district", "category", "write", "preview"]
# A burst of messages (an album, a thought in five lines) is answered by one screen.
SCREEN_EVERY_S = 3
EMERGENCY_EVERY_S = 3600


def next_step(draft: Draft, candidates: Sequence[Case]) -> Step:
    """What is missing, in the order of the screens; `candidates` are cases she might mean."""
    if draft.undecided and candidates:
        return "which"
    if draft.district is None:
        return "district"
    if draft.category is None:
        return "category"
    return "preview" if draft.messages else "write"


def belongs_to(cases: Sequence[Case], now: int) -> Case | None:
    """The case that a plain message joins without asking: the only one she may mean, if open."""
    candidates = [case for case in cases if may_go_on(case, now)]
    if len(candidates) == 1 and candidates[0].state in OPEN:
        return candidates[0]
    return None


def wants_screen(draft: Draft, now: int) -> bool:
    """Whether a message that joined the draft is answered by a screen of its own."""
    return draft.screen_at is None or now - draft.screen_at >= SCREEN_EVERY_S


def wants_emergency(shown_at: int | None, now: int) -> bool:
    """Whether the emergency block is shown (again): at most once an hour."""
    return shown_at is None or now - shown_at >= EMERGENCY_EVERY_S
