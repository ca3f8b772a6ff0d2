"""What is said of cases that take too long, left to a view; each method renders one Call."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from storage.records.case_clocks import Clock
from storage.records.consultation import Case, Office, Post, StaffMember
from storage.records.delivery import Call


@dataclass(frozen=True, slots=True)
class Late:
    """A step that a case has reached; `clock` is as it stood before, `step` in per cent.

    `promised_at` is the date the citizen is told from now on; `person` who works on the case or is
    on duty; `card` its card in the staff chat.
    """

    case: Case
    clock: Clock
    step: int
    promised_at: int
    zone: str
    person: StaffMember | None
    card: Post | None


class EscalationView(Protocol):
    """Words for those who can help, and for who waits; see handlers/desk/staff/late_cases.py."""

    def staff(self, office: Office, late: Sequence[Late], watchers: Sequence[StaffMember]) -> Call:
        """One message for the staff chat: each case, who works on it; coordinators are named."""

    def watcher(self, chat_id: int, language: str, late: Sequence[Late]) -> Call:
        """One message for a coordinator or an administrator in her own chat."""

    def citizen(self, chat_id: int, language: str, late: Sequence[Late]) -> Call:
        """One message for the citizen: that we are late, and the new date."""
