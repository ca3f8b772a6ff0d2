"""What a citizen writes outside of commands: her question, more for her case, an edit; /cases.

Include this router after every other of private chats, and before the strays.
"""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from handlers.ask import Desk, desk_given, screen_of
from handlers.calls import Said
from handlers.menu import Private
from handlers.my_cases import cases_text
from handlers.screens import shown
from handlers.written import written
from storage.records.consultation import Written


def build_router() -> Router:
    """Return the router of citizens' words."""
    router = Router(name="citizen")
    router.message.register(list_cases, Command("cases"), Private())
    router.message.register(wrote, Private())
    router.edited_message.register(changed, Private())
    for event in (router.message, router.edited_message):
        event.outer_middleware(desk_given)
    return router


async def list_cases(message: Message, desk: Desk) -> Said:
    """Show her cases with their status in words."""
    cases = await desk.cases.of(desk.chat.id)
    return message.answer(cases_text(desk.voice, desk.knowledge, cases))


async def wrote(message: Message, desk: Desk) -> Said:
    """Add it to the case she means; else it joins her draft, or begins one."""
    words = written(message)
    if words is None:
        return None
    if words.text.startswith("/"):
        return message.answer(desk.voice("ask.unknown_command"))
    case = await desk.cases.pointed_at(words)
    if case is None and await desk.questions.active(desk.chat.id) is None:
        case = await desk.cases.only_open(desk.chat.id)
    if case is not None:
        return await desk.cases.add(case, words)
    return await _draft(message, words, desk)


async def _draft(message: Message, words: Written, desk: Desk) -> Said:
    joined = await desk.questions.write(desk.chat, words)
    if not joined.wants_screen:
        return list(joined.said)
    return [*joined.said, shown(message, await screen_of(joined.draft, desk))]


async def changed(message: Message, desk: Desk) -> Said:
    """She edited a message: of her draft, or of a case."""
    words = written(message)
    if words is None or message.location is not None:
        return None  # a live location is edited every few seconds
    if await desk.questions.change(words):
        return None
    return await desk.cases.change(words)
