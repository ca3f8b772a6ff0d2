"""What a citizen writes outside of commands: her question, more for her case, an edit, a thank-you.

Include this router after every other of private chats, and before the strays.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import Command, Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message, ReactionTypeEmoji

from bot.desk.citizen.my_cases import MyCases
from bot.rules.desk.asking import SCREEN_EVERY_S
from bot.rules.desk.private_data import private_data, unknown_photo
from bot.rules.desk.thanks import is_thanks
from bot.texts import Voice
from handlers.calls import Said, call
from handlers.commands import STAFF
from handlers.desk.citizen.ask import Desk, desk_given, screen_of
from handlers.desk.citizen.awaited import pressed
from handlers.desk.citizen.private_data import warning
from handlers.hearing import is_command
from handlers.menu import Private
from handlers.screens import shown
from handlers.written import file_name, is_never_copied, written
from storage.records.consultation import Case, Written

# among the emoji that Telegram lets bots react with
HEART = "❤"


def build_router() -> Router:
    """Return the router of citizens' words."""
    router = Router(name="citizen")
    router.message.register(asked, Command("ask"), Private())
    router.message.register(not_carried, NeverCopied(), Private())
    router.message.register(wrote, Private())
    router.edited_message.register(changed, Private())
    for event in (router.message, router.edited_message):
        event.middleware(desk_given)
    return router


async def wrote(
    message: Message, desk: Desk, my_cases: MyCases, state: FSMContext, now: int
) -> Said:
    """Add it to the case she means; else it joins her draft, or begins one."""
    words = written(message)
    if words is None:
        return None
    if is_command(message):
        return message.answer(desk.voice(_not_here(words.text)))
    waits = await pressed(state, now)
    if waits.get("rate") and words.album is None:
        said = [message.answer(desk.voice("case.words_kept")), *_warned(message, words, desk)]
        return [*said, *await my_cases.say(desk.chat.id, int(waits["rate"]), words)]
    if _only_thanks(words) and await desk.questions.active(desk.chat.id) is None:
        thanked = await _thanked(message, words, desk, my_cases)
        if thanked is not None:
            return thanked
    case = await _meant(words, desk, my_cases, waits)
    return await (_added(message, words, desk, case) if case else _draft(message, words, desk, now))


class NeverCopied(Filter):
    """Passes what Telegram lets no bot copy, such as a story."""

    async def __call__(self, message: Message) -> bool:
        return is_never_copied(message)


async def not_carried(message: Message, voice: Voice) -> Said:
    """Say what can be sent instead."""
    return message.reply(voice("ask.never_copied"))


async def asked(message: Message, desk: Desk, state: FSMContext, now: int) -> Said:
    """`/ask` with the question behind it, or beneath a photo: a new question begins."""
    words = written(message)
    if words is None:
        return None
    await pressed(state, now)
    await desk.questions.begin(desk.chat)
    return await _draft(message, words, desk, now)


def _not_here(command: str) -> str:
    """Why nothing follows a command: it is one of the staff's, or none at all."""
    name = command[1:].partition(" ")[0].partition("@")[0].strip()
    return "staff.in_group" if name in STAFF else "ask.unknown_command"


def _only_thanks(words: Written) -> bool:
    """A photo with thanks beneath it shows something all the same."""
    return words.kind == "text" and is_thanks(words.text)


async def _added(message: Message, words: Written, desk: Desk, case: Case) -> Said:
    said = [*await desk.cases.add(case, words), *_warned(message, words, desk)]
    if words.kind == "photo" and unknown_photo(await desk.cases.hers(case), words.message_id):
        said.append(warning(message, frozenset(("photo",)), desk.voice))
    return said


def _warned(message: Message, words: Written, desk: Desk) -> list[Any]:
    """What nobody needs to send is noticed, and taking it out is offered."""
    found = private_data(words.text, file_name(message))
    return [warning(message, found, desk.voice)] if found else []


async def _meant(
    words: Written, desk: Desk, my_cases: MyCases, waits: dict[str, Any]
) -> Case | None:
    case = await desk.cases.pointed_at(words)
    if case is None and waits.get("add_to"):
        case = await my_cases.get(desk.chat.id, int(waits["add_to"]))
    if case is None and await desk.questions.active(desk.chat.id) is None:
        case = await desk.cases.only_open(desk.chat.id)
    return case


async def _thanked(message: Message, words: Written, desk: Desk, my_cases: MyCases) -> Said:
    """Answer a thank-you with a heart; None: it is an answer that the staff waits for."""
    case = await desk.cases.pointed_at(words) or await desk.cases.latest(desk.chat.id)
    if case is not None and desk.cases.awaits(case):
        return None
    heart = message.react([ReactionTypeEmoji(emoji=HEART)])
    return [heart, *(await my_cases.thanked(case, words) if case else [])]


async def _draft(message: Message, words: Written, desk: Desk, now: int) -> Said:
    joined = await desk.questions.write(desk.chat, words, await desk.cases.long_closed(words))
    said: list[Any] = list(joined.said)
    found = private_data(words.text, file_name(message))
    if not found and unknown_photo(joined.draft.messages, words.message_id):
        found = frozenset(("photo",))
    if found:
        said.append(warning(message, found, desk.voice))
    screen = shown(message, await screen_of(joined.draft, desk))
    if joined.wants_screen:
        return [*said, call(screen, effect="ask_screen")]
    later = call(screen, due_at=now + SCREEN_EVERY_S, effect="ask_screen")
    await desk.questions.screen_later(joined.draft, later)
    return said


async def changed(message: Message, desk: Desk) -> Said:
    """She edited a message: of her draft, or of a case."""
    words = written(message)
    if words is None or message.location is not None:
        return None  # a live location is edited every few seconds
    said = await desk.questions.change(desk.chat, words)
    if said is None:
        return await desk.cases.change(words)
    return [*said, *_warned(message, words, desk)]
