"""Records what became of the desk's calls, and says what follows: ticks, reasons, new ways."""

from collections.abc import Mapping, Sequence

from bot.desk.case_carrier import Carrier
from bot.desk.case_clock import CaseClock
from bot.desk.desk_hooks import no_codes
from bot.desk.office.offices import Offices
from bot.desk.undelivered import Undelivered
from bot.ports.consultation import CaseView
from bot.ports.delivery import Effect
from bot.rules.desk.case_states import after_answer
from bot.rules.desk.desk_catalog import Knowledge
from storage.records.consultation import Case, CaseMessage, CaseState, Post, Way
from storage.records.delivery import Call, Outcome, Owed
from storage.records.staff_desk import Prompt
from storage.stores import Stores

# Reasons of bot/rules/delivery/outcomes.py: the person cannot be written to now, but may come back.
AWAY = frozenset({"blocked", "deactivated", "never_started"})
# The staff chat is closed to the bot, for every call.
LOST = frozenset({"chat_gone", "kicked", "forbidden", "restricted", "no_rights"})


class CaseEffects:
    """Effects of the desk; `effects` gives them by the names that calls carry."""

    def __init__(self, view: CaseView, knowledge: Knowledge) -> None:
        self._view, self._knowledge = view, knowledge

    def effects(self) -> Mapping[str, Effect]:
        """For main.py's registry."""
        return {
            "case_posted": self.posted,
            "case_copied": self.copied,
            "case_answered": self.answered,
            "case_revealed": self.revealed,
            "case_ticked": self.ticked,
            "case_put_right": self.put_right,
        }

    async def posted(
        self, stores: Stores, owed: Owed, outcome: Outcome, now: int
    ) -> Sequence[Call]:
        """A card or a line of ours in the staff chat: keep where it stands."""
        if outcome.sent and outcome.message_id is not None:
            role = str(owed.effect_data["role"])
            case_id = owed.case_id or int(owed.effect_data["case"])
            post = Post(owed.chat_id, outcome.message_id, case_id, role, None)
            await stores.case_posts.record(post)
            await _await_reply(stores, owed, post)
            if "note" in owed.effect_data:
                written_in, message_id = owed.effect_data["note"]
                await stores.case_notes.shown(written_in, message_id, owed.chat_id)
            await _stand(stores, owed)
            return []
        return await self._perhaps_lost(stores, owed.chat_id, outcome, now)

    async def copied(
        self, stores: Stores, owed: Owed, outcome: Outcome, now: int
    ) -> Sequence[Call]:
        """The citizen's words reached the staff chat, or must find another way."""
        case, messages = await _of(stores, owed)
        if case is None:  # she took it back while it was on its way
            copies = outcome.message_ids or ((outcome.message_id,) if outcome.message_id else ())
            return self._view.removed(owed.chat_id, copies) if outcome.sent and copies else []
        if outcome.sent:
            await _link(stores, owed, outcome, messages)
            tick = owed.effect_data.get("tick", False)
            said = [self._view.tick(case, message) for message in messages if tick]
            newer = _newer(owed, messages)
            return said + (await self._follow(stores, case, owed, outcome, newer) if newer else [])
        messages = await _only_here(stores, owed, messages)
        if not messages:
            return await self._perhaps_lost(stores, owed.chat_id, outcome, now)
        ids = [message.id for message in messages]
        if outcome.reason in LOST:
            await stores.case_messages.go(ids, Way.WAITING)
            return await self._perhaps_lost(stores, owed.chat_id, outcome, now)
        anew = self._anew(case, owed, messages, "case_copied")
        if anew:
            return anew
        await stores.case_messages.go(ids, Way.REFUSED)
        return [self._view.citizen_told(case, "case.not_passed", number=case.id)]

    async def _follow(
        self,
        stores: Stores,
        case: Case,
        owed: Owed,
        outcome: Outcome,
        newer: Sequence[CaseMessage],
    ) -> list[Call]:
        """What she changed while its copy was on its way follows it."""
        office = await stores.offices.get(case.office_id)
        if office.chat_id not in (None, owed.chat_id):
            return []  # where the case is now it was copied later
        said: list[Call] = []
        for message in newer:
            if await stores.case_log.changed_at(message) >= outcome.left_at:
                said += await Carrier(stores, self._view, 0).changed(case, office, message)
        return said

    async def answered(
        self, stores: Stores, owed: Owed, outcome: Outcome, now: int
    ) -> Sequence[Call]:
        """The staff's answer reached the citizen: a tick; or it did not: the reason."""
        case, messages = await _of(stores, owed)
        if case is None:
            return []
        covered = bool(owed.effect_data.get("covered"))
        if outcome.sent and covered:
            await stores.case_messages.go([message.id for message in messages], Way.DELIVERED)
        elif outcome.sent:
            await _link(stores, owed, outcome, messages)
        if outcome.sent:
            return await self._arrived(stores, case, messages, now)
        reason = outcome.reason or "unknown"
        if reason in AWAY:
            return await Undelivered(stores, self._view).keep(case, messages)
        anew = [] if covered else self._anew(case, owed, messages, "case_answered")
        if anew:
            return anew
        await stores.case_messages.go([message.id for message in messages], Way.REFUSED)
        return await Undelivered(stores, self._view).told(case, messages[0], "staff.not_delivered")

    async def revealed(
        self, stores: Stores, owed: Owed, outcome: Outcome, _now: int
    ) -> Sequence[Call]:
        """A covered answer was read: from here on it can be replied to, and its edits follow."""
        case, messages = await _of(stores, owed)
        if case is None:
            return []
        if outcome.sent:
            await _link(stores, owed, outcome, messages)
            return []
        if outcome.reason in AWAY:
            return []  # it waits behind its button
        return self._anew(case, owed, messages, "case_revealed")

    async def _arrived(
        self, stores: Stores, case: Case, messages: Sequence[CaseMessage], now: int
    ) -> list[Call]:
        await stores.cases.answered(case.id, now)
        clock = CaseClock(stores, self._knowledge, now)
        await clock.answered(case.id)
        if case.state is CaseState.FORWARDED:  # the other body has the word again
            await clock.pause(case.id)
        await stores.cases.note(case.id, "answered", now, messages[0].author_id)
        said = [self._view.tick(case, message) for message in messages]
        for message in messages:
            said += await self._later_version(stores, case, message)
        state = after_answer(case.state)
        if state is not case.state:
            await stores.cases.set_state(case.id, state)
            said += await Carrier(stores, self._view, now).refresh_card(case.id)
        return said

    async def _later_version(self, stores: Stores, case: Case, message: CaseMessage) -> list[Call]:
        """An answer that was edited while it was on its way is put right at the citizen's."""
        copy = await stores.case_posts.copy_of(message.id, case.citizen_chat_id)
        if message.version == 1 or copy is None:
            return []
        return [self._view.changed_for_citizen(case, message, copy)]

    async def put_right(
        self, stores: Stores, owed: Owed, outcome: Outcome, _now: int
    ) -> Sequence[Call]:
        """What could not be changed at the citizen's any more is said to her again."""
        if outcome.sent:
            return []
        case, messages = await _of(stores, owed)
        if case is None:
            return []
        if outcome.reason in AWAY:
            return await Undelivered(stores, self._view).keep(case, messages)
        return [self._view.to_citizen(case, messages, None, 0)]

    def _anew(
        self, case: Case, owed: Owed, messages: Sequence[CaseMessage], effect: str
    ) -> list[Call]:
        """Say it from what is kept, once: the message to copy may have been deleted."""
        if owed.effect_data.get("anew"):
            return []
        said = [self._view.again(case, owed.chat_id, message, effect) for message in messages]
        return [call for call in said if call is not None] if all(said) else []

    async def ticked(
        self, stores: Stores, owed: Owed, outcome: Outcome, _now: int
    ) -> Sequence[Call]:
        """Where reactions are not allowed the tick is said in words."""
        case = await stores.cases.get(int(owed.effect_data["case"]))
        if outcome.sent or outcome.reason not in ("bad_reaction", "no_rights") or case is None:
            return []
        office = await stores.offices.get(case.office_id)
        if office.chat_id != owed.chat_id:
            return []
        message_id = int(owed.effect_data["message_id"])
        return [self._view.tick_in_words(case, office, owed.chat_id, message_id)]

    async def _perhaps_lost(
        self, stores: Stores, chat_id: int, outcome: Outcome, now: int
    ) -> list[Call]:
        if outcome.reason not in LOST:
            return []
        offices = Offices(stores, self._knowledge, self._view, no_codes, now)
        return await offices.lose(chat_id, outcome.reason or "")


