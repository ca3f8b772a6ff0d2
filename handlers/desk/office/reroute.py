"""The coordinator's door to districts: /reroute gives one to another office, or takes it back."""

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
from handlers.desk.staff.room import presser
from handlers.screens import shown, turned
from handlers.written import author_id


def build_router() -> Router:
    """Return the router of districts."""
    router = Router(name="reroute")
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


async def districts(
    query: CallbackQuery,
    callback_data: RerouteButton,
    office_rights: OfficeRights,
    rerouting: Rerouting,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """Show the districts of the office."""
    await office_rights.must_watch(callback_data.office, query.from_user.id)
    here = await rerouting.districts(callback_data.office)
    return turned(query, districts_screen(callback_data.office, here, knowledge, voice))


async def targets(
    query: CallbackQuery,
    callback_data: RerouteButton,
    office_rights: OfficeRights,
    rerouting: Rerouting,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """Who else could answer that district?"""
    await office_rights.must_watch(callback_data.office, query.from_user.id)
    others = await rerouting.targets(callback_data.office)
    return turned(query, targets_screen(_here(callback_data), others, knowledge, voice))


async def ask(
    query: CallbackQuery,
    callback_data: RerouteButton,
    office_rights: OfficeRights,
    rerouting: Rerouting,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """Say how many open cases would go along."""
    here = _here(callback_data)
    await office_rights.must_watch(here.office, query.from_user.id)
    count = len(await rerouting.going(here.area, here.office))
    key, back_to = "reroute.ask", here.office
    return turned(query, confirm_screen(key, "give", here, count, back_to, knowledge, voice))


async def give(
    query: CallbackQuery,
    callback_data: RerouteButton,
    office_rights: OfficeRights,
    rerouting: Rerouting,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """The district goes to the other office with its open cases."""
    here = _here(callback_data)
    who = presser(query.from_user)
    await office_rights.must_watch(here.office, who.id)
    done = await rerouting.give(here.area, here.office, here.to or "", who)
    return [*turned(query, given_screen(here, done.cases, knowledge, voice)), *done.said]


async def ask_back(
    query: CallbackQuery,
    callback_data: RerouteButton,
    office_rights: OfficeRights,
    rerouting: Rerouting,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """Say how many open cases would return; either of the two offices may ask."""
    here = _here(callback_data)
    mine = await office_rights.watched((here.office, here.to or ""), query.from_user.id)
    count = len(await rerouting.returning(here.area, here.office))
    key = "reroute.ask_back"
    return turned(query, confirm_screen(key, "back", here, count, mine, knowledge, voice))


async def take_back(
    query: CallbackQuery,
    callback_data: RerouteButton,
    office_rights: OfficeRights,
    rerouting: Rerouting,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """The district is its own office's again, as the catalogue says."""
    here = _here(callback_data)
    who = presser(query.from_user)
    mine = await office_rights.watched((here.office, here.to or ""), who.id)
    done = await rerouting.take_back(here, who)
    return [*turned(query, taken_screen(here, done.cases, mine, knowledge, voice)), *done.said]


def _here(data: RerouteButton) -> District:
    return District(data.area, data.office, data.to or None)
