"""Ends the binding of a staff chat once Telegram has said what the bot may do there."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.desk.office.offices import Door, Offices, Ticket, WrongCode
from bot.ports.consultation import CaseView
from bot.ports.delivery import Effect
from bot.rules.desk.desk_catalog import Knowledge
from storage.records.delivery import Call, Outcome, Owed
from storage.stores import Stores

ADMINISTRATORS = ("administrator", "creator")


class OfficeEffects:
    """Effects of binding; `choose` picks one character of a code at random."""

    def __init__(self, view: CaseView, knowledge: Knowledge, choose: Callable[[str], str]) -> None:
        self._view, self._knowledge, self._choose = view, knowledge, choose

    def effects(self) -> Mapping[str, Effect]:
        """For main.py's registry."""
        return {"office_checked": self.checked}

    async def checked(
        self, stores: Stores, owed: Owed, outcome: Outcome, now: int
    ) -> Sequence[Call]:
        """Bind if the bot may do there what the desk needs, else say what to switch on."""
        data = owed.effect_data
        door = Door(**data["door"])
        missing = lacking(door, outcome)
        if missing is not None:
            return [self._view.told(door.chat_id, door.language, missing)]
        offices = Offices(stores, self._knowledge, self._view, self._choose, now)
        ticket = Ticket(data["office_id"], data["code_hash"])
        try:
            said = await offices.bind(ticket, door)
        except WrongCode as error:
            return [self._view.told(door.chat_id, door.language, error.key)]
        key = "office.bound" if door.is_forum else "office.bound_plain"
        bound = self._view.told(door.chat_id, door.language, key, ticket.office_id)
        return [bound, *said, *self._view.commands(door.chat_id)]


def lacking(door: Door, outcome: Outcome) -> str | None:
    """The key of the sentence that says what the bot lacks in that group; None: nothing."""
    if not outcome.sent or not isinstance(outcome.result, Mapping):
        return "office.cannot_check"
    member: Mapping[str, Any] = outcome.result
    if member.get("status") not in ADMINISTRATORS:
        return "office.not_administrator"
    may = member.get("status") == "creator" or member.get("can_manage_topics")
    return "office.no_topic_rights" if door.is_forum and not may else None
