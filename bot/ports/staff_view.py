"""What is said to the staff beside cards and copies, left to a view that decides nothing."""

from collections.abc import Sequence
from typing import Any, Protocol

from storage.records.consultation import Case, Office
from storage.records.delivery import Call
from storage.records.staff_desk import Due, Note, Place


class StaffView(Protocol):
    """Words and calls of transfers, waiting and lists; see handlers/desk/staff/staff_view.py."""

    def asked(self, case: Case, office: Office, key: str, purpose: str, **params: Any) -> Call:
        """A line in the case's thread to which a reply is awaited. Effect: case_posted."""

    def left(self, case: Case, office: Office, place: Place, to: str) -> Call:
        """The line where the case was: where it went; a reply to it is the reason."""

    def left_card(self, case: Case, office: Office, message_id: int, to: str) -> Call:
        """The card where the case was: nothing is to be done there but to take it back."""

    def commands(self, chat_id: int) -> list[Call]:
        """Show the staff's commands in the menu of a chat that was bound."""

    def thread_closed(self, place: Place, due_at: int) -> Call:
        """Close a thread that a case has left."""

    def thread_reopened(self, place: Place) -> Call:
        """Open it again: the case is back."""

    def note(self, case: Case, office: Office, note: Note) -> list[Call]:
        """What a colleague noted, shown where the case stands now. Effect: case_posted."""

    def earlier_answer(self, case: Case, office: Office, html: str) -> list[Call]:
        """An answer in words that was given elsewhere. Effect: case_posted."""

    def moved_citizen(self, case: Case, due_at: int) -> Call:
        """Tell the citizen who answers now and by when."""

    def forwarded_citizen(self, case: Case) -> Call:
        """Tell the citizen which body has it and since when."""

    def morning(self, office: Office, due: Sequence[Due], now: int) -> Call:
        """The list of what is due today."""

    def category_moved(self, office: Office, category: str, to: str) -> Call:
        """Tell an office's chat, without a sound, who answers a category from now on."""
