"""The staff's lists in their group: /mine, /queue, /find, and cases that are like one."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message

from bot.desk.staff.case_search import Finding
from handlers.calls import Said
from handlers.desk.case_cards import CardButton
from handlers.desk.case_copies import to_staff
from handlers.desk.staff.lists import findings_text, list_text
from handlers.desk.staff.room import InStaffChat, Room, person, presser


def build_router() -> Router:
    """Return the router of lists."""
    router = Router(name="staff_find")
    here = InStaffChat()
    router.message.register(mine, Command("mine"), here)
    router.message.register(queue, Command("queue"), here)
    router.message.register(find, Command("find"), here)
    router.callback_query.register(similar, CardButton.filter(F.action == "similar"), here)
    return router


async def mine(message: Message, room: Room) -> Said:
    """The cases that somebody has taken."""
    who = person(message)
    cases = (await room.days.in_hand(room.office, who)).own
    if not cases:
        return message.reply(room.voice("staff.mine_none"))
    title = room.voice("staff.mine", n=len(cases), name=who.name)
    return message.reply(list_text(title, cases, room.office, room.knowledge, room.voice))


async def queue(message: Message, room: Room) -> Said:
    """The cases that nobody has, or whose taker is away."""
    cases = (await room.days.in_hand(room.office, person(message))).free
    if not cases:
        return message.reply(room.voice("staff.queue_none"))
    title = room.voice("staff.queue", n=len(cases))
    return message.reply(list_text(title, cases, room.office, room.knowledge, room.voice))


async def find(message: Message, command: CommandObject, room: Room) -> Said:
    """`/find 147`, `/find зейнетақы`: by number or by words in any form."""
    asked = (command.args or "").strip()
    if not asked:
        return message.reply(room.voice("staff.find_how"))
    case = await room.case_here(message, asked) if asked.lstrip("№#").isdecimal() else None
    found = [case] if case else []
    if found:
        return message.reply(
            list_text(room.voice("staff.found"), found, room.office, room.knowledge, room.voice)
        )
    hits = await room.search.by_words(room.office, asked)
    hits = [one for one in hits if person(message).id not in await room.conflicts.barred(one.case)]
    return message.reply(_told(hits, room))


async def similar(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """Answered cases like this one, said in its thread."""
    case = await room.case(callback_data)
    await room.conflicts.check(case, presser(query.from_user))
    found = await room.search.similar(case)
    title = room.voice("staff.similar_found" if found else "staff.similar_none")
    text = findings_text(title, found, room.office, room.knowledge, room.voice)
    line = SendMessage(chat_id=room.office.chat_id or 0, text=text)
    card = await room.answers.card(case)
    return [query.answer(), *card, to_staff(line, case, "case_posted", {"role": "note"})]


def _told(found: list[Finding], room: Room) -> str:
    title = room.voice("staff.found" if found else "staff.found_none")
    return findings_text(title, found, room.office, room.knowledge, room.voice)
