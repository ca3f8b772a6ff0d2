"""The door of /cases: she looks at a case, adds to it, takes it back, opens it again, rates it."""

from collections.abc import Callable
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.desk.citizen.my_cases import MyCases
from handlers.calls import Said
from handlers.desk.citizen.ask import Desk, desk_given, screen_of
from handlers.desk.citizen.awaited import await_words, awaited_no_more
from handlers.desk.citizen.my_case_screens import (
    Mine,
    back_row,
    case_screen,
    list_screen,
    not_helped_screen,
    rated_screen,
    withdraw_screen,
)
from handlers.menu import Private
from handlers.screens import Screen, said_anew, shown, turned


def build_router() -> Router:
    """Return the router of her cases."""
    router = Router(name="my_cases")
    router.message.register(list_cases, Command("cases"), Private())
    steps: dict[str, Callable[..., Any]] = {
        "list": back_to_list,
        "open": look,
        "add": add,
        "withdraw": withdraw,
        "withdrawn": withdrawn,
        "reopen": reopen,
        "linked": linked,
        "good": rate,
        "bad": rate,
        "words": words,
        "yes": helped,
        "no": helped,
    }
    for do, handler in steps.items():
        router.callback_query.register(handler, Mine.filter(F.do == do))
    for event in (router.message, router.callback_query):
        event.middleware(desk_given)
        event.middleware(awaited_no_more)
    return router


async def list_cases(message: Message, desk: Desk) -> Said:
    """Show her cases with their status in words."""
    cases = await desk.cases.of(desk.chat.id)
    return shown(message, list_screen(desk.voice, desk.knowledge, cases))


async def back_to_list(query: CallbackQuery, desk: Desk) -> Said:
    """Show her cases in place of the one she looked at."""
    cases = await desk.cases.of(desk.chat.id)
    return turned(query, list_screen(desk.voice, desk.knowledge, cases))


async def look(query: CallbackQuery, callback_data: Mine, my_cases: MyCases, desk: Desk) -> Said:
    """Open one case."""
    looked = await my_cases.look(desk.chat.id, callback_data.case_id)
    return turned(query, case_screen(desk.voice, desk.knowledge, looked, callback_data.page))


async def add(
    query: CallbackQuery,
    callback_data: Mine,
    my_cases: MyCases,
    state: FSMContext,
    desk: Desk,
    now: int,
) -> Said:
    """What she writes next belongs to this case."""
    case = await my_cases.get(desk.chat.id, callback_data.case_id)
    await await_words(state, "add_to", case.id, now)
    text = desk.voice("case.add_now", number=case.id)
    return turned(query, Screen(text, back_row(desk.voice, case)))


async def withdraw(
    query: CallbackQuery, callback_data: Mine, my_cases: MyCases, desk: Desk
) -> Said:
    """Ask once more."""
    case = await my_cases.get(desk.chat.id, callback_data.case_id)
    return turned(query, withdraw_screen(desk.voice, case))


async def withdrawn(
    query: CallbackQuery, callback_data: Mine, my_cases: MyCases, desk: Desk
) -> Said:
    """Take the question back."""
    told = await my_cases.withdraw(desk.chat.id, callback_data.case_id)
    text = desk.voice("case.withdrawn", number=callback_data.case_id)
    return [*turned(query, Screen(text, [])), *told]


async def reopen(query: CallbackQuery, callback_data: Mine, my_cases: MyCases, desk: Desk) -> Said:
    """Open it again; what she writes next belongs to it."""
    told = await my_cases.reopen(desk.chat.id, callback_data.case_id)
    if told is None:
        return query.answer(desk.voice.plain("error.button_stale"), show_alert=True)
    text = desk.voice("case.reopened_write", number=callback_data.case_id)
    return [*turned(query, Screen(text, [])), *told]


async def linked(query: CallbackQuery, callback_data: Mine, my_cases: MyCases, desk: Desk) -> Said:
    """Begin a new question that goes on from this case."""
    case = await my_cases.get(desk.chat.id, callback_data.case_id)
    draft = await desk.questions.begin_from(desk.chat, case)
    return said_anew(query, await screen_of(draft, desk))


async def rate(query: CallbackQuery, callback_data: Mine, my_cases: MyCases, desk: Desk) -> Said:
    """Keep one of two thumbs."""
    case = await my_cases.get(desk.chat.id, callback_data.case_id)
    told = await my_cases.rate(desk.chat.id, case.id, callback_data.do == "good")
    return [*turned(query, rated_screen(desk.voice, case)), *told]


async def words(
    query: CallbackQuery,
    callback_data: Mine,
    my_cases: MyCases,
    state: FSMContext,
    desk: Desk,
    now: int,
) -> Said:
    """What she writes next are words beside her rating."""
    case = await my_cases.get(desk.chat.id, callback_data.case_id)
    await await_words(state, "rate", case.id, now)
    return turned(query, Screen(desk.voice("case.words_now"), []))


async def helped(query: CallbackQuery, callback_data: Mine, my_cases: MyCases, desk: Desk) -> Said:
    """Two weeks later: did it help?"""
    yes = callback_data.do == "yes"
    case = await my_cases.helped(desk.chat.id, callback_data.case_id, yes)
    if yes:
        return turned(query, Screen(desk.voice("case.helped"), []))
    return turned(query, not_helped_screen(desk.voice, case))
