"""How a case looks: its card for the staff, its thread's title, its line in a citizen's list."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rules.desk.desk_catalog import Knowledge, said
from bot.texts import Html, Voice
from handlers.screens import Keyboard
from storage.records.consultation import Case, CaseState

STATES = {
    CaseState.ACCEPTED: "case.state_accepted",
    CaseState.WORKING: "case.state_working",
    CaseState.WAITING: "case.state_waiting",
    CaseState.FORWARDED: "case.state_forwarded",
    CaseState.ANSWERED: "case.state_answered",
    CaseState.CLOSED: "case.state_closed",
}
OUTCOMES = {
    "solved": "staff.outcome_solved",
    "advised": "staff.outcome_advised",
    "forwarded": "staff.outcome_forwarded",
    "no_need": "staff.outcome_no_need",
}
LANGUAGE_NAMES = {"kk": "staff.in_kk", "ru": "staff.in_ru", "en": "staff.in_en"}


class CardButton(CallbackData, prefix="case"):
    """A button of a card: take, close (asks for the outcome), done, back, reopen."""

    action: str
    case_id: int
    outcome: str = ""


def title(case: Case, knowledge: Knowledge, voice: Voice) -> str:
    """The thread's name, at most 128 letters; a sensitive case does not show its category."""
    mark = "❗" if case.urgent else ""
    parts = [f"{mark}№{case.id}", area_name(case.district, knowledge, voice)]
    category = knowledge.categories.get(case.category)
    if category is not None and not case.sensitive:
        parts.append(said(category.button, voice.language))
    return " · ".join(parts)[:128]


def card_text(case: Case, taker: str | None, knowledge: Knowledge, voice: Voice) -> Html:
    """The card: number, language, district, category, deadline, who works on it, and how."""
    office = knowledge.offices.get(case.office_id)
    zone = office.calendar.zone if office else "Asia/Aqtobe"
    lines = [
        voice(
            "staff.card",
            number=case.id,
            language=voice.plain(LANGUAGE_NAMES[case.language]),
            district=area_name(case.district, knowledge, voice),
            category=category_name(case.category, knowledge, voice),
            state=voice.plain(STATES[case.state]),
        )
    ]
    if case.first_answer_at is None and case.state is not CaseState.CLOSED:
        lines.append(voice("staff.card_due", moment=voice.moment(case.answer_due_at, zone)))
    if case.citizen_name:
        lines.append(voice("staff.card_citizen", name=case.citizen_name))
    if case.linked_to:
        lines.append(voice("staff.card_linked", number=case.linked_to))
    if taker:
        lines.append(voice("staff.card_taker", name=taker))
    if case.urgent:
        lines.append(voice("staff.card_urgent"))
    if case.sensitive:
        lines.append(voice("staff.card_sensitive"))
    if case.outcome:
        lines.append(voice("staff.card_outcome", outcome=voice.plain(OUTCOMES[case.outcome])))
    if case.state is not CaseState.CLOSED:
        lines.append(voice("staff.card_how"))
    return Html("\n".join(lines))


def card_buttons(case: Case, voice: Voice) -> InlineKeyboardMarkup:
    """Take and close; a closed case can be opened again."""
    if case.state is CaseState.CLOSED:
        return _markup([[_button(voice, "staff.reopen", "reopen", case)]])
    row = [_button(voice, "staff.close", "close", case)]
    if case.taken_by is None:
        row.insert(0, _button(voice, "staff.take", "take", case, style="primary"))
    return _markup([row])


def outcome_buttons(case: Case, voice: Voice) -> InlineKeyboardMarkup:
    """The second tap of closing: what became of it."""
    rows = [[_button(voice, key, "done", case, outcome)] for outcome, key in OUTCOMES.items()]
    return _markup([*rows, [_button(voice, "staff.back", "back", case)]])


def area_name(area_id: str, knowledge: Knowledge, voice: Voice) -> str:
    """The district's or region's name; an id that the catalogue lost is shown as it is."""
    area = knowledge.area(area_id)
    return said(area.names, voice.language) if area else area_id


def category_name(category_id: str, knowledge: Knowledge, voice: Voice) -> str:
    """The category's name; an id that the catalogue lost is shown as it is."""
    category = knowledge.categories.get(category_id)
    return f"{category.emoji} {said(category.names, voice.language)}" if category else category_id


def office_name(office_id: str, knowledge: Knowledge, voice: Voice) -> str:
    """The office's name; an id that the catalogue lost is shown as it is."""
    office = knowledge.offices.get(office_id)
    return said(office.names, voice.language) if office else office_id


def _button(
    voice: Voice, key: str, action: str, case: Case, outcome: str = "", style: str | None = None
) -> InlineKeyboardButton:
    data = CardButton(action=action, case_id=case.id, outcome=outcome).pack()
    return InlineKeyboardButton(text=voice.plain(key), callback_data=data, style=style)


def _markup(rows: Keyboard) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=rows)
