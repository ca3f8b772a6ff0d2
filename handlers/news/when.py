"""The door of the hours: when she reads, on which days, her quiet, zone, a pause with an end."""

from dataclasses import replace
from datetime import timedelta

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.rules.news.schedule import day_begins, local_day, read_clock
from bot.rules.news.typed_times import read_day, read_hours
from bot.zones import find_zones, is_zone
from handlers.calls import Said
from handlers.menu import Free, Private
from handlers.news.reader import Reader, reader_router
from handlers.news.settings_page import settings_screen
from handlers.news.when_screens import (
    AlsoAt,
    Day,
    Days,
    Quiet,
    Rest,
    TypeWhen,
    When,
    Zone,
    when_screen,
    zones_screen,
)
from handlers.screens import Screen, button, shown, turned
from storage.records.people import Subscriber

WEEK: dict[str, tuple[int, ...]] = {
    "all": (1, 2, 3, 4, 5, 6, 7),
    "work": (1, 2, 3, 4, 5),
    "once": (1,),
}
ASK_KEYS = {
    "hours": "settings.type_hour",
    "quiet": "when.type_quiet",
    "zone": "when.type_zone",
    "rest": "when.type_day",
}
UNCLEAR_KEYS = {
    "hours": "settings.hour_unclear",
    "quiet": "when.quiet_unclear",
    "zone": "when.zone_unknown",
    "rest": "when.day_unclear",
}


class Typing(StatesGroup):
    """What she is asked to type; its data say `what`."""

    when = State()


def build_router() -> Router:
    """Return the router of the hours."""
    router = reader_router("when")
    router.message.register(typed, StateFilter(Typing.when), Private(), Free())
    router.callback_query.register(show, When.filter())
    router.callback_query.register(ask, TypeWhen.filter())
    router.callback_query.register(also_at, AlsoAt.filter())
    router.callback_query.register(day, Day.filter())
    router.callback_query.register(days, Days.filter())
    router.callback_query.register(quiet, Quiet.filter())
    router.callback_query.register(zone, Zone.filter())
    router.callback_query.register(rest, Rest.filter())
    return router


async def show(query: CallbackQuery, callback_data: When, reader: Reader) -> Said:
    """Show one of the screens about time."""
    await reader.state.clear()
    subscriber = await reader.subscriber()
    return turned(query, when_screen(reader.voice, subscriber, callback_data.what))


async def ask(query: CallbackQuery, callback_data: TypeWhen, reader: Reader) -> Said:
    """Let her type what no button says."""
    await reader.state.set_state(Typing.when)
    await reader.state.set_data({"what": callback_data.what})
    back = button(reader.voice.plain("settings.back"), When(what=callback_data.what).pack())
    return turned(query, Screen(reader.voice(ASK_KEYS[callback_data.what]), [[back]]))


async def typed(message: Message, reader: Reader) -> Said:
    """Keep what she typed; ask again when it is unclear."""
    what = (await reader.state.get_data()).get("what", "hours")
    text = message.text or ""
    if what == "zone" and (found := find_zones(text)):
        return shown(message, zones_screen(reader.voice, await reader.subscriber(), found))
    subscriber = await _kept(what, text, reader)
    if subscriber is None:
        return message.answer(reader.voice(UNCLEAR_KEYS[what]))
    await reader.state.clear()
    if what == "rest":
        return shown(message, settings_screen(reader.voice, reader.composer, subscriber))
    return shown(message, when_screen(reader.voice, subscriber, what))


async def also_at(query: CallbackQuery, callback_data: AlsoAt, reader: Reader) -> Said:
    """Read at that minute too, or no longer."""
    minutes, wanted = callback_data.minutes % 1440, callback_data.wanted
    subscriber = await reader.subscriptions.read_also_at(reader.chat, minutes, wanted)
    return turned(query, when_screen(reader.voice, subscriber, "hours"))


async def day(query: CallbackQuery, callback_data: Day, reader: Reader) -> Said:
    """Read on that weekday or no longer; the last one stays."""
    schedule = (await reader.subscriber()).schedule
    one = {callback_data.day % 8 or 7}
    kept = {*schedule.days} | one if callback_data.wanted else {*schedule.days} - one
    schedule = replace(schedule, days=tuple(sorted(kept or one)))
    subscriber = await reader.subscriptions.arrange(reader.chat, schedule)
    return turned(query, when_screen(reader.voice, subscriber, "days"))


async def days(query: CallbackQuery, callback_data: Days, reader: Reader) -> Said:
    """Read every day, on working days, or once a week."""
    schedule = replace((await reader.subscriber()).schedule, days=WEEK[callback_data.which])
    subscriber = await reader.subscriptions.arrange(reader.chat, schedule)
    return turned(query, when_screen(reader.voice, subscriber, "days"))


async def quiet(query: CallbackQuery, callback_data: Quiet, reader: Reader) -> Said:
    """Keep the quiet hours; from a minute to the same minute means none."""
    begin, end = callback_data.begin % 1440, callback_data.end % 1440
    hours = (begin, end) if begin != end else ()
    schedule = replace((await reader.subscriber()).schedule, quiet=hours)
    subscriber = await reader.subscriptions.arrange(reader.chat, schedule)
    return turned(query, when_screen(reader.voice, subscriber, "all"))


async def zone(query: CallbackQuery, callback_data: Zone, reader: Reader) -> Said:
    """Keep her time zone; an unknown one changes nothing."""
    await reader.state.clear()
    subscriber = await reader.subscriber()
    if is_zone(callback_data.name):
        schedule = replace(subscriber.schedule, zone=callback_data.name)
        subscriber = await reader.subscriptions.arrange(reader.chat, schedule)
    return turned(query, when_screen(reader.voice, subscriber, "all"))


async def rest(query: CallbackQuery, callback_data: Rest, reader: Reader) -> Said:
    """Pause for so many days."""
    subscriber = await reader.subscriber()
    zone = subscriber.schedule.zone
    until = local_day(reader.now, zone) + timedelta(days=min(max(callback_data.days, 1), 366))
    subscriber = await reader.subscriptions.rest(reader.chat, day_begins(until, zone))
    return turned(query, settings_screen(reader.voice, reader.composer, subscriber))


async def _kept(what: str, text: str, reader: Reader) -> Subscriber | None:
    """Keep what was typed; None: it is unclear."""
    subscriptions, schedule = reader.subscriptions, (await reader.subscriber()).schedule
    if what == "quiet" and (hours := read_hours(text)):
        return await subscriptions.arrange(reader.chat, replace(schedule, quiet=hours))
    if what == "rest" and (until := read_day(text, local_day(reader.now, schedule.zone))):
        return await subscriptions.rest(reader.chat, day_begins(until, schedule.zone))
    if what == "hours" and (minutes := read_clock(text)) is not None:
        return await subscriptions.read_also_at(reader.chat, minutes, wanted=True)
    return None
