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
from handlers.desk.staff.room import presser
from handlers.screens import shown, turned
from handlers.written import author_id

GONE = frozenset({"left", "kicked"})


def build_router() -> Router:
    """Return the router of an office's people."""
    router = Router(name="office_people")
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


async def everybody(
    query: CallbackQuery,
    callback_data: PersonButton,
    office_rights: OfficeRights,
    office_people: OfficePeople,
    voice: Voice,
) -> Said:
    """Show who answers in the office."""
    await office_rights.must_watch(callback_data.office, query.from_user.id)
    here = await office_people.everybody(callback_data.office)
    return turned(query, people_screen(callback_data.office, here, voice))


async def one(
    query: CallbackQuery,
    callback_data: PersonButton,
    office_rights: OfficeRights,
    office_people: OfficePeople,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """Show one of them."""
    await office_rights.must_watch(callback_data.office, query.from_user.id)
    colleague = await office_people.one(callback_data.office, callback_data.who)
    return turned(query, person_screen(colleague, knowledge, voice))


async def turn_role(
    query: CallbackQuery,
    callback_data: PersonButton,
    office_rights: OfficeRights,
    office_people: OfficePeople,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """Make her a coordinator, or no longer."""
    office, who, by = callback_data.office, callback_data.who, query.from_user.id
    await office_rights.must_watch(office, by)
    await office_people.turn_coordinator(office, who, by)
    return turned(query, person_screen(await office_people.one(office, who), knowledge, voice))


async def turn_duty(
    query: CallbackQuery,
    callback_data: PersonButton,
    office_rights: OfficeRights,
    office_people: OfficePeople,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """Put her on duty, or off it; cards name her."""
    office, who = callback_data.office, callback_data.who
    await office_rights.must_watch(office, query.from_user.id)
    cards = await office_people.turn_duty(office, who)
    screen = person_screen(await office_people.one(office, who), knowledge, voice)
    return [*turned(query, screen), *cards]


async def ask_removal(
    query: CallbackQuery,
    callback_data: PersonButton,
    office_rights: OfficeRights,
    office_people: OfficePeople,
    voice: Voice,
) -> Said:
    """Say what removing her would do."""
    await office_rights.must_watch(callback_data.office, query.from_user.id)
    colleague = await office_people.one(callback_data.office, callback_data.who)
    return turned(query, ask_removal_screen(colleague, voice))


async def remove(
    query: CallbackQuery,
    callback_data: PersonButton,
    office_rights: OfficeRights,
    office_people: OfficePeople,
    voice: Voice,
) -> Said:
    """She answers here no more."""
    office, who, by = callback_data.office, callback_data.who, query.from_user.id
    await office_rights.must_watch(office, by)
    member = (await office_people.one(office, who)).member
    cards = await office_people.remove(office, who, by)
    return [*turned(query, removed_screen(member, voice)), *cards]


async def add_again(
    query: CallbackQuery,
    callback_data: PersonButton,
    office_rights: OfficeRights,
    office_people: OfficePeople,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """She was removed by mistake."""
    office, who, by = callback_data.office, callback_data.who, query.from_user.id
    await office_rights.must_watch(office, by)
    await office_people.add_again(office, who, by)
    return turned(query, person_screen(await office_people.one(office, who), knowledge, voice))


async def left(event: ChatMemberUpdated, offices: Offices, office_people: OfficePeople) -> Said:
    """Somebody left the staff chat, or was taken out: she speaks for the office no more."""
    office = await offices.in_chat(event.chat.id)
    if office is None or event.new_chat_member.status not in GONE:
        return None
    return await office_people.left_group(office, event.new_chat_member.user.id)
