"""Says which cases take too long: to the staff, to those above, to who waits."""

from collections.abc import Sequence
from html import escape

from aiogram.methods import SendMessage

from bot.ports.escalation import Late
from bot.rules.desk.clocks import LAST, TARGET
from bot.rules.desk.desk_catalog import Knowledge
from bot.texts import Html, Texts, Voice
from handlers.calls import call
from handlers.desk.case_cards import office_name
from storage.records.case_clocks import ANSWER
from storage.records.consultation import Office, StaffMember
from storage.records.delivery import Call, Priority

KIND = "case_step"
# as many lines as one message holds with room to spare
SHOWN = 20


class LateCases:
    """Implements bot.ports.escalation.EscalationView."""

    def __init__(self, texts: Texts, knowledge: Knowledge) -> None:
        self._texts, self._knowledge = texts, knowledge

    def staff(self, office: Office, late: Sequence[Late], watchers: Sequence[StaffMember]) -> Call:
        """See EscalationView."""
        voice = self._texts.voice(office.language)
        lines = [f"{_line(one, voice)} {_person(one, voice)}" for one in late]
        if watchers:
            names = ", ".join(mention(one) for one in watchers)
            lines.append(voice("step.coordinators", names=Html(names)))
        return _message(office.chat_id or 0, voice("step.staff"), lines, voice)

    def watcher(self, chat_id: int, language: str, late: Sequence[Late]) -> Call:
        """See EscalationView."""
        voice = self._texts.voice(language)
        lines = []
        for one in late:
            name = office_name(one.case.office_id, self._knowledge, voice)
            lines.append(f"{_line(one, voice)} {voice('step.office', office=name)}")
        return _message(chat_id, voice("step.watcher"), lines, voice)

    def citizen(self, chat_id: int, language: str, late: Sequence[Late]) -> Call:
        """See EscalationView."""
        voice = self._texts.voice(language)
        lines = [self._to_citizen(one, voice) for one in late]
        return _message(chat_id, voice("step.citizen"), lines, voice)

    def _to_citizen(self, late: Late, voice: Voice) -> str:
        name = office_name(late.case.office_id, self._knowledge, voice)
        moment = voice.moment(late.promised_at, late.zone)
        if late.clock.kind != ANSWER:
            return voice("step.citizen_solution", number=late.case.id, office=name, moment=moment)
        if late.clock.said < TARGET:
            return voice("step.citizen_answer", number=late.case.id, office=name, moment=moment)
        return voice("step.citizen_last", number=late.case.id)


def _message(chat_id: int, title: Html, lines: Sequence[str], voice: Voice) -> Call:
    shown = list(lines[:SHOWN])
    if len(lines) > SHOWN:
        shown.append(voice("step.more", count=len(lines) - SHOWN))
    text = "\n\n".join([title, *shown])
    return call(SendMessage(chat_id=chat_id, text=text), priority=Priority.CASE, kind=KIND)


def _line(late: Late, voice: Voice) -> Html:
    moment = voice.moment(late.clock.due_at, late.zone)
    number = linked(late)
    if late.clock.kind == ANSWER:
        if late.step < TARGET:
            return voice("step.answer_soon", number=number, moment=moment)
        return voice("step.answer_late", number=number, moment=moment, mark=_mark(late))
    if late.step < TARGET:
        return voice("step.solution_soon", number=number, moment=moment)
    return voice("step.solution_late", number=number, moment=moment, mark=_mark(late))


def _mark(late: Late) -> str:
    return "🆘" if late.step >= LAST else "🔴"


def _person(late: Late, voice: Voice) -> Html:
    if late.person is None:
        return voice("step.nobody")
    return voice("step.person", name=Html(mention(late.person)))


def mention(person: StaffMember) -> Html:
    """Her name as a link that tells her phone."""
    return Html(f'<a href="tg://user?id={person.user_id}">{escape(person.name, False)}</a>')


def linked(late: Late) -> Html:
    """The case's number; in a supergroup a link to its card."""
    number = f"№{late.case.id}"
    card = late.card
    if card is None or not str(card.chat_id).startswith("-100"):
        return Html(number)
    place = f"{str(card.chat_id)[4:]}/{card.message_id}"
    if late.case.thread_id:
        place = f"{str(card.chat_id)[4:]}/{late.case.thread_id}/{card.message_id}"
    return Html(f'<a href="https://t.me/c/{place}">{number}</a>')
