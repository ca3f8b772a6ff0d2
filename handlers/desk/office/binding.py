"""Binding a staff chat by the coordinator's /bind in the group; coming in and being taken out."""

from dataclasses import asdict

from aiogram import Bot, Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import GetChatMember
from aiogram.types import ChatMemberUpdated, Message

from bot.desk.office.offices import Door, Offices, WrongCode
from bot.news.places import Places
from bot.texts import Voice
from handlers.calls import Said, call
from handlers.desk.staff.room import person
from handlers.hearing import InChat
from handlers.menu import Private
from storage.records.delivery import Priority

GONE = ("left", "kicked")


def build_router() -> Router:
    """Return the router of binding."""
    router = Router(name="coordinator")
    router.message.register(bind_elsewhere, Command("bind"), Private())
    router.message.register(bind, Command("bind"))
    router.my_chat_member.register(door, InChat("group", "supergroup"))
    return router


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
        return [*await offices.removed(event.chat.id), *await places.lost(event.chat.id)]
    await places.found(event.chat.id)
    bound, fresh = await offices.let_in(event.chat.id), event.old_chat_member.status in GONE
    if fresh and not bound:
        return event.answer(voice("office.hello"))
    return None
