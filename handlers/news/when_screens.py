"""The screens about time: hours, days, quiet hours, zone, a pause with an end."""

from collections.abc import Iterable
from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.rules.news.schedule import clock_text
from bot.texts import Html, Voice
from bot.zones import OFTEN, zone_name
from handlers.news.choices import CHOSEN, Back, Wish
from handlers.screens import Keyboard, Screen, button
from storage.records.people import Schedule, Subscriber

What = Literal["all", "hours", "days", "quiet", "zone", "rest"]
HOURS = (6 * 60, 7 * 60, 8 * 60, 9 * 60, 12 * 60, 13 * 60, 18 * 60, 19 * 60, 20 * 60)
QUIETS = ((22 * 60, 7 * 60), (21 * 60, 8 * 60), (23 * 60, 6 * 60))
RESTS = (
    (1, "when.rest_day"),
    (7, "when.rest_week"),
    (14, "when.rest_two"),
    (30, "when.rest_month"),
)
EVERY_DAY = 7


class When(CallbackData, prefix="when"):
    """Show a screen about time."""

    what: What


class TypeWhen(CallbackData, prefix="when_type"):
    """She wants to type an hour, quiet hours, a city or a day."""

    what: Literal["hours", "quiet", "zone", "rest"]


class AlsoAt(CallbackData, prefix="also"):
    """She reads at that minute too or no longer: said outright, a double tap changes nothing."""

    minutes: int
    wanted: bool


class Day(CallbackData, prefix="day"):
    """She reads on that ISO weekday or no longer."""

    day: int
    wanted: bool


class Days(CallbackData, prefix="days"):
    """She reads every day, on working days, or once a week."""

    which: Literal["all", "work", "once"]


class Quiet(CallbackData, prefix="quiet"):
    """Her quiet hours, in minutes of the day; the same twice: none."""

    begin: int
    end: int


class Zone(CallbackData, prefix="zone"):
    """Her time zone by its IANA name."""

    name: str


class Rest(CallbackData, prefix="rest"):
    """She pauses for so many days."""

    days: int


def when_screen(voice: Voice, subscriber: Subscriber, what: str) -> Screen:
    """Return the screen about that part of her hours."""
    schedule = subscriber.schedule
    match what:
        case "hours":
            return _hours(voice, schedule)
        case "days":
            return _days(voice, schedule)
        case "quiet":
            return _quiet(voice, schedule)
        case "zone":
            return zones_screen(voice, subscriber, OFTEN)
        case "rest":
            return _rest(voice)
        case _:
            return _all(voice, subscriber)


def zones_screen(voice: Voice, subscriber: Subscriber, zones: Iterable[str]) -> Screen:
    """Offer these zones, or to type a city."""
    own = subscriber.schedule.zone
    names = {zone: zone_name(zone, voice.language) for zone in zones}
    buttons = [
        button(_marked(name, zone_name(own, voice.language) == name), Zone(name=zone).pack())
        for zone, name in names.items()
    ]
    rows = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    return Screen(voice("when.choose_zone"), [*rows, _other(voice, "zone"), _back(voice)])


def hours_words(voice: Voice, schedule: Schedule) -> str:
    """Return days and hours as one line: «every day, 08:00, 18:00»."""
    hours = ", ".join(clock_text(minutes) for minutes in schedule.minutes)
    if len(schedule.days) == EVERY_DAY:
        return f"{voice.plain('when.every_day')}, {hours}"
    return f"{', '.join(voice.weekday(day) for day in schedule.days)}; {hours}"


def next_words(voice: Voice, subscriber: Subscriber) -> Html:
    """Say when the next digest comes, or that none does."""
    if subscriber.next_due_at is None:
        return voice("settings.now_stopped")
    zone = subscriber.schedule.zone
    when = voice.moment(subscriber.next_due_at, zone)
    if subscriber.rests_until:
        return voice("when.now_resting", day=voice.day(subscriber.rests_until, zone), when=when)
    return voice("settings.now_next", when=when)


