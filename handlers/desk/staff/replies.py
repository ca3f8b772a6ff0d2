"""The staff's door, in their own group: a reply is the answer, everything else stays there."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.desk.office.offices import Offices
from bot.desk.staff.answers import CaseErased, Meant
from bot.desk.staff.conflicts import Barred
from bot.rules.desk.answer_language import other_language
from bot.texts import Html, Voice
from handlers.calls import Said
from handlers.desk.case_cards import (
    LANGUAGE_NAMES,
    CardButton,
    card_buttons,
    office_name,
    outcome_buttons,
)
from handlers.desk.staff.room import (
    InStaffChat,
    NotCarried,
    Room,
    ToFormerPost,
    buttons_turned,
    person,
    presser,
    shown,
    toast,
)
from handlers.hearing import NoCommand
from handlers.written import as_channel, written
from storage.records.consultation import Case, StaffPerson, Written


def build_router() -> Router:
    """Return the router of staff chats."""
    router = Router(name="staff")
    here = InStaffChat()
    router.message.register(note, Command("note"), here)
    router.message.register(not_carried, here, NotCarried())
    router.message.register(wrote, here, NoCommand())
    router.message.register(wrote_elsewhere, ToFormerPost())
    router.edited_message.register(changed, here)
    for action, handler in (
        ("take", take),
        ("over", take_over),
        ("close", close),
        ("back", back),
        ("done", done),
        ("reopen", reopen),
    ):
        router.callback_query.register(handler, CardButton.filter(F.action == action), here)
    return router


async def not_carried(message: Message, room: Room) -> Said:
    """A reply that cannot go to the citizen is not taken for one that did."""
    key = "staff.as_channel" if as_channel(message) else "staff.never_copied"
    return message.reply(room.voice(key))


async def wrote(message: Message, room: Room, offices: Offices) -> Said:
    """Carry a reply to the citizen; talk among colleagues is none of ours."""
    await offices.forum_is(room.office, bool(message.chat.is_forum))
    words = written(message)
    if words is None:
        return None
    replied = shown(message)
    meant = await room.answers.meant(words, replied)
    refused = _refusal(meant, room)
    if refused is not None:
        return message.reply(refused)
    if meant.case is None:
        return message.reply(room.voice("staff.not_an_answer")) if replied else None
    try:
        return await _act(meant, meant.case, room, person(message), words, message)
    except Barred as error:
        return message.reply(room.voice(error.key))


async def _act(
    meant: Meant, case: Case, room: Room, who: StaffPerson, words: Written, message: Message
) -> Said:
    if meant.kind == "reason":
        said = await room.transfers.reason(case, who, words)
        return [*said, message.reply(room.voice("staff.noted"))]
    if meant.kind == "body":
        if not words.text:
            return message.reply(room.voice("staff.body_in_words"))
        said = await room.waiting.forward(case, who, " ".join(words.text.split())[:100])
        return [*said, message.reply(room.voice("staff.forwarded_noted"))]
    said = await room.answers.answer(case, who, words, meant.post)
    found = other_language(words.text, case.language)
    if said and found:
        names = {key: room.voice.plain(LANGUAGE_NAMES[one])
                 for key, one in (("asked", case.language), ("answered", found))}  # fmt: skip
        said = [*said, room.words.staff_told(
            case, room.office, "staff.other_language", reply_to=words.message_id, **names
        )]  # fmt: skip
    return said


def _refusal(meant: Meant, room: Room) -> Html | None:
    """Why a reply is not carried anywhere, where somebody may believe that it was."""
    if meant.kind == "note":
        return room.voice("staff.not_an_answer")
    if meant.kind == "erased":
        return room.voice(CaseErased.key)
    if meant.kind == "elsewhere" and meant.case is not None:
        name = office_name(meant.case.office_id, room.knowledge, room.voice)
        return room.voice("staff.elsewhere", number=meant.case.id, office=name)
    return None


async def wrote_elsewhere(message: Message, voice: Voice) -> Said:
    """A reply to a case's message in a group that is no staff chat any more: it goes nowhere."""
    return message.reply(voice("staff.chat_unbound"))


async def note(message: Message, command: CommandObject, room: Room) -> Said:
    """Keep a word for colleagues in the case's history."""
    case = await room.case_here(message)
    if case is None or not command.args:
        return message.reply(room.voice("staff.note_how"))
    if not case.citizen_chat_id:  # nobody would ever remove it
        return message.reply(room.voice(CaseErased.key))
    words = written(message)
    if words is not None:
        await room.answers.keep_note(case, person(message), words, words.html.split(maxsplit=1)[1])
    return message.reply(room.voice("staff.noted"))


async def changed(message: Message, room: Room) -> Said:
    """An edited answer changes at the citizen's too."""
    words = written(message)
    return await room.answers.change(words) if words else None


async def take(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """Somebody takes the case."""
    case = await room.case(callback_data)
    said = await room.answers.take(case, presser(query.from_user))
    return [toast(query, room, "staff.taken", number=case.id), *said]


async def take_over(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """Somebody takes the case from a colleague."""
    case = await room.case(callback_data)
    said = await room.answers.take_over(case, presser(query.from_user))
    return [toast(query, room, "staff.taken", number=case.id), *said]


async def close(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """The first tap of closing: ask for the outcome."""
    case = await room.case(callback_data)
    return buttons_turned(query, outcome_buttons(case, room.voice))


async def back(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """Show the card's own buttons again."""
    case = await room.case(callback_data)
    hands = await room.answers.hands(case)
    return buttons_turned(query, card_buttons(case, hands, room.voice))


async def done(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """The second tap of closing."""
    case = await room.case(callback_data)
    who = presser(query.from_user)
    said = await room.answers.close(case, who, callback_data.outcome)
    return [toast(query, room, "staff.closed", number=case.id), *said]


async def reopen(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """Take back a closing."""
    case = await room.case(callback_data)
    said = await room.answers.reopen(case, presser(query.from_user))
    return [toast(query, room, "staff.reopened", number=case.id), *said]