async def _await_reply(stores: Stores, owed: Owed, post: Post) -> None:
    """A reply to this line means something of its own."""
    purpose = owed.effect_data.get("purpose")
    if purpose is not None:
        html = str(owed.effect_data.get("html", ""))
        prompt = Prompt(post.chat_id, post.message_id, post.case_id, str(purpose), html)
        await stores.case_notes.ask(prompt)


async def _stand(stores: Stores, owed: Owed) -> None:
    """A case without a thread that was written into the group stands there from now on."""
    case = await stores.cases.get(owed.case_id or 0)
    if case is not None and case.thread_id is None:
        await stores.cases.set_thread(case.id, owed.chat_id, 0)


def _newer(owed: Owed, messages: Sequence[CaseMessage]) -> list[CaseMessage]:
    """Those that have another version now than when the call was owed."""
    versions = owed.effect_data.get("versions", [])
    pairs = zip(messages, versions, strict=False)
    return [message for message, version in pairs if message.version > version]


async def _only_here(
    stores: Stores, owed: Owed, messages: Sequence[CaseMessage]
) -> list[CaseMessage]:
    """Those that no later call brings: their case may be elsewhere by now, or its group be back."""
    later = await stores.case_messages.brought_after(owed.id, messages)
    return [message for message in messages if message.id not in later]


async def _of(stores: Stores, owed: Owed) -> tuple[Case | None, list[CaseMessage]]:
    """The case and its messages; None: they were erased while the call was on its way."""
    messages = await stores.case_messages.get(owed.effect_data["messages"])
    return (await stores.cases.get(messages[0].case_id) if messages else None), messages


async def _link(
    stores: Stores, owed: Owed, outcome: Outcome, messages: Sequence[CaseMessage]
) -> None:
    """Tie each copy to its original; where fewer came back, the rest go with the first."""
    copies = outcome.message_ids or ((outcome.message_id,) if outcome.message_id else ())
    for index, copy_id in enumerate(copies):
        origin = messages[min(index, len(messages) - 1)]
        post = Post(owed.chat_id, copy_id, origin.case_id, "copy", origin.id)
        await stores.case_posts.record(post)
    await stores.case_messages.go([message.id for message in messages], Way.DELIVERED)
