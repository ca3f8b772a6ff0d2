"""How a case looks: its card for the staff, its thread's title, its line in a citizen's list."""

from collections.abc import Sequence
from html import escape

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rules.desk.desk_catalog import Knowledge, said
from bot.texts import Html, Voice
from handlers.screens import Keyboard
from storage.records.consultation import Case, CaseState, Hands, StaffPerson

STATES = {
    CaseState.ACCEPTED: "case.state_accepted",
    CaseState.WORKING: "case.state_working",
    CaseState.WAITING: "case.state_waiting",
    CaseState.FORWARDED: "case.state_forwarded",
    CaseState.ANSWERED: "case.state_answered",
    CaseState.CLOSED: "case.state_closed",
}
# the same from where the staff stand: it is not they who owe a word
STAFF_STATES = {**STATES, CaseState.WAITING: "staff.state_waiting"}
OUTCOMES = {
    "solved": "staff.outcome_solved",
    "advised": "staff.outcome_advised",
    "forwarded": "staff.outcome_forwarded",
    "no_need": "staff.outcome_no_need",
}
LANGUAGE_NAMES = {"kk": "staff.in_kk", "ru": "staff.in_ru", "en": "staff.in_en"}


class CardButton(CallbackData, prefix="case"):
    """A button of a card: what it does, for which case, and what was chosen.

    `outcome` holds any choice: an outcome, an office, a category, a body, a template.
    """

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


def card_text(case: Case, hands: Hands, knowledge: Knowledge, voice: Voice) -> Html:
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
            state=voice.plain(STAFF_STATES[case.state]),
        )
    ]
    lines += _due_lines(hands, voice, zone)
    if case.citizen_name:
        lines.append(voice("staff.card_citizen", name=case.citizen_name))
    if case.linked_to:
        lines.append(voice("staff.card_linked", number=case.linked_to))
    if case.state is CaseState.FORWARDED:
        lines.append(forwarded_line(case, knowledge, voice, zone))
    lines += hands_lines(case, hands, voice, zone)
    if case.urgent:
        lines.append(voice("staff.card_urgent"))
    if case.sensitive:
        lines.append(voice("staff.card_sensitive"))
    if case.outcome:
        lines.append(voice("staff.card_outcome", outcome=voice.plain(OUTCOMES[case.outcome])))
    if case.state is not CaseState.CLOSED:
        lines.append(voice("staff.card_how"))
    return Html("\n".join(lines))


def _due_lines(hands: Hands, voice: Voice, zone: str) -> list[Html]:
    """By when an answer is due; when none is, by when the case should be closed."""
    if hands.answer_due is not None:
        return [voice("staff.card_due", moment=voice.moment(hands.answer_due, zone))]
    if hands.solution_due is not None:
        return [voice("staff.card_solution", moment=voice.moment(hands.solution_due, zone))]
    return []


def forwarded_line(case: Case, knowledge: Knowledge, voice: Voice, zone: str) -> Html:
    """Which body has the case and since when."""
    name = body_name(case.forwarded_to or "", knowledge, voice)
    return voice("staff.card_forwarded", body=name, day=voice.day(case.forwarded_at or 0, zone))


def hands_lines(case: Case, hands: Hands, voice: Voice, zone: str) -> list[Html]:
    """Who works on it, or who is there to take it; a name on duty is a mention."""
    if case.state is CaseState.CLOSED:
        return [voice("staff.card_taker", name=hands.taker)] if hands.taker else []
    lines = []
    if hands.taker and hands.away_until:
        back = voice.day(hands.away_until, zone)
        lines.append(voice("staff.card_away", name=hands.taker, day=back))
    elif hands.taker:
        lines.append(voice("staff.card_taker", name=hands.taker))
    if hands.duty:
        names = Html(", ".join(mention(one) for one in hands.duty))
        lines.append(voice("staff.card_duty", names=names))
    return lines


def mention(person: StaffPerson) -> Html:
    """The name as a link that Telegram tells her of."""
    return Html(f'<a href="tg://user?id={person.id}">{escape(person.name, quote=False)}</a>')


