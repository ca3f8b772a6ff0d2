"""Giving a case to others: another office, another subject, a body outside; and taking it back."""

from aiogram import F, Router
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery

from bot.rules.desk.danger import MEDIATION, case_in_danger
from bot.rules.desk.desk_catalog import said as named
from bot.rules.desk.ready_answers import offered
from handlers.calls import Said
from handlers.desk.case_cards import CardButton, choice_buttons, office_name
from handlers.desk.staff.room import InStaffChat, Room, buttons_turned, presser, toast
from storage.records.consultation import Case


def build_router() -> Router:
    """Return the router of transfers."""
    router = Router(name="staff_transfer")
    here = InStaffChat()
    for action, handler in (
        ("transfer", transfer),
        ("subject", subject),
        ("to", to_office),
        ("about", to_category),
        ("recall", recall),
        ("forward", forward),
        ("at", forward_to),
        ("elsewhere", forward_by_words),
    ):
        router.callback_query.register(handler, CardButton.filter(F.action == action), here)
    return router


async def transfer(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """The first tap: which office, or which other subject."""
    case = await room.case(callback_data)
    await room.conflicts.check(case, presser(query.from_user))
    targets = await room.transfers.targets(case)
    choices = [(f"🏢 {office_name(one, room.knowledge, room.voice)}", one) for one in targets]
    other = ("staff.other_subject", "subject")
    return buttons_turned(query, choice_buttons(case, "to", choices, room.voice, *other))


async def subject(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """It is about something else: what?"""
    case = await room.case(callback_data)
    categories = room.knowledge.categories
    danger = case_in_danger(case, categories.get(case.category))
    never = {case.category, MEDIATION} if danger else {case.category}
    others = [one for one in categories.values() if one.id not in never]
    choices = [(f"{one.emoji} {named(one.button, room.voice.language)}", one.id) for one in others]
    return buttons_turned(query, choice_buttons(case, "about", choices, room.voice))


async def to_office(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """The second tap: the case goes, with all that was said."""
    case = await room.case(callback_data)
    who = presser(query.from_user)
    moved = await room.transfers.to_office(case, who, callback_data.outcome)
    return [_moved(query, room, moved.case), *moved.said]


async def to_category(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """The second tap: it is about something else, and goes to who answers that."""
    case = await room.case(callback_data)
    who = presser(query.from_user)
    moved = await room.transfers.to_category(case, who, callback_data.outcome)
    if moved.same_office:
        return [toast(query, room, "staff.subject_changed", number=case.id), *moved.said]
    return [_moved(query, room, moved.case), *moved.said]


async def recall(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """Undo a transfer that nobody has begun to work on."""
    who = presser(query.from_user)
    moved = await room.transfers.recall(room.office, callback_data.case_id, who)
    return [toast(query, room, "staff.recalled", number=moved.case.id), *moved.said]


async def forward(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """Which body outside has it now?"""
    case = await room.case(callback_data)
    bodies = offered(room.knowledge.bodies, case.category)
    choices = [(named(one.names, room.voice.language), one.id) for one in bodies]
    other = ("staff.other_body", "elsewhere")
    return buttons_turned(query, choice_buttons(case, "at", choices, room.voice, *other))


async def forward_to(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """A body of the list has it from today on."""
    case = await room.case(callback_data)
    said = await room.waiting.forward(case, presser(query.from_user), callback_data.outcome)
    return [toast(query, room, "staff.forwarded_noted"), *said]


async def forward_by_words(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """Another body: its name is written as a reply."""
    case = await room.case(callback_data)
    return [
        query.answer(),
        *await room.answers.card(case),
        room.words.asked(case, room.office, "staff.which_body", "body"),
    ]


def _moved(query: CallbackQuery, room: Room, case: Case) -> AnswerCallbackQuery:
    name = office_name(case.office_id, room.knowledge, room.voice)
    return toast(query, room, "staff.transferred", number=case.id, office=name)
