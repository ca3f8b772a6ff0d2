"""How lists of cases look to the staff: lines that lead to threads, leads of what was said."""

from collections.abc import Sequence

from bot.desk.staff.case_search import Finding
from bot.rules.desk.case_states import answer_is_due
from bot.rules.desk.desk_catalog import Knowledge, said
from bot.texts import Html, Voice
from handlers.desk.case_cards import STAFF_STATES, area_name
from storage.records.case_clocks import SOLUTION
from storage.records.consultation import Case, Office
from storage.records.staff_desk import Due

# What the id of a supergroup begins with, and links to its messages leave out.
SUPERGROUP = "-100"
# as many lines as a phone shows without scrolling far
LINES = 20


def case_line(case: Case, office: Office, knowledge: Knowledge, voice: Voice) -> Html:
    """One case: its number (a link to its thread), where, what about, by when or in which state."""
    category = knowledge.categories.get(case.category)
    about = "" if case.sensitive or category is None else said(category.button, voice.language)
    facts = knowledge.offices.get(office.id)
    zone = facts.calendar.zone if facts else "Asia/Aqtobe"
    by = (
        voice("staff.by", moment=voice.moment(case.answer_due_at, zone))
        if answer_is_due(case)
        else voice.plain(STAFF_STATES[case.state])
    )
    parts = [number(case, office), area_name(case.district, knowledge, voice), about, by]
    return voice("staff.line", what=Html(" · ".join(one for one in parts if one)))


def number(case: Case, office: Office) -> Html:
    """The case's number; in a forum it leads to the thread."""
    chat = str(office.chat_id or "")
    mark = "❗️" if case.urgent else ""
    if case.thread_id and case.thread_chat_id == office.chat_id and chat.startswith(SUPERGROUP):
        link = f"https://t.me/c/{chat.removeprefix(SUPERGROUP)}/{case.thread_id}"
        return Html(f'{mark}<a href="{link}">№{case.id}</a>')
    return Html(f"{mark}<b>№{case.id}</b>")


def list_text(
    title: Html, cases: Sequence[Case], office: Office, knowledge: Knowledge, voice: Voice
) -> Html:
    """A title and a line for each case, at most LINES."""
    lines = [case_line(case, office, knowledge, voice) for case in cases[:LINES]]
    if len(cases) > LINES:
        lines.append(voice("staff.and_more", n=len(cases) - LINES))
    return Html("\n".join([title, *lines]))


def morning_text(
    office: Office, due: Sequence[Due], knowledge: Knowledge, voice: Voice, now: int
) -> Html:
    """What is due today and what was due before, each with its hour."""
    facts = knowledge.offices.get(office.id)
    zone = facts.calendar.zone if facts else "Asia/Aqtobe"
    lines = [voice("staff.morning", n=len(due))]
    for one in due[:LINES]:
        key = "staff.morning_solution" if one.kind == SOLUTION else "staff.morning_answer"
        late = "🔴" if one.due_at <= now else "⏰"
        where = area_name(one.case.district, knowledge, voice)
        moment = voice.moment(one.due_at, zone)
        head = number(one.case, office)
        lines.append(voice(key, mark=late, number=head, where=where, moment=moment))
    if len(due) > LINES:
        lines.append(voice("staff.and_more", n=len(due) - LINES))
    return Html("\n".join(lines))


def findings_text(
    title: Html, found: Sequence[Finding], office: Office, knowledge: Knowledge, voice: Voice
) -> Html:
    """What was found: each case with the leads of its question and its answer."""
    blocks = []
    for one in found:
        head = (
            case_line(one.case, office, knowledge, voice)
            if one.office_id
            else voice("staff.of_another_office")
        )
        lines = [head]
        if one.question:
            lines.append(voice("staff.lead_question", text=one.question))
        if one.answer:
            lines.append(voice("staff.lead_answer", text=one.answer))
        blocks.append("\n".join(lines))
    return Html("\n\n".join([title, *blocks]))
