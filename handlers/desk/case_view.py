"""Says what the desk says: implements bot.ports.consultation.CaseView over aiogram's methods."""

from collections.abc import Sequence
from typing import Any

from aiogram.methods import (
    CopyMessage,
    DeleteMessages,
    EditForumTopic,
    EditMessageCaption,
    EditMessageText,
    SendMessage,
    SetMessageReaction,
    TelegramMethod,
)
from aiogram.types import ReactionTypeEmoji

from bot.ports.delivery import Stores
from bot.rules.desk.desk_catalog import Knowledge
from bot.texts import Html, Texts
from handlers.calls import call
from handlers.desk.case_cards import card_buttons, card_text, mention, office_name, title
from handlers.desk.case_copies import copied, reply, said_anew, to_staff
from handlers.desk.citizen.my_case_screens import helped_buttons, rating_buttons
from handlers.desk.citizen.reveal import reveal_button
from handlers.desk.citizen.safety import emergency_screen
from handlers.desk.staff.staff_view import StaffWords
from storage.records.consultation import (
    Case,
    CaseMessage,
    Hands,
    Office,
    Post,
    StaffMember,
    StaffPerson,
)
from storage.records.delivery import Call, Priority

# Telegram allows bots seventy-odd reactions and a check mark is not among them.
TICK = "👌"
# Notices beneath which she may say how it was.
RATED = frozenset({"case.closed", "case.closed_forwarded"})
DELETED_AT_ONCE = 100


