"""The pages of an office's people: all of them, one of them, and her removal."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, User

from bot.desk.office.people import Colleague
from bot.rules.desk.desk_catalog import Knowledge
from bot.texts import Html, Voice
from handlers.desk.office.buttons import back_row
from handlers.screens import Screen, button
from storage.records.consultation import StaffMember


class PersonButton(CallbackData, prefix="op"):
    """A button of these pages."""

    do: str
    office: str
    who: int = 0


def people_screen(office_id: str, people: Sequence[StaffMember], voice: Voice) -> Screen:
    """A button for each of them."""
    rows = [[_to("one", one, _marked(one))] for one in people]
    return Screen(voice("office.staff"), [*rows, back_row(office_id, voice)])


def _marked(one: StaffMember) -> str:
    mark = "⭐" if one.role == "coordinator" else "▫️"
    duty = " 🕘" if one.on_duty else ""
    return f"{mark} {one.name}{duty}"


def person_screen(colleague: Colleague, knowledge: Knowledge, voice: Voice) -> Screen:
    """Who she is here, and what can be changed of it."""
    one = colleague.member
    lines = [voice("office.person", name=one.name, role=voice.plain(_role(one)))]
    if one.on_duty:
        lines.append(voice("office.person_on_duty"))
    if one.away_until:
        zone = knowledge.offices[one.office_id].calendar.zone
        lines.append(voice("office.person_away", day=voice.day(one.away_until - 1, zone)))
    lines.append(voice("office.person_cases", count=colleague.cases))
    role = "office.make_staff" if one.role == "coordinator" else "office.make_coordinator"
    duty = "office.duty_off" if one.on_duty else "office.duty_on"
    rows = [
        [_to("role", one, voice.plain(role))],
        [_to("duty", one, voice.plain(duty))],
        [_to("ask", one, voice.plain("office.remove"))],
        _back(one, voice),
    ]
    return Screen(Html("\n".join(lines)), rows)


def _role(one: StaffMember) -> str:
    return "office.is_coordinator" if one.role == "coordinator" else "office.is_staff"


def ask_removal_screen(colleague: Colleague, voice: Voice) -> Screen:
    """What would happen, and the button that lets it happen."""
    one = colleague.member
    text = voice("office.ask_removal", name=one.name, count=colleague.cases)
    rows = [[_to("remove", one, voice.plain("office.remove"))], _back(one, voice)]
    return Screen(text, rows)


def removed_screen(one: StaffMember, voice: Voice) -> Screen:
    """It is done; a button takes it back."""
    again = _to("add", one, voice.plain("office.add_again"))
    return Screen(voice("office.removed", name=one.name), [[again], _back(one, voice)])


def added_screen(office_id: str, people: Sequence[User], voice: Voice) -> Screen:
    """Who is of the staff now; a tap shows one."""
    rows = [
        [button(one.full_name, PersonButton(do="one", office=office_id, who=one.id).pack())]
        for one in people
    ]
    names = ", ".join(one.full_name for one in people)
    return Screen(voice("office.added", names=names), rows)


def _back(one: StaffMember, voice: Voice) -> list[InlineKeyboardButton]:
    return [_to("list", one, voice.plain("office.back"))]


def _to(do: str, one: StaffMember, words: str) -> InlineKeyboardButton:
    return button(words, PersonButton(do=do, office=one.office_id, who=one.user_id).pack())
