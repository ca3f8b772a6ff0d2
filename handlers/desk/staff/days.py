"""Duty and vacation, set by the staff themselves or by their coordinator, in their group."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.rules.desk.days_named import named_day
from handlers.calls import Said
from handlers.desk.staff.lists import list_text
from handlers.desk.staff.room import InStaffChat, Room, person
from storage.records.consultation import StaffPerson


def build_router() -> Router:
    """Return the router of the staff's days."""
    router = Router(name="staff_days")
    here = InStaffChat()
    router.message.register(duty, Command("duty"), here)
    router.message.register(vacation, Command("vacation"), here)
    return router


async def duty(message: Message, room: Room) -> Said:
    """Go on duty, or off it; as a reply to a colleague, the coordinator does it for her."""
    who = await _meant(message, room)
    if who is None:
        return message.reply(room.voice("staff.days_not_yours"))
    on_duty = await room.days.turn_duty(room.office, who)
    key = "staff.duty_on" if on_duty else "staff.duty_off"
    cards = await room.days.free_cards(room.office)
    return [message.reply(room.voice(key, name=who.name)), *cards]


async def vacation(message: Message, command: CommandObject, room: Room) -> Said:
    """`/vacation 05.12`: away until that day; `/vacation` again: back."""
    who = await _meant(message, room)
    if who is None:
        return message.reply(room.voice("staff.days_not_yours"))
    today = datetime.fromtimestamp(room.now, UTC).astimezone(ZoneInfo(room.zone)).date()
    asked = (command.args or "").strip()
    last = named_day(asked, today) if asked else None
    if last is None and (asked or not await room.days.is_away(room.office, who)):
        return message.reply(room.voice("staff.vacation_how"))
    return await _away(message, room, who, last)


async def _away(message: Message, room: Room, who: StaffPerson, last: date | None) -> Said:
    """Until the end of that day her cases are offered to others."""
    until = None
    if last is not None:
        back = datetime.combine(last + timedelta(days=1), time(), ZoneInfo(room.zone))
        until = int(back.timestamp())
    cases = await room.days.go_away(room.office, who, until)
    cards = [*await room.days.cards(cases), *await room.days.free_cards(room.office)]
    if until is None:
        return [message.reply(room.voice("staff.vacation_over", name=who.name)), *cards]
    day = room.voice.day(until - 1, room.zone)
    text = room.voice("staff.vacation_begun", name=who.name, day=day)
    if cases:
        title = room.voice("staff.offered", first=text)
        text = list_text(title, cases, room.office, room.knowledge, room.voice)
    return [message.reply(text), *cards]


async def _meant(message: Message, room: Room) -> StaffPerson | None:
    """Whose days: her own; as a reply those of a colleague. None: she may not, or is unknown."""
    who = person(message)
    replied = message.reply_to_message
    other = who
    if replied is not None and replied.from_user and not replied.from_user.is_bot:
        other = StaffPerson(replied.from_user.id, replied.from_user.full_name)
    if not who.id or not await room.days.may_speak_for(room.office, who, other.id):
        return None
    return other
