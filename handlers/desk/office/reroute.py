"""The coordinator's door to districts: /reroute gives one to another office, or takes it back."""

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.desk.office.offices import Offices
from bot.desk.office.rerouting import District, Rerouting
from bot.desk.office.rights import OfficeRights
from bot.rules.desk.desk_catalog import Knowledge
from bot.texts import Voice
from handlers.calls import Said
from handlers.desk.office.reroute_screens import (
    RerouteButton,
    confirm_screen,
    districts_screen,
    given_screen,
    taken_screen,
    targets_screen,
    whose_districts,
)
from handlers.desk.office.seat import Seat, office_router
from handlers.screens import Screen, shown, turned
from handlers.written import author_id


def build_router() -> Router:
    """Return the router of districts."""
    router = office_router("reroute", _whose)
    router.message.register(reroute, Command("reroute"))
    for do, handler in (
        ("list", districts),
        ("to", targets),
        ("ask", ask),
        ("give", give),
        ("take", ask_back),
        ("back", take_back),
    ):
        router.callback_query.register(handler, RerouteButton.filter(F.do == do))
    return router


async def reroute(
    message: Message,
    office_rights: OfficeRights,
    rerouting: Rerouting,
    offices: Offices,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """Show the districts of her office; an administrator chooses the office first."""
    scope = await office_rights.scope(message.chat.id, author_id(message))
    if scope.office_id is None:
        return shown(message, whose_districts(await offices.all(), knowledge, voice))
    here = await rerouting.districts(scope.office_id)
    return shown(message, districts_screen(scope.office_id, here, knowledge, voice))


async def districts(query: CallbackQuery, seat: Seat) -> Said:
    """Show the districts of the office."""
    here = await seat.rerouting.districts(seat.office_id)
    return turned(query, districts_screen(seat.office_id, here, seat.knowledge, seat.voice))


async def targets(query: CallbackQuery, callback_data: RerouteButton, seat: Seat) -> Said:
    """Who else could answer that district?"""
    others = await seat.rerouting.targets(seat.office_id)
    here = _here(callback_data)
    return turned(query, targets_screen(here, others, seat.knowledge, seat.voice))


async def ask(query: CallbackQuery, callback_data: RerouteButton, seat: Seat) -> Said:
    """Say how many open cases would go along."""
    here = _here(callback_data)
    count = len(await seat.rerouting.going(here.area, here.office))
    return turned(query, _confirm("reroute.ask", "give", here, count, seat))


async def give(query: CallbackQuery, callback_data: RerouteButton, seat: Seat) -> Said:
    """The district goes to the other office with its open cases."""
    here = _here(callback_data)
    done = await seat.rerouting.give(here.area, here.office, here.to or "", seat.who)
    screen = given_screen(here, done.cases, seat.knowledge, seat.voice)
    return [*turned(query, screen), *done.said]


async def ask_back(query: CallbackQuery, callback_data: RerouteButton, seat: Seat) -> Said:
    """Say how many open cases would return; either of the two offices may ask."""
    here = _here(callback_data)
    count = len(await seat.rerouting.returning(here.area, here.office))
    return turned(query, _confirm("reroute.ask_back", "back", here, count, seat))


async def take_back(query: CallbackQuery, callback_data: RerouteButton, seat: Seat) -> Said:
    """The district is its own office's again, as the catalogue says."""
    here = _here(callback_data)
    done = await seat.rerouting.take_back(here, seat.who)
    screen = taken_screen(here, done.cases, seat.office_id, seat.knowledge, seat.voice)
    return [*turned(query, screen), *done.said]


def _confirm(key: str, do: str, here: District, count: int, seat: Seat) -> Screen:
    return confirm_screen(key, do, here, count, seat.office_id, seat.knowledge, seat.voice)


def _whose(button: RerouteButton) -> Sequence[str]:
    """Either of the two offices may take a district back."""
    return (button.office, button.to) if button.do in ("take", "back") else (button.office,)


def _here(data: RerouteButton) -> District:
    return District(data.area, data.office, data.to or None)