def card_buttons(case: Case, hands: Hands, voice: Voice) -> InlineKeyboardMarkup:
    """Take, transfer, template, close; the rest under "more". A closed case can be reopened."""
    if case.state is CaseState.CLOSED:
        # whose data were deleted cannot be answered any more
        again = [[_button(voice, "staff.reopen", "reopen", case)]] if case.citizen_chat_id else []
        return _markup(again)
    rows: Keyboard = []
    if hands.taker is None or hands.away_until is not None:
        rows.append([_button(voice, "staff.take", "take", case, style="primary")])
    template = _button(voice, "staff.template", "template", case)
    transfer = _button(voice, "staff.transfer", "transfer", case)
    close = _button(voice, "staff.close", "close", case)
    return _markup(
        [*rows, [template, transfer], [close, _button(voice, "staff.more", "more", case)]]
    )


def more_buttons(case: Case, hands: Hands, voice: Voice) -> InlineKeyboardMarkup:
    """What is needed less often."""
    rest = ("staff.resume", "resume") if case.state is CaseState.WAITING else ("staff.wait", "wait")
    actions = [rest, ("staff.forward", "forward"), ("staff.similar", "similar")]
    if not case.sensitive:
        actions += [("staff.make_card", "card"), ("staff.sensitive", "sensitive")]
    if hands.taker is not None:
        actions.append(("staff.take_over", "over"))
    actions.append(("staff.conflict", "conflict"))
    rows = [[_button(voice, key, action, case)] for key, action in actions]
    return _markup([*rows, [_button(voice, "staff.back", "back", case)]])


def choice_buttons(
    case: Case, action: str, choices: Sequence[tuple[str, str]], voice: Voice, *more: str
) -> InlineKeyboardMarkup:
    """One button for each (words, choice), then further actions by key and name, then back."""
    rows = [[choice(words, action, case, chosen)] for words, chosen in choices]
    rows += [
        [_button(voice, key, name, case)] for key, name in zip(more[::2], more[1::2], strict=True)
    ]
    return _markup([*rows, [_button(voice, "staff.back", "back", case)]])


def choice(words: str, action: str, case: Case, chosen: str = "") -> InlineKeyboardButton:
    """A button with words of its own."""
    data = CardButton(action=action, case_id=case.id, outcome=chosen).pack()
    return InlineKeyboardButton(text=words, callback_data=data)


def outcome_buttons(case: Case, voice: Voice) -> InlineKeyboardMarkup:
    """The second tap of closing: what became of it."""
    rows = [[_button(voice, key, "done", case, outcome)] for outcome, key in OUTCOMES.items()]
    return _markup([*rows, [_button(voice, "staff.back", "back", case)]])


def area_name(area_id: str, knowledge: Knowledge, voice: Voice) -> str:
    """The district's or region's name; an id that the catalogue lost is shown as it is."""
    home = knowledge.home if knowledge.home and knowledge.home.id == area_id else None
    area = home or knowledge.area(area_id)
    return said(area.names, voice.language) if area else area_id


def category_name(category_id: str, knowledge: Knowledge, voice: Voice) -> str:
    """The category's name; an id that the catalogue lost is shown as it is."""
    category = knowledge.categories.get(category_id)
    return f"{category.emoji} {said(category.names, voice.language)}" if category else category_id


def office_name(office_id: str, knowledge: Knowledge, voice: Voice) -> str:
    """The office's name; an id that the catalogue lost is shown as it is."""
    office = knowledge.offices.get(office_id)
    return said(office.names, voice.language) if office else office_id


def body_name(body: str, knowledge: Knowledge, voice: Voice) -> str:
    """The name of a body of the catalogue, or as the staff wrote it."""
    found = knowledge.bodies.get(body)
    return said(found.names, voice.language) if found else body


def _button(
    voice: Voice, key: str, action: str, case: Case, outcome: str = "", style: str | None = None
) -> InlineKeyboardButton:
    data = CardButton(action=action, case_id=case.id, outcome=outcome).pack()
    return InlineKeyboardButton(text=voice.plain(key), callback_data=data, style=style)


def _markup(rows: Keyboard) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=rows)
