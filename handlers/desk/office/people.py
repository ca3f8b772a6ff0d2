"""The coordinator's door to her staff: /staff adds by a reply; roles and removal by buttons."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, User

from bot.desk.office.offices import Offices
from bot.desk.office.people import OfficePeople
from bot.desk.office.rights import OfficeRights
from bot.rules.desk.desk_catalog import Knowledge
from bot.texts import Voice
from handlers.calls import Said
from handlers.desk.office.people_screens import (
    PersonButton,
    added_screen,
    ask_removal_screen,
    people_screen,
    person_screen,
    removed_screen,
)
from handlers.desk.office.screens import choose_office
from handlers.desk.office.seat import Seat, office_router
from handlers.desk.staff.room import presser
from handlers.screens import Screen, shown, turned
from handlers.written import author_id

GONE = frozenset({"left", "kicked"})


def build_router() -> Router:
    """Return the router of an office's people."""
    router = office_router("office_people")
    router.message.register(staff, Command("staff"))
    for do, handler in (
        ("list", everybody),
        ("one", one),
        ("role", turn_role),
        ("duty", turn_duty),
        ("ask", ask_removal),
        ("remove", remove),
        ("add", add_again),
    ):
        router.callback_query.register(handler, PersonButton.filter(F.do == do))
    router.chat_member.register(left)
    return router


async def staff(
    message: Message,
    office_rights: OfficeRights,
    office_people: OfficePeople,
    offices: Offices,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """Add whom the message replies to or names; without anybody show who answers here."""
    scope = await office_rights.scope(message.chat.id, author_id(message))
    if scope.office_id is None:
        return shown(message, choose_office(await offices.all(), knowledge, voice))
    people = _meant(message)
    for person in people:
        await office_people.add(scope.office_id, presser(person), scope.user_id)
    if people:
        return shown(message, added_screen(scope.office_id, people, voice))
    here = await office_people.everybody(scope.office_id)
    return shown(message, people_screen(scope.office_id, here, voice))


def _meant(message: Message) -> list[User]:
    """Who joined by the line replied to, or wrote it; and whom the command itself mentions."""
    replied = message.reply_to_message
    named = [entity.user for entity in message.entities or () if entity.user]
    if replied is not None and replied.new_chat_members:
        named += replied.new_chat_members
    elif replied is not None and replied.from_user and replied.sender_chat is None:
        named.append(replied.from_user)
    return list({person.id: person for person in named if not person.is_bot}.values())


async def everybody(query: CallbackQuery, seat: Seat) -> Said:
    """Show who answers in the office."""
    here = await seat.office_people.everybody(seat.office_id)
    return turned(query, people_screen(seat.office_id, here, seat.voice))


async def one(query: CallbackQuery, callback_data: PersonButton, seat: Seat) -> Said:
    """Show one of them."""
    return turned(query, await _person(seat, callback_data.who))


async def turn_role(query: CallbackQuery, callback_data: PersonButton, seat: Seat) -> Said:
    """Make her a coordinator, or no longer."""
    who = callback_data.who
    await seat.office_people.turn_coordinator(seat.office_id, who, seat.who.id)
    return turned(query, await _person(seat, who))


async def turn_duty(query: CallbackQuery, callback_data: PersonButton, seat: Seat) -> Said:
    """Put her on duty, or off it; cards name her."""
    who = callback_data.who
    cards = await seat.office_people.turn_duty(seat.office_id, who)
    return [*turned(query, await _person(seat, who)), *cards]


async def ask_removal(query: CallbackQuery, callback_data: PersonButton, seat: Seat) -> Said:
    """Say what removing her would do."""
    colleague = await seat.office_people.one(seat.office_id, callback_data.who)
    return turned(query, ask_removal_screen(colleague, seat.voice))


async def remove(query: CallbackQuery, callback_data: PersonButton, seat: Seat) -> Said:
    """She answers here no more."""
    office, who = seat.office_id, callback_data.who
    member = (await seat.office_people.one(office, who)).member
    cards = await seat.office_people.remove(office, who, seat.who.id)
    return [*turned(query, removed_screen(member, seat.voice)), *cards]


async def add_again(query: CallbackQuery, callback_data: PersonButton, seat: Seat) -> Said:
    """She was removed by mistake."""
    who = callback_data.who
    await seat.office_people.add_again(seat.office_id, who, seat.who.id)
    return turned(query, await _person(seat, who))


async def _person(seat: Seat, user_id: int) -> Screen:
    colleague = await seat.office_people.one(seat.office_id, user_id)
    return person_screen(colleague, seat.knowledge, seat.voice)


async def left(event: ChatMemberUpdated, offices: Offices, office_people: OfficePeople) -> Said:
    """Somebody left the staff chat, or was taken out: she speaks for the office no more."""
    office = await offices.in_chat(event.chat.id)
    if office is None or event.new_chat_member.status not in GONE:
        return None
    return await office_people.left_group(office, event.new_chat_member.user.id)
