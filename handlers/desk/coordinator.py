"""Binding a staff chat: the administrator's one-time code, the coordinator's /bind in the group."""

from collections.abc import Collection
from dataclasses import asdict

from aiogram import Bot, Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import GetChatMember
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.desk.offices import Door, Offices, WrongCode
from bot.news.places import Places
from bot.rules.desk.desk_catalog import Knowledge
from bot.texts import Voice
from handlers.admin import FromAdmin
from handlers.calls import Said, call
from handlers.desk.case_cards import office_name
from handlers.desk.staff_room import person
from handlers.hearing import InChat
from handlers.menu import Private
from handlers.outbox import AdminPress
from handlers.screens import Screen, button, said_anew, shown
from storage.records.delivery import Priority

GONE = ("left", "kicked")


class Code(CallbackData, prefix="code"):
    """Give a binding code for an office."""

    office: str


def build_router(admin_ids: Collection[int]) -> Router:
    """Return the router of binding."""
    router = Router(name="coordinator")
    admin = FromAdmin(admin_ids)
    router.message.register(list_offices, Command("binding"), admin)
    router.message.register(bind_elsewhere, Command("bind"), Private())
    router.message.register(bind, Command("bind"))
    router.callback_query.register(give_code, Code.filter(), AdminPress(admin_ids))
    router.my_chat_member.register(door, InChat("group", "supergroup"))
    return router


async def list_offices(
    message: Message, offices: Offices, knowledge: Knowledge, voice: Voice
) -> Said:
    """Show which offices have a staff chat; a tap gives a code for one."""
    rows = []
    for office in await offices.all():
        mark = "✅" if office.chat_id is not None else "▫️"
        words = f"{mark} {office_name(office.id, knowledge, voice)}"
        rows.append([button(words, Code(office=office.id).pack())])
    return shown(message, Screen(voice("office.choose"), rows))


async def give_code(
    query: CallbackQuery,
    callback_data: Code,
    offices: Offices,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """Show a new code, once."""
    if callback_data.office not in knowledge.offices:
        return query.answer(voice.plain("error.button_stale"), show_alert=True)
    code = await offices.issue_code(callback_data.office, query.from_user.id)
    name = office_name(callback_data.office, knowledge, voice)
    return said_anew(query, Screen(voice("office.code", office=name, code=code), []))


async def bind_elsewhere(message: Message, voice: Voice) -> Said:
    """The code belongs into the group."""
    return message.answer(voice("office.bind_in_group"))


async def bind(
    message: Message, command: CommandObject, offices: Offices, voice: Voice, bot: Bot
) -> Said:
    """Check the code, then ask Telegram what the bot may do here; see office_effects."""
    if not command.args:
        return message.reply(voice("office.bind_how"))
    who = person(message)
    is_forum = bool(message.chat.is_forum)
    door = Door(message.chat.id, is_forum, voice.language, who.id, who.name)
    try:
        ticket = await offices.check_code(command.args, door)
    except WrongCode as error:
        await offices.miss(door)
        return message.reply(voice(error.key))
    asked = GetChatMember(chat_id=door.chat_id, user_id=bot.id)
    data = {"door": asdict(door), **asdict(ticket)}
    return call(asked, priority=Priority.CASE, effect="office_checked", effect_data=data)


async def door(event: ChatMemberUpdated, offices: Offices, places: Places, voice: Voice) -> Said:
    """The bot was taken out of a group, or came into one: coming in binds nothing."""
    if event.new_chat_member.status in GONE:
        return [*await offices.lose(event.chat.id, "removed"), *await places.lost(event.chat.id)]
    await places.found(event.chat.id)
    fresh = event.old_chat_member.status in GONE
    if fresh and await offices.in_chat(event.chat.id) is None:
        return event.answer(voice("office.hello"))
    return None