def _all(voice: Voice, subscriber: Subscriber) -> Screen:
    schedule = subscriber.schedule
    quiet = "–".join(map(clock_text, schedule.quiet)) or voice.plain("when.no_quiet")
    lines = [
        voice("when.title"),
        "",
        voice("settings.now_hour", hour=hours_words(voice, schedule)),
        voice("when.now_quiet", quiet=quiet),
        voice("when.now_zone", zone=zone_name(schedule.zone, voice.language)),
        "",
        next_words(voice, subscriber),
    ]
    parts: tuple[tuple[str, What], ...] = (
        ("when.hours", "hours"), ("when.days", "days"),
        ("when.quiet", "quiet"), ("when.zone", "zone"),
    )  # fmt: skip
    buttons = [button(voice.plain(key), When(what=what).pack()) for key, what in parts]
    back = button(voice.plain("settings.back"), Back().pack())
    return Screen("\n".join(lines), [buttons[:2], buttons[2:], [back]])


def _hours(voice: Voice, schedule: Schedule) -> Screen:
    offered = sorted({*HOURS, *schedule.minutes})
    buttons = [
        button(
            _marked(clock_text(minutes), minutes in schedule.minutes),
            AlsoAt(minutes=minutes, wanted=minutes not in schedule.minutes).pack(),
        )
        for minutes in offered
    ]
    rows = [buttons[place : place + 3] for place in range(0, len(buttons), 3)]
    return Screen(voice("when.choose_hours"), [*rows, _other(voice, "hours"), _back(voice)])


def _days(voice: Voice, schedule: Schedule) -> Screen:
    buttons = [
        button(
            _marked(voice.weekday(day), day in schedule.days),
            Day(day=day, wanted=day not in schedule.days).pack(),
        )
        for day in range(1, EVERY_DAY + 1)
    ]
    rows: Keyboard = [buttons[:3], buttons[3:6], buttons[6:]]
    rows.append([button(voice.plain("when.all_days"), Days(which="all").pack())])
    rows.append([button(voice.plain("when.work_days"), Days(which="work").pack())])
    rows.append([button(voice.plain("when.once"), Days(which="once").pack())])
    return Screen(voice("when.choose_days"), [*rows, _back(voice)])


def _quiet(voice: Voice, schedule: Schedule) -> Screen:
    rows = [
        [
            button(
                _marked("–".join(map(clock_text, hours)), schedule.quiet == hours),
                Quiet(begin=hours[0], end=hours[1]).pack(),
            )
        ]
        for hours in QUIETS
    ]
    none = _marked(voice.plain("when.no_quiet_button"), not schedule.quiet)
    rows.append([button(none, Quiet(begin=0, end=0).pack())])
    return Screen(voice("when.choose_quiet"), [*rows, _other(voice, "quiet"), _back(voice)])


def _rest(voice: Voice) -> Screen:
    rows = [[button(voice.plain(key), Rest(days=days).pack())] for days, key in RESTS]
    rows.append(_other(voice, "rest"))
    rows.append([button(voice.plain("when.rest_on"), Wish(what="pause").pack())])
    rows.append([button(voice.plain("settings.back"), Back().pack())])
    return Screen(voice("when.choose_rest"), rows)


def _other(
    voice: Voice, what: Literal["hours", "quiet", "zone", "rest"]
) -> list[InlineKeyboardButton]:
    keys = {
        "hours": "settings.other_hour",
        "quiet": "settings.other_hour",
        "zone": "when.other_city",
        "rest": "when.other_day",
    }
    return [button(voice.plain(keys[what]), TypeWhen(what=what).pack())]


def _back(voice: Voice) -> list[InlineKeyboardButton]:
    return [button(voice.plain("settings.back"), When(what="all").pack())]


def _marked(words: str, chosen: bool) -> str:
    return f"{CHOSEN}{words}" if chosen else words
