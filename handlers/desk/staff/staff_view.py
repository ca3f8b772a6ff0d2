"""Says what staff are told beside cards and copies: implements bot.ports.staff_view.StaffView."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiogram.methods import CloseForumTopic, EditMessageText, ReopenForumTopic, SendMessage
from aiogram.types import InlineKeyboardMarkup

from bot.rules.desk.desk_catalog import Knowledge
from bot.rules.text.telegram_html import bare, measured
from bot.texts import Html, Texts, Voice
from handlers.calls import call
from handlers.commands import staff_commands
from handlers.desk.case_cards import body_name, category_name, choice, office_name
from handlers.desk.case_copies import to_staff
from handlers.desk.staff.lists import morning_text
from storage.records.consultation import Case, Office
from storage.records.delivery import Call, Priority
from storage.records.staff_desk import Due, Note, Place

# as many units of text as one message holds
LETTERS = 4096


class StaffWords:
    """Words for the staff; the base of CaseWords."""

    def __init__(self, texts: Texts, knowledge: Knowledge) -> None:
        self._texts, self._knowledge = texts, knowledge

    def voice_of(self, case: Case) -> Voice:
        """The voice of the case's language."""
        return self._texts.voice(case.language)

    def asked(self, case: Case, office: Office, key: str, purpose: str, **params: Any) -> Call:
        """See StaffView."""
        voice = self._texts.voice(office.language)
        method = SendMessage(chat_id=office.chat_id or 0, text=voice(key, number=case.id, **params))
        return to_staff(method, case, "case_posted", {"role": "note", "purpose": purpose})

    def left(self, case: Case, office: Office, place: Place, to: str) -> Call:
        """See StaffView."""
        voice = self._texts.voice(office.language)
        name = office_name(to, self._knowledge, voice)
        key = "staff.left" if place.thread_id else "staff.left_plain"
        back = choice(voice.plain("staff.recall"), "recall", case)
        method = SendMessage(
            chat_id=place.chat_id,
            message_thread_id=place.thread_id or None,
            text=voice(key, number=case.id, office=name),
            reply_markup=InlineKeyboardMarkup(inline_keyboard=[[back]]),
        )
        return call(
            method,
            priority=Priority.CASE,
            kind="case",
            effect="case_posted",
            effect_data={"role": "note", "purpose": "reason", "case": case.id},
        )

    def left_card(self, case: Case, office: Office, message_id: int, to: str) -> Call:
        """See StaffView."""
        voice = self._texts.voice(office.language)
        name = office_name(to, self._knowledge, voice)
        method = EditMessageText(
            chat_id=office.chat_id or 0,
            message_id=message_id,
            text=voice("staff.card_left", number=case.id, office=name),
        )
        return call(method, priority=Priority.CASE, kind="case_card")

    def commands(self, chat_id: int) -> list[Call]:
        """See StaffView."""
        return staff_commands(self._texts, chat_id)

    def thread_closed(self, place: Place, due_at: int) -> Call:
        """See StaffView."""
        method = CloseForumTopic(chat_id=place.chat_id, message_thread_id=place.thread_id)
        return call(method, priority=Priority.CASE, kind="case_thread", due_at=due_at)

    def thread_reopened(self, place: Place) -> Call:
        """See StaffView."""
        method = ReopenForumTopic(chat_id=place.chat_id, message_thread_id=place.thread_id)
        return call(method, priority=Priority.CASE, kind="case_thread")

    def note(self, case: Case, office: Office, note: Note) -> list[Call]:
        """See StaffView."""
        *head, said = self._quoted(case, office, "staff.note", note.html, name=note.name)
        which = {"note": [note.chat_id, note.message_id]}
        return [*head, replace(said, effect_data={**said.effect_data, **which})]

    def earlier_answer(self, case: Case, office: Office, html: str) -> list[Call]:
        """See StaffView."""
        return self._quoted(case, office, "staff.earlier_answer", html)

    def _quoted(self, case: Case, office: Office, key: str, html: str, **params: Any) -> list[Call]:
        """The words below a line that says whose they are; where both are too long, after it."""
        head = self._texts.voice(office.language)(key, number=case.id, **params)
        texts = [f"{head}\n{html}"]
        if measured(bare(texts[0])) > LETTERS:
            texts = [head, html]
        methods = [SendMessage(chat_id=office.chat_id or 0, text=Html(text)) for text in texts]
        return [to_staff(one, case, "case_posted", {"role": "note"}) for one in methods]

    def moved_citizen(self, case: Case, due_at: int) -> Call:
        """See StaffView."""
        voice = self._texts.voice(case.language)
        text = voice(
            "case.transferred",
            number=case.id,
            office=office_name(case.office_id, self._knowledge, voice),
            moment=voice.moment(due_at, self._zone(case)),
        )
        return self._to_citizen(case, text)

    def forwarded_citizen(self, case: Case) -> Call:
        """See StaffView."""
        voice = self._texts.voice(case.language)
        if case.sensitive:
            return self._to_citizen(case, voice("case.forwarded_quietly", number=case.id))
        text = voice(
            "case.forwarded",
            number=case.id,
            body=body_name(case.forwarded_to or "", self._knowledge, voice),
            day=voice.day(case.forwarded_at or 0, self._zone(case)),
        )
        return self._to_citizen(case, text)

    def _to_citizen(self, case: Case, text: Html) -> Call:
        method = SendMessage(chat_id=case.citizen_chat_id, text=text)
        return call(method, priority=Priority.CASE, kind="case_notice", case_id=None)

    def morning(self, office: Office, due: Sequence[Due], now: int) -> Call:
        """See StaffView."""
        voice = self._texts.voice(office.language)
        text = morning_text(office, due, self._knowledge, voice, now)
        return call(SendMessage(chat_id=office.chat_id or 0, text=text), priority=Priority.CASE)

    def category_moved(self, office: Office, category: str, to: str) -> Call:
        """See StaffView."""
        voice = self._texts.voice(office.language)
        text = voice(
            "office.category_moved",
            category=category_name(category, self._knowledge, voice),
            office=office_name(to, self._knowledge, voice),
        )
        method = SendMessage(chat_id=office.chat_id or 0, text=text, disable_notification=True)
        return call(method, priority=Priority.CASE)

    def _zone(self, case: Case) -> str:
        office = self._knowledge.offices.get(case.office_id)
        return office.calendar.zone if office else "Asia/Aqtobe"
