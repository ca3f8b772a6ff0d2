"""The coordinator's door to her office: /office shows it; hours and days off by buttons."""

from aiogram import Router
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
    choose_office,
    day_screen,
    days_screen,
    hours_screen,
    office_screen,
)
from handlers.desk.office.seat import Seat, office_router
from handlers.screens import Screen, shown, turned
from handlers.written import author_id

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def build_router() -> Router:
    """Return the router of offices."""
    router = office_router("office")
    router.message.register(office, Command("office"))
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
        await _change(office_desk, scope.office_id, command.args, scope.user_id)
    page = await office_desk.page(scope.office_id)
    return shown(message, office_screen(page, knowledge, voice))


async def _change(desk: OfficeDesk, office_id: str, words: str, by: int) -> None:
    """`mon 09:00-13:00, 14:00-18:00` or a day such as 2026-12-31."""
    first, _, rest = words.strip().partition(" ")
    if first.lower() in WEEKDAYS:
        await desk.set_hours(office_id, WEEKDAYS.index(first.lower()) + 1, rest, by)
    else:
        await desk.turn_day_off(office_id, words, by)


async def pressed(query: CallbackQuery, callback_data: OfficeButton, seat: Seat) -> Said:
    """Turn the screen to another page of the office, or change what the button says."""
    await _act(seat.office_desk, callback_data, seat.who.id)
    page = await seat.office_desk.page(seat.office_id)
    return turned(query, _screen(callback_data, page, seat.knowledge, seat.voice))


async def _act(desk: OfficeDesk, button: OfficeButton, by: int) -> None:
    if button.do == "set":
        weekday, _, hours = button.of.partition("=")
        await desk.set_hours(button.office, int(weekday), hours, by)
    elif button.do == "off":
        await desk.turn_day_off(button.office, button.of, by)


def _screen(button: OfficeButton, page: OfficePage, knowledge: Knowledge, voice: Voice) -> Screen:
    if button.do in ("day", "set"):
        return day_screen(page, int(button.of.partition("=")[0]), button.was, voice)
    if button.do == "hours":
        return hours_screen(page, voice)
    if button.do in ("days", "off"):
        return days_screen(page, voice)
    return office_screen(page, knowledge, voice)
