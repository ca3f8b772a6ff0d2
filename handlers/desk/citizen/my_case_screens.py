"""A citizen's own cases: the list, and each with its history and what she may do. Draws only."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.desk.citizen.my_cases import Looked
from bot.rules.desk.case_history import Moment, pages
from bot.rules.desk.case_states import OPEN, answer_is_due
from bot.rules.desk.desk_catalog import Knowledge
from bot.texts import Html, Voice
from handlers.desk.case_cards import (
    OUTCOMES,
    STATES,
    area_name,
    body_name,
    category_name,
    office_name,
)
from handlers.desk.citizen.safety import clear_button
from handlers.screens import Keyboard, Screen, Style
from storage.records.consultation import Case, CaseState

MEDIA = {
    "photo": "case.medium_photo",
    "video": "case.medium_video",
    "video_note": "case.medium_video",
    "animation": "case.medium_video",
    "voice": "case.medium_voice",
    "audio": "case.medium_voice",
    "document": "case.medium_document",
    "location": "case.medium_place",
    "venue": "case.medium_place",
    "contact": "case.medium_contact",
}
EVENTS = {
    "opened": "case.event_opened",
    "waiting": "case.event_waiting",
    "reopened": "case.event_reopened",
    "withdrawn": "case.event_withdrawn",
    "rated": "case.event_rated",
}


class Mine(CallbackData, prefix="my"):
    """A button of her cases; `page` counts pages of the history from the newest."""

    do: str
    case_id: int = 0
    page: int = 0


def list_screen(voice: Voice, knowledge: Knowledge, cases: Sequence[Case]) -> Screen:
    """Her cases with their status in words, the newest first, each to be opened."""
    if not cases:
        return Screen(voice("case.none"), [])
    lines = [voice("case.list")]
    for case in cases[:10]:
        lines.append(
            voice(
                "case.line",
                number=case.id,
                day=voice.day(case.created_at, zone_of(case, knowledge)),
                state=voice.plain(STATES[case.state]),
                office=office_name(case.office_id, knowledge, voice),
            )
        )
    buttons = [_button(voice, "case.open", "open", case.id, number=case.id) for case in cases[:10]]
    rows = [buttons[at : at + 3] for at in range(0, len(buttons), 3)]
    return Screen(Html("\n\n".join([*lines, voice("case.list_end")])), rows)


def case_screen(voice: Voice, knowledge: Knowledge, looked: Looked, page: int = 0) -> Screen:
    """One case: where it stands, who answers and by when, and everything that was said."""
    case, found = looked.case, pages(looked.moments)
    page = min(max(page, 0), len(found) - 1)
    zone = zone_of(case, knowledge)
    state = state_in_words(voice, knowledge, case, zone)
    head = [voice("case.head", number=case.id, state=state)]
    if not case.sensitive:
        head.append(
            voice(
                "case.about",
                category=category_name(case.category, knowledge, voice),
                district=area_name(case.district, knowledge, voice),
            )
        )
    head.append(voice("case.office", office=office_name(case.office_id, knowledge, voice)))
    if answer_is_due(case):
        head.append(voice("case.due", moment=voice.moment(case.answer_due_at, zone)))
    shown = found[len(found) - 1 - page]
    lines = [_line(voice, knowledge, case, one) for one in shown]
    return Screen(
        Html("\n".join(head) + "\n\n" + "\n\n".join(lines)), _rows(voice, looked, page, len(found))
    )


def state_in_words(voice: Voice, knowledge: Knowledge, case: Case, zone: str) -> Html:
    """The status; for one that was sent on: to whom and when."""
    if case.state is not CaseState.FORWARDED or not case.forwarded_to:
        return voice(STATES[case.state])
    body = body_name(case.forwarded_to, knowledge, voice)
    return voice("case.forwarded_to", body=body, day=voice.day(case.forwarded_at or 0, zone))


def rating_buttons(voice: Voice, case_id: int) -> InlineKeyboardMarkup:
    """Two thumbs beneath the notice that a case is closed."""
    return InlineKeyboardMarkup(inline_keyboard=[_thumbs(voice, case_id)])


def helped_buttons(voice: Voice, case_id: int) -> InlineKeyboardMarkup:
    """Yes or no to: did it help?"""
    row = [_button(voice, "case.yes", "yes", case_id), _button(voice, "case.no", "no", case_id)]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def not_helped_screen(voice: Voice, case: Case) -> Screen:
    """It did not help: go on with the same case, or ask something else about it."""
    rows = [
        [_button(voice, "case.reopen", "reopen", case.id, style="primary")],
        [_button(voice, "case.linked", "linked", case.id, number=case.id)],
    ]
    return Screen(voice("case.not_helped"), rows)


def rated_screen(voice: Voice, case: Case) -> Screen:
    """Thanks for the rating; words are welcome and not asked for."""
    return Screen(voice("case.thanks_rating"), [[_button(voice, "case.words", "words", case.id)]])


def withdraw_screen(voice: Voice, case: Case) -> Screen:
    """Ask once more before a question is taken back."""
    rows = [
        [_button(voice, "case.withdraw_yes", "withdrawn", case.id, style="danger")],
        [_button(voice, "case.withdraw_no", "open", case.id)],
    ]
    return Screen(voice("case.withdraw_sure", number=case.id), rows)


def back_row(voice: Voice, case: Case) -> Keyboard:
    """Back to the case."""
    return [[_button(voice, "ask.back", "open", case.id)]]


def zone_of(case: Case, knowledge: Knowledge) -> str:
    """The time zone of the office that answers."""
    office = knowledge.offices.get(case.office_id)
    return office.calendar.zone if office else "Asia/Aqtobe"


def _rows(voice: Voice, looked: Looked, page: int, count: int) -> Keyboard:
    case, rows = looked.case, []
    turns = []
    if page + 1 < count:
        turns.append(_button(voice, "case.earlier", "open", case.id, page=page + 1))
    if page > 0:
        turns.append(_button(voice, "case.later", "open", case.id, page=page - 1))
    if turns:
        rows.append(turns)
    if case.state in OPEN:
        rows.append([_button(voice, "case.add", "add", case.id, style="primary")])
    elif looked.may_reopen:
        rows.append([_button(voice, "case.reopen", "reopen", case.id, style="primary")])
    else:
        rows.append([_button(voice, "case.linked", "linked", case.id, number=case.id)])
    answered = case.state in (CaseState.ANSWERED, CaseState.CLOSED) and case.first_answer_at
    if answered and not case.sensitive and looked.rating is None:
        rows.append(_thumbs(voice, case.id))
    if case.sensitive:
        rows.append([clear_button(voice, case.id)])
    last = [_button(voice, "case.all", "list", 0)]
    if case.state in OPEN:
        last.append(_button(voice, "case.withdraw", "withdraw", case.id))
    return [*rows, last]


def _line(voice: Voice, knowledge: Knowledge, case: Case, one: Moment) -> Html:
    zone = zone_of(case, knowledge)
    when = voice("case.when", day=voice.day(one.at, zone), time=voice.clock(one.at, zone))
    if one.kind in ("citizen", "staff"):
        medium = voice(MEDIA.get(one.medium, "case.medium_file")) if one.medium else ""
        text = Html(" ".join(part for part in (medium, _quoted(voice, one.text)) if part))
        key = "case.line_hers" if one.kind == "citizen" else "case.line_staff"
        return voice(key, when=when, text=text)
    return voice("case.line_event", when=when, text=_event(voice, knowledge, case, one))


def _event(voice: Voice, knowledge: Knowledge, case: Case, one: Moment) -> Html:
    data = one.data or {}
    if one.kind == "forwarded":
        known = str(data.get("body")) in knowledge.bodies
        body = str(data["body"]) if known else case.forwarded_to or ""
        day = voice.day(one.at, zone_of(case, knowledge))
        return voice("case.forwarded_to", body=body_name(body, knowledge, voice), day=day)
    if one.kind == "closed":
        outcome = OUTCOMES.get(str(data.get("outcome")))
        return voice("case.event_closed", outcome=voice.plain(outcome) if outcome else "")
    if one.kind == "transferred":
        office = office_name(str(data.get("to")), knowledge, voice)
        return voice("case.event_transferred", office=office)
    return voice(EVENTS[one.kind])


def _quoted(voice: Voice, text: str) -> Html:
    return voice("case.quoted", text=text) if text else Html("")


def _thumbs(voice: Voice, case_id: int) -> list[InlineKeyboardButton]:
    return [
        _button(voice, "case.good", "good", case_id),
        _button(voice, "case.bad", "bad", case_id),
    ]


def _button(
    voice: Voice,
    key: str,
    do: str,
    case_id: int,
    *,
    page: int = 0,
    style: Style | None = None,
    **params: int,
) -> InlineKeyboardButton:
    data = Mine(do=do, case_id=case_id, page=page).pack()
    return InlineKeyboardButton(text=voice.plain(key, **params), callback_data=data, style=style)
