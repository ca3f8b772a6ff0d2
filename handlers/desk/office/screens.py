"""The pages of an office for its coordinator: all of it, hours, days off."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from aiogram.types import InlineKeyboardButton

from bot.desk.office.office_desk import OfficePage
from bot.rules.desk.desk_catalog import Knowledge, said
from bot.rules.desk.office_hours import CLOSED, intervals, written
from bot.texts import Html, Voice
from handlers.desk.case_cards import area_name, category_name, office_name
from handlers.desk.office.audit import AuditButton
from handlers.desk.office.buttons import OfficeButton, back_row
from handlers.desk.office.categories import CategoryButton
from handlers.desk.office.people_screens import PersonButton
from handlers.desk.office.reroute_screens import RerouteButton
from handlers.screens import Keyboard, Screen, button
from storage.records.consultation import Office

PRESETS = ("09:00-18:00", "09:00-13:00, 14:00-18:00", "09:00-13:00", "10:00-17:00", CLOSED)

DATA_BYTES = 64


def choose_office(offices: Sequence[Office], knowledge: Knowledge, voice: Voice) -> Screen:
    """An administrator looks at any of them."""
    rows = [
        [
            button(
                office_name(one.id, knowledge, voice), OfficeButton(do="show", office=one.id).pack()
            )
        ]
        for one in offices
    ]
    return Screen(voice("office.choose_any"), rows)


def all_row(page: OfficePage, voice: Voice) -> Keyboard:
    """For an administrator: back to all offices."""
    return [[_to(page, voice, "office.to_all", "all")]]


def office_screen(
    page: OfficePage, knowledge: Knowledge, voice: Voice, more: Keyboard | None = None
) -> Screen:
    """Who, when, where and about what; `more` are rows below the usual ones."""
    facts = page.facts
    areas = ", ".join(sorted(area_name(one, knowledge, voice) for one in facts.areas))
    topics = ", ".join(category_name(one, knowledge, voice) for one in sorted(facts.categories))
    names = ", ".join(one.name for one in page.staff if one.role == "coordinator")
    lines = [
        voice("office.page", name=said(facts.names, voice.language)),
        Html("\n".join(_week(page, voice))),
        voice("office.page_areas", areas=areas),
        voice("office.page_topics", topics=topics or voice.plain("office.all_topics")),
        voice("office.page_staff", count=len(page.staff), names=names or "–"),
    ]
    return Screen("\n\n".join(lines), [*_pages(page, voice), *(more or [])])


def _week(page: OfficePage, voice: Voice) -> list[Html]:
    alike = groupby(range(1, 8), lambda day: _hours(page, day, voice))
    lines = [
        voice("office.page_day", day=_days(list(days), voice), hours=hours) for hours, days in alike
    ]
    if page.days_off:
        lines.append(
            voice(
                "office.page_days_off", days=", ".join(_long(day, voice) for day in page.days_off)
            )
        )
    return lines


def _long(day: str, voice: Voice) -> str:
    return voice.long_day(date.fromisoformat(day))


def _days(days: Sequence[int], voice: Voice) -> str:
    """Neighbours with the same hours on one line: Mon–Fri."""
    first, last = voice.weekday(days[0]), voice.weekday(days[-1])
    return first if len(days) == 1 else f"{first}–{last}"


def _hours(page: OfficePage, weekday: int, voice: Voice) -> str:
    hours = page.facts.calendar.hours.get(weekday, ())
    return written(hours) if hours else voice.plain("office.closed")


def _pages(page: OfficePage, voice: Voice) -> Keyboard:
    rows = [
        [_to(page, voice, "office.to_hours", "hours"), _to(page, voice, "office.to_days", "days")],
        [_staff(page, voice), _audit(page, voice)],
    ]
    if not page.facts.team:  # a trained team answers whoever is in danger, wherever and about what
        rows.append([_categories(page, voice), _districts(page, voice)])
    return rows


def _staff(page: OfficePage, voice: Voice) -> InlineKeyboardButton:
    data = PersonButton(do="list", office=page.facts.id)
    return button(voice.plain("office.to_staff"), data.pack())


def _audit(page: OfficePage, voice: Voice) -> InlineKeyboardButton:
    return button(voice.plain("office.to_audit"), AuditButton(office=page.facts.id).pack())


def _categories(page: OfficePage, voice: Voice) -> InlineKeyboardButton:
    data = CategoryButton(do="list", office=page.facts.id)
    return button(voice.plain("office.to_categories"), data.pack())


def _districts(page: OfficePage, voice: Voice) -> InlineKeyboardButton:
    data = RerouteButton(do="list", office=page.facts.id)
    return button(voice.plain("office.to_districts"), data.pack())


def hours_screen(page: OfficePage, voice: Voice) -> Screen:
    """A button for each weekday."""
    rows = [
        [_at(page, f"{voice.weekday(day)}: {_hours(page, day, voice)}", "day", str(day))]
        for day in range(1, 8)
    ]
    return Screen(voice("office.hours"), [*rows, back_row(page.facts.id, voice)])


def day_screen(page: OfficePage, weekday: int, was: str, voice: Voice) -> Screen:
    """Usual hours for one weekday; after a change a button takes it back."""
    now = written(page.facts.calendar.hours.get(weekday, ()))
    rows = []
    for preset in PRESETS:
        if preset != now:
            words = voice.plain("office.closed") if preset == CLOSED else preset
            rows.append([_set(page, words, weekday, preset, now)])
    if was and _spread(was) != now:
        rows.append([_set(page, voice.plain("office.undo"), weekday, _spread(was), "")])
    rows.append([_to(page, voice, "office.back", "hours")])
    hours = _hours(page, weekday, voice)
    return Screen(voice("office.day", day=voice.weekday(weekday), hours=hours), rows)


def days_screen(page: OfficePage, voice: Voice) -> Screen:
    """Days off of the office's own; a tap takes one back."""
    rows = [[_at(page, f"✖️ {_long(day, voice)}", "off", day)] for day in page.days_off]
    return Screen(voice("office.days"), [*rows, back_row(page.facts.id, voice)])


def _to(page: OfficePage, voice: Voice, key: str, do: str) -> InlineKeyboardButton:
    return _at(page, voice.plain(key), do)


def _at(page: OfficePage, words: str, do: str, of: str = "") -> InlineKeyboardButton:
    return button(words, OfficeButton(do=do, office=page.facts.id, of=of).pack())


def _set(page: OfficePage, words: str, weekday: int, hours: str, was: str) -> InlineKeyboardButton:
    of, back = f"{weekday}={_dense(hours)}", _dense(was)
    if len(f"office:set:{page.facts.id}:{of}:{back}") > DATA_BYTES:
        back = ""  # hours of many parts cannot be taken back by a button, only written again
    return button(words, OfficeButton(do="set", office=page.facts.id, of=of, was=back).pack())


def _dense(hours: str) -> str:
    """Hours within the 64 bytes of a button: a colon parts its fields."""
    return hours.replace(":00", "").replace(":", ".").replace(" ", "")


def _spread(dense: str) -> str:
    return written(intervals(dense))
