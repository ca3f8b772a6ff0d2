"""The pages of districts: who answers each, who else could, and a confirmation of the change."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.desk.office.rerouting import District
from bot.rules.desk.desk_catalog import Knowledge
from bot.texts import Voice
from handlers.desk.case_cards import area_name, office_name
from handlers.desk.office.buttons import back_row
from handlers.screens import Screen, button
from storage.records.consultation import Office


class RerouteButton(CallbackData, prefix="rr"):
    """A button of these pages; `office` is whose the district is, `to` who answers instead."""

    do: str
    office: str
    area: str = ""
    to: str = ""


def whose_districts(offices: Sequence[Office], knowledge: Knowledge, voice: Voice) -> Screen:
    """An administrator chooses any office."""
    rows = [
        [_at(office_name(one.id, knowledge, voice), "list", District("", one.id, None))]
        for one in offices
        if not knowledge.offices[one.id].team
    ]
    return Screen(voice("office.choose_any"), rows)


def districts_screen(
    office_id: str, districts: Sequence[District], knowledge: Knowledge, voice: Voice
) -> Screen:
    """A button for each district of the office, and for each that was given to it."""
    rows = []
    for one in districts:
        area = area_name(one.area, knowledge, voice)
        if one.to is None:
            rows.append([_at(area, "to", one)])
        elif one.to == office_id:
            rows.append([_at(f"⬅️ {area}", "take", one)])
        else:
            rows.append([_at(f"➡️ {area}: {office_name(one.to, knowledge, voice)}", "take", one)])
    text = voice("reroute.page", office=office_name(office_id, knowledge, voice))
    return Screen(text, [*rows, back_row(office_id, voice)])


def targets_screen(
    here: District, targets: Sequence[str], knowledge: Knowledge, voice: Voice
) -> Screen:
    """Who should answer in its place?"""
    rows = [
        [_at(office_name(one, knowledge, voice), "ask", District(here.area, here.office, one))]
        for one in targets
    ]
    key = "reroute.whom" if rows else "reroute.nobody"
    text = voice(key, area=area_name(here.area, knowledge, voice))
    return Screen(text, [*rows, _list(here.office, voice)])


def confirm_screen(
    key: str, do: str, here: District, count: int, back_to: str, knowledge: Knowledge, voice: Voice
) -> Screen:
    """What would happen, and the button that lets it happen."""
    words = "reroute.give" if do == "give" else "reroute.take_back"
    row = [_at(voice.plain(words), do, here)]
    return Screen(_told(key, here, count, knowledge, voice), [row, _list(back_to, voice)])


def given_screen(here: District, count: int, knowledge: Knowledge, voice: Voice) -> Screen:
    """It is done; a button takes it back."""
    undo = [_at(voice.plain("office.undo"), "take", here)]
    text = _told("reroute.given", here, count, knowledge, voice)
    return Screen(text, [undo, _list(here.office, voice)])


def taken_screen(
    here: District, count: int, back_to: str, knowledge: Knowledge, voice: Voice
) -> Screen:
    """The catalogue holds again."""
    text = _told("reroute.taken", here, count, knowledge, voice)
    return Screen(text, [_list(back_to, voice)])


def _told(key: str, here: District, count: int, knowledge: Knowledge, voice: Voice) -> str:
    return voice(
        key,
        area=area_name(here.area, knowledge, voice),
        office=office_name(here.office, knowledge, voice),
        to=office_name(here.to or "", knowledge, voice),
        count=count,
    )


def _list(office_id: str, voice: Voice) -> list[InlineKeyboardButton]:
    return [_at(voice.plain("office.back"), "list", District("", office_id, None))]


def _at(words: str, do: str, here: District) -> InlineKeyboardButton:
    data = RerouteButton(do=do, office=here.office, area=here.area, to=here.to or "")
    return button(words, data.pack())
