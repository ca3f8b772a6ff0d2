"""What the staff need less often: waiting for the citizen, secrecy, a conflict of interest."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.desk.citizen.cases import Cases
from bot.desk.staff.conflicts import NoOtherSide
from bot.texts import Html
from handlers.calls import Said
from handlers.desk.case_cards import CardButton, mention, more_buttons
from handlers.desk.staff.room import InStaffChat, Room, buttons_turned, person, presser, toast
from storage.records.consultation import Case
from storage.records.delivery import Call


def build_router() -> Router:
    """Return the router of a card's second page."""
    router = Router(name="staff_menu")
    here = InStaffChat()
    router.message.register(dispute, Command("dispute"), here)
    router.message.register(explain, Command("help"), here)
    for action, handler in (
        ("more", more),
        ("wait", wait),
        ("resume", resume),
        ("sensitive", sensitive),
        ("conflict", conflict),
    ):
        router.callback_query.register(handler, CardButton.filter(F.action == action), here)
    return router


async def explain(message: Message, room: Room) -> Said:
    """What the staff can do here."""
    return message.reply(room.voice("staff.help"))


async def more(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """The second page of buttons."""
    case = await room.case(callback_data)
    hands = await room.answers.hands(case)
    return buttons_turned(query, more_buttons(case, hands, room.voice))


async def wait(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """The citizen must say something first."""
    case = await room.case(callback_data)
    said = await room.waiting.begin(case, presser(query.from_user))
    return [toast(query, room, "staff.waits", number=case.id), *said]


async def resume(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """Go on without her word."""
    case = await room.case(callback_data)
    said = await room.waiting.resume(case, presser(query.from_user))
    return [toast(query, room, "staff.resumed", number=case.id), *said]


async def sensitive(
    query: CallbackQuery, callback_data: CardButton, room: Room, cases: Cases
) -> Said:
    """From now on nothing outside shows what the case is about."""
    case = await room.case(callback_data)
    said = await cases.make_sensitive(case.id, presser(query.from_user).id)
    return [toast(query, room, "staff.made_sensitive", number=case.id), *said]


async def conflict(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """She must not work on this case; the coordinators are told. Pressed again: a mistake."""
    case, who = await room.case(callback_data), presser(query.from_user)
    if not await room.conflicts.flag(case, who):
        await room.conflicts.unflag(case, who)
        return [toast(query, room, "staff.no_conflict"), *await room.answers.card(case)]
    told = await _coordinators(room, case, "staff.conflict_told", who.name)
    card = await room.answers.card(case)
    return [toast(query, room, "staff.conflict_noted", number=case.id), *card, told]


async def dispute(message: Message, command: CommandObject, room: Room) -> Said:
    """`/dispute 15` in a case's thread, or as a reply: case 15 is the other side."""
    case = await room.case_here(message)
    number = (command.args or "").strip().lstrip("№#")
    if case is None or not number.isdecimal():
        return message.reply(room.voice("staff.dispute_how"))
    try:
        apart = await room.conflicts.link(case, int(number[:15]), person(message))
    except NoOtherSide as error:
        return message.reply(room.voice(error.key))
    said = [
        one for released in (apart.released if apart else ()) for one in await _card(room, released)
    ]
    key = "staff.dispute_noted"
    return [message.reply(room.voice(key, number=case.id, other=number)), *said]


async def _card(room: Room, case_id: int) -> list[Call]:
    case = await room.answers.any_case(case_id)
    return await room.answers.card(case) if case else []


async def _coordinators(room: Room, case: Case, key: str, name: str) -> Call:
    people = await room.days.coordinators(room.office)
    names = Html(", ".join(mention(one) for one in people))
    return room.words.staff_told(case, room.office, key, name=name, coordinators=names)