class CaseWords(StaffWords):
    """The desk's words; `admin_ids` are the administrators' private chats."""

    def __init__(self, texts: Texts, knowledge: Knowledge, admin_ids: Sequence[int]) -> None:
        super().__init__(texts, knowledge)
        self._admins = tuple(admin_ids)

    def title(self, case: Case, office: Office) -> str:
        """See CaseView."""
        return title(case, self._knowledge, self._texts.voice(office.language))

    def card(self, case: Case, office: Office, hands: Hands) -> Call:
        """See CaseView."""
        voice = self._texts.voice(office.language)
        method = SendMessage(
            chat_id=office.chat_id or 0,
            text=card_text(case, hands, self._knowledge, voice),
            reply_markup=card_buttons(case, hands, voice),
        )
        return to_staff(method, case, "case_posted", {"role": "card"})

    def card_changed(self, case: Case, office: Office, hands: Hands, card: Post) -> Call:
        """See CaseView."""
        voice = self._texts.voice(office.language)
        method = EditMessageText(
            chat_id=card.chat_id,
            message_id=card.message_id,
            text=card_text(case, hands, self._knowledge, voice),
            reply_markup=card_buttons(case, hands, voice),
        )
        return call(method, priority=Priority.CASE, kind="case_card")

    def to_staff(
        self, case: Case, chat_id: int, messages: Sequence[CaseMessage], due_at: int, tick: bool
    ) -> Call:
        """See CaseView."""
        data = {
            "messages": [message.id for message in messages],
            "versions": [message.version for message in messages],
            "tick": tick,
        }
        return to_staff(copied(chat_id, messages, None), case, "case_copied", data, due_at)

    def to_citizen(
        self, case: Case, messages: Sequence[CaseMessage], reply_to: int | None, due_at: int
    ) -> Call:
        """See CaseView."""
        data = {"messages": [message.id for message in messages], "covered": case.covered}
        method: TelegramMethod[Any] = copied(case.citizen_chat_id, messages, reply_to)
        if case.covered:
            method = self._notice(case)
        return call(
            method,
            priority=Priority.CASE,
            kind="case_answer",
            effect="case_answered",
            effect_data=data,
            due_at=due_at,
        )

    def _notice(self, case: Case) -> SendMessage:
        """All that a lock screen may show of a covered answer."""
        voice = self._texts.voice(case.language)
        markup = reveal_button(voice, case.id)
        return SendMessage(
            chat_id=case.citizen_chat_id, text=voice("case.covered"), reply_markup=markup
        )

    def revealed(self, case: Case, messages: Sequence[CaseMessage]) -> Call:
        """See CaseView."""
        data = {"messages": [message.id for message in messages]}
        return call(
            copied(case.citizen_chat_id, messages, None),
            priority=Priority.CASE,
            kind="case_answer",
            effect="case_revealed",
            effect_data=data,
        )

    def history(self, case: Case, chat_id: int, post: Post) -> Call:
        """See CaseView."""
        method = CopyMessage(chat_id=chat_id, from_chat_id=post.chat_id, message_id=post.message_id)
        return to_staff(method, case, "case_posted", {"role": "note"})

    def again(self, case: Case, chat_id: int, message: CaseMessage, effect: str) -> Call | None:
        """See CaseView."""
        return said_anew(case, chat_id, message, effect)

    def changed_for_staff(
        self, case: Case, office: Office, message: CaseMessage, copy: Post | None
    ) -> list[Call]:
        """See CaseView."""
        below = copy.message_id if copy else None
        line = self.staff_told(
            case, office, "staff.changed", reply_to=below, version=message.version
        )
        return [line, self.to_staff(case, office.chat_id or 0, [message], 0, tick=True)]

    def changed_for_citizen(self, case: Case, message: CaseMessage, copy: Post) -> Call:
        """See CaseView."""
        chat_id, message_id, html = case.citizen_chat_id, copy.message_id, message.content["html"]
        method: TelegramMethod[Any]
        if message.content["kind"] == "text":
            method = EditMessageText(chat_id=chat_id, message_id=message_id, text=html)
        else:
            method = EditMessageCaption(chat_id=chat_id, message_id=message_id, caption=html)
        return call(
            method,
            priority=Priority.CASE,
            kind="case_answer",
            effect="case_put_right",
            effect_data={"messages": [message.id]},
        )

    def tick(self, case: Case, message: CaseMessage) -> Call:
        """See CaseView."""
        method = SetMessageReaction(
            chat_id=message.chat_id,
            message_id=message.message_id,
            reaction=[ReactionTypeEmoji(emoji=TICK)],
        )
        data = {"case": case.id, "message_id": message.message_id}
        return call(
            method,
            priority=Priority.CASE,
            kind="case_tick",
            effect="case_ticked",
            effect_data=data,
        )

    def tick_in_words(self, case: Case, office: Office, chat_id: int, message_id: int) -> Call:
        """See CaseView."""
        voice = self._texts.voice(office.language)
        method = SendMessage(
            chat_id=chat_id,
            text=voice("staff.delivered"),
            reply_parameters=reply(message_id),
            disable_notification=True,
        )
        return to_staff(method, case, "case_posted", {"role": "note"})

    def staff_told(
        self, case: Case, office: Office, key: str, *, reply_to: int | None = None, **params: Any
    ) -> Call:
        """See CaseView."""
        voice = self._texts.voice(office.language)
        method = SendMessage(
            chat_id=office.chat_id or 0,
            text=voice(key, number=case.id, **params),
            reply_parameters=reply(reply_to),
        )
        return to_staff(method, case, "case_posted", {"role": "note"})

    def citizen_told(self, case: Case, key: str, **params: Any) -> Call:
        """See CaseView."""
        voice = self._texts.voice(case.language)
        rated = key in RATED and not case.sensitive
        method = SendMessage(
            chat_id=case.citizen_chat_id,
            text=voice(key, **params),
            reply_markup=rating_buttons(voice, case.id) if rated else None,
        )
        return call(method, priority=Priority.CASE, kind="case_notice", case_id=None)

    def team_called(self, case: Case, office: Office, team: Sequence[StaffMember]) -> Call:
        """See CaseView."""
        names = Html(", ".join(mention(StaffPerson(one.user_id, one.name)) for one in team))
        return self.staff_told(case, office, "staff.team", names=names)

    def asked_if_helped(self, case: Case) -> Call:
        """See CaseView."""
        voice = self._texts.voice(case.language)
        method = SendMessage(
            chat_id=case.citizen_chat_id,
            text=voice("case.did_it_help", number=case.id),
            reply_markup=helped_buttons(voice, case.id),
        )
        return call(method, priority=Priority.CASE, kind="case_notice")

    def removed(self, chat_id: int, message_ids: Sequence[int]) -> list[Call]:
        """See CaseView."""
        ids = sorted(message_ids, reverse=True)  # what she sees last goes first
        parts = [ids[at : at + DELETED_AT_ONCE] for at in range(0, len(ids), DELETED_AT_ONCE)]
        return [
            call(
                DeleteMessages(chat_id=chat_id, message_ids=part),
                priority=Priority.CASE,
                kind="removed",
            )
            for part in parts
        ]

    def renamed(self, case: Case, office: Office) -> Call | None:
        """See CaseView."""
        if not case.thread_id or case.thread_chat_id is None:
            return None
        method = EditForumTopic(
            chat_id=case.thread_chat_id,
            message_thread_id=case.thread_id,
            name=self.title(case, office),
        )
        return call(method, priority=Priority.CASE, kind="case_card")

    def emergency(self, chat_id: int, language: str, case_id: int = 0) -> Call:
        """See CaseView."""
        screen = emergency_screen(self._texts.voice(language), self._knowledge, case_id)
        method = SendMessage(chat_id=chat_id, text=screen.text, reply_markup=screen.markup)
        return call(method, kind="emergency")

    def told(self, chat_id: int, language: str, key: str, office_id: str = "") -> Call:
        """See CaseView."""
        voice = self._texts.voice(language)
        name = office_name(office_id, self._knowledge, voice)
        return call(
            SendMessage(chat_id=chat_id, text=voice(key, office=name)), priority=Priority.CASE
        )

    async def admins_told(
        self, stores: Stores, key: str, office_id: str, **params: Any
    ) -> list[Call]:
        """See CaseView."""
        calls = []
        for admin in self._admins:
            chat = await stores.chats.get(admin)
            voice = self._texts.voice(chat.language if chat else None)
            text = voice(key, office=office_name(office_id, self._knowledge, voice), **params)
            calls.append(call(SendMessage(chat_id=admin, text=text), priority=Priority.CASE))
        return calls
