"""The coordinator's door to her office: /office shows it; hours and days off by buttons."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.desk.office.office_desk import OfficeDesk, OfficePage
from bot.desk.office.offices import Offices
from bot.desk.office.rights import OfficeRights
from bot.rules.desk.desk_catalog import Knowledge
from bot.texts import Voice
from handlers.calls import Said
from handlers.desk.office.buttons import OfficeButton
from handlers.desk.office.screens import (
    all_row,
    choose_office,
    day_screen,
    days_screen,
    hours_screen,
    office_screen,
)
from handlers.desk.office.seat import Seat, office_router
from handlers.screens import Keyboard, Screen, shown, turned
from handlers.written import author_id

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def build_router() -> Router:
    """Return the router of offices."""
    router = office_router("office")
    router.message.register(office, Command("office"))
    router.callback_query.register(everywhere, OfficeButton.filter(F.do == "all"))
    router.callback_query.register(pressed, OfficeButton.filter())
    return router


async def office(
    message: Message,
    command: CommandObject,
    office_rights: OfficeRights,
    office_desk: OfficeDesk,
    offices: Offices,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """Show the office, or change what the words after the command say."""
    scope = await office_rights.scope(message.chat.id, author_id(message))
    if scope.office_id is None:
        return shown(message, choose_office(await offices.all(), knowledge, voice))
    if command.args:
        await _change(office_desk, scope.office_id, command.args, scope.user_id, voice)
    page = await office_desk.page(scope.office_id)
    return shown(message, office_screen(page, knowledge, voice))


async def _change(desk: OfficeDesk, office_id: str, words: str, by: int, voice: Voice) -> None:
    """`mon 09:00-13:00, 14:00-18:00` (or a weekday in her own language), or a day: 31.12.2026."""
    first, _, rest = words.strip().partition(" ")
    name = first.lower().rstrip(".,:")
    hers = [voice.weekday(day).lower() for day in range(1, 8)]
    weekday = next((days.index(name) + 1 for days in (WEEKDAYS, hers) if name in days), None)
    if weekday is not None:
        await desk.set_hours(office_id, weekday, rest, by)
    else:
        await desk.turn_day_off(office_id, words, by)


async def pressed(
    query: CallbackQuery, callback_data: OfficeButton, seat: Seat, office_rights: OfficeRights
) -> Said:
    """Turn the screen to another page of the office, or change what the button says."""
    await _act(seat.office_desk, callback_data, seat.who.id)
    page = await seat.office_desk.page(seat.office_id)
    in_her_chat = query.message is not None and query.message.chat.id == seat.who.id
    more = all_row(page, seat.voice) if in_her_chat and office_rights.runs(seat.who.id) else []
    return turned(query, _screen(callback_data, page, more, seat))


async def everywhere(
    query: CallbackQuery, seat: Seat, office_rights: OfficeRights, offices: Offices
) -> Said:
    """An administrator goes back to all offices."""
    office_rights.must_run(seat.who.id)
    return turned(query, choose_office(await offices.all(), seat.knowledge, seat.voice))


async def _act(desk: OfficeDesk, button: OfficeButton, by: int) -> None:
    if button.do == "set":
        weekday, _, hours = button.of.partition("=")
        await desk.set_hours(button.office, int(weekday), hours, by)
    elif button.do == "off":
        await desk.turn_day_off(button.office, button.of, by)


def _screen(button: OfficeButton, page: OfficePage, more: Keyboard, seat: Seat) -> Screen:
    voice = seat.voice
    if button.do in ("day", "set"):
        return day_screen(page, int(button.of.partition("=")[0]), button.was, voice)
    if button.do == "hours":
        return hours_screen(page, voice)
    if button.do in ("days", "off"):
        return days_screen(page, voice)
    return office_screen(page, seat.knowledge, voice, more)
