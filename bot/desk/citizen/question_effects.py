"""Keeps where the screen of a question stands: the one above it is removed, it says too little."""

from collections.abc import Mapping, Sequence

from bot.ports.consultation import CaseView
from bot.ports.delivery import Effect
from storage.records.delivery import Call, Outcome, Owed
from storage.stores import Stores


class QuestionEffects:
    """Effects of asking."""

    def __init__(self, view: CaseView) -> None:
        self._view = view

    def effects(self) -> Mapping[str, Effect]:
        """For the registry of doors."""
        return {"ask_screen": self.screen_shown}

    async def screen_shown(
        self, stores: Stores, owed: Owed, outcome: Outcome, _now: int
    ) -> Sequence[Call]:
        """A screen stands below her words: the earlier one goes."""
        draft = await stores.drafts.get(owed.chat_id)
        if draft is None or not outcome.sent or outcome.message_id is None:
            return []
        await stores.drafts.change(owed.chat_id, screen_id=outcome.message_id)
        if draft.screen_id is None:
            return []
        return self._view.removed(owed.chat_id, [draft.screen_id])
