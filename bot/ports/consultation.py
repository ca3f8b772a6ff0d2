"""What the desk says, left to a view: each method renders one Call and decides nothing."""

from collections.abc import Sequence
from typing import Any, Protocol

from bot.ports.staff_view import StaffView
from storage.records.consultation import Case, CaseMessage, Hands, Office, Post, StaffMember
from storage.records.delivery import Call
from storage.stores import Stores


class CaseView(StaffView, Protocol):
    """Words and calls of the desk; implemented by handlers/desk/case_view.py."""

    def title(self, case: Case, office: Office) -> str:
        """The thread's name; a sensitive case does not show its category."""

    def card(self, case: Case, office: Office, hands: Hands) -> Call:
        """The case's card for the staff. Effect: case_posted."""

    def card_changed(self, case: Case, office: Office, hands: Hands, card: Post) -> Call:
        """The same card as the case stands now."""

    def to_staff(
        self, case: Case, chat_id: int, messages: Sequence[CaseMessage], due_at: int, tick: bool
    ) -> Call:
        """The citizen's message, or the parts of one album, copied. Effect: case_copied."""

    def to_citizen(
        self, case: Case, messages: Sequence[CaseMessage], reply_to: int | None, due_at: int
    ) -> Call:
        """The staff's answer copied; of a covered case only that there is one.

        Effect: case_answered.
        """

    def history(self, case: Case, chat_id: int, post: Post) -> Call:
        """An answer given earlier, copied from the citizen's chat for a new place."""

    def again(self, case: Case, chat_id: int, message: CaseMessage, effect: str) -> Call | None:
        """The message said anew from what is kept of it; None: nothing of it can be said."""

    def changed_for_staff(
        self, case: Case, office: Office, message: CaseMessage, copy: Post | None
    ) -> list[Call]:
        """The citizen's new version, below a line that says so."""

    def changed_for_citizen(self, case: Case, message: CaseMessage, copy: Post) -> Call:
        """The staff's new words in place of the old."""

    def tick(self, case: Case, message: CaseMessage) -> Call:
        """The mark on its author's message: it has arrived. Effect: case_ticked for staff."""

    def tick_in_words(self, case: Case, office: Office, chat_id: int, message_id: int) -> Call:
        """The same in words, where reactions are not allowed."""

    def staff_told(
        self,
        case: Case,
        office: Office,
        key: str,
        *,
        reply_to: int | None = None,
        **params: Any,
    ) -> Call:
        """A line of ours for the staff. Effect: case_posted."""

    def citizen_told(self, case: Case, key: str, **params: Any) -> Call:
        """A notice for the citizen; it never names the category of the case."""

    def team_called(self, case: Case, office: Office, team: Sequence[StaffMember]) -> Call:
        """A line that names who is asked to answer a sensitive case."""

    def removed(self, chat_id: int, message_ids: Sequence[int]) -> list[Call]:
        """Messages of a chat taken away from both sides' phones."""

    def asked_if_helped(self, case: Case) -> Call:
        """Two weeks after the closing: did it help?"""

    def revealed(self, case: Case, messages: Sequence[CaseMessage]) -> Call:
        """An answer that waited behind a button, copied. Effect: case_revealed."""

    def renamed(self, case: Case, office: Office) -> Call | None:
        """The thread's name as the case stands now; None where it has no thread."""

    def emergency(self, chat_id: int, language: str, case_id: int = 0) -> Call:
        """The numbers to call when life is in danger; buttons ask who may read this chat.

        `case_id` 0: she is still writing her question.
        """

    def told(self, chat_id: int, language: str, key: str, office_id: str = "") -> Call:
        """A line for any chat, with the office's name in its language."""

    async def admins_told(
        self, stores: Stores, key: str, office_id: str, **params: Any
    ) -> list[Call]:
        """A line for each administrator, in her language."""
