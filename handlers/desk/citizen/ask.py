"""The door of /ask: from the first word to the receipt. Nothing typed is lost on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message

from bot.desk.citizen.alarms import Alarms
from bot.desk.citizen.cases import Cases
from bot.desk.citizen.knowledge_cards import KnowledgeCards
from bot.desk.citizen.questions import Questions
from bot.rules.desk.asking import next_step
from bot.rules.desk.desk_catalog import Knowledge
from bot.texts import Voice
from handlers.calls import Said
from handlers.desk.citizen.ask_buttons import Ask
from handlers.desk.citizen.ask_preview import preview_screen, receipt_screen
from handlers.desk.citizen.ask_screens import (
    HELP,
    category_screen,
    district_screen,
    hotlines_screen,
    put_away_screen,
    regions_screen,
    which_screen,
    write_screen,
)
from handlers.desk.citizen.awaited import awaited_no_more
from handlers.desk.citizen.knowledge_screens import offer_rows
from handlers.desk.citizen.safety import emergency_screen
from handlers.hearing import Bare
from handlers.menu import MenuButton, Private
from handlers.screens import Screen, said_anew, shown, turned
from storage.records.consultation import Draft
from storage.records.people import Chat


@dataclass(frozen=True, slots=True)
class Desk:
    """What these doors need of one update."""

    questions: Questions
    cases: Cases
    cards: KnowledgeCards
    knowledge: Knowledge
    voice: Voice
    chat: Chat


def build_router() -> Router:
    """Return the router of asking. Its handlers are given a Desk by `desk_given`."""
    router = Router(name="ask")
    router.message.register(ask, Command("ask"), Bare(), Private())
    router.message.register(ask, MenuButton("menu.ask"), Private())
    steps: dict[str, Callable[..., Any]] = {
        "district": to_district,
        "regions": to_regions,
        "in": choose_district,
        "category": to_category,
        "about": choose_category,
        "new": is_new,
        "continue": continues,
        "name": choose_name,
        "cover": choose_cover,
        "send": send,
        "cancel": cancel,
        "take_out": take_out,
        "help": explain,
        "sos": sos,
    }
    for do, handler in steps.items():
        router.callback_query.register(handler, Ask.filter(F.do == do))
    for event in (router.message, router.callback_query):
        event.middleware(desk_given)
        event.middleware(awaited_no_more)
    return router


async def desk_given(handler: Any, event: Any, data: dict[str, Any]) -> Any:
    """Middleware: hand the handlers one Desk instead of five parts."""
    names = ("questions", "cases", "knowledge", "voice", "chat")
    if all(data.get(name) is not None for name in names):
        cards = data["knowledge_cards"]
        data["desk"] = Desk(cards=cards, **{name: data[name] for name in names})
    return await handler(event, data)


async def ask(message: Message, desk: Desk) -> Said:
    """Begin a question, or go on with the one that has words in it."""
    draft = await desk.questions.begin(desk.chat)
    return shown(message, await screen_of(draft, desk))


async def to_district(query: CallbackQuery, desk: Desk) -> Said:
    """Choose the district again."""
    draft = await desk.questions.get(desk.chat.id)
    return turned(query, district_screen(desk.voice, desk.knowledge, draft))


async def to_regions(query: CallbackQuery, desk: Desk) -> Said:
    """She lives in another region."""
    draft = await desk.questions.get(desk.chat.id)
    return turned(query, regions_screen(desk.voice, desk.knowledge, draft))


async def choose_district(query: CallbackQuery, callback_data: Ask, desk: Desk) -> Said:
    """Keep the district and go on."""
    draft = await desk.questions.choose_district(desk.chat.id, callback_data.of)
    return turned(query, await screen_of(draft, desk))


async def to_category(query: CallbackQuery, desk: Desk) -> Said:
    """Choose the category again."""
    draft = await desk.questions.get(desk.chat.id)
    return turned(query, category_screen(desk.voice, desk.knowledge, draft))


async def choose_category(query: CallbackQuery, callback_data: Ask, desk: Desk) -> Said:
    """Keep the category and go on; its hotlines are said before any question."""
    chosen = await desk.questions.choose_category(desk.chat.id, callback_data.of)
    screen = await screen_of(chosen.draft, desk)
    if not chosen.hotlines:
        return turned(query, screen)
    numbers = hotlines_screen(desk.voice, chosen.hotlines)
    asked = SendMessage(chat_id=desk.chat.id, text=screen.text, reply_markup=screen.markup)
    return [*turned(query, numbers), asked]


async def choose_name(query: CallbackQuery, callback_data: Ask, desk: Desk) -> Said:
    """Show her name to those who answer, or hide it again."""
    hidden = callback_data.of == "hidden"
    draft = await desk.questions.hide_name(desk.chat.id, hidden=hidden)
    return turned(query, await screen_of(draft, desk))


async def choose_cover(
    query: CallbackQuery, callback_data: Ask, alarms: Alarms, desk: Desk
) -> Said:
    """Let answers wait behind a button, or come as they are."""
    await alarms.cover(desk.chat.id, 0, covered=callback_data.of == "covered")
    return turned(query, await screen_of(await desk.questions.get(desk.chat.id), desk))


async def is_new(query: CallbackQuery, desk: Desk) -> Said:
    """What she wrote is a new question."""
    draft = await desk.questions.is_new(desk.chat.id)
    return turned(query, await screen_of(draft, desk))


async def continues(query: CallbackQuery, callback_data: Ask, desk: Desk) -> Said:
    """What she wrote continues one of her cases."""
    draft = await desk.questions.get(desk.chat.id)
    number = int(callback_data.of) if callback_data.of.isdigit() else 0
    said = await desk.cases.continue_with(number, draft)
    if said is None:
        return query.answer(desk.voice.plain("error.button_stale"), show_alert=True)
    text = desk.voice("case.added", number=number)
    return [*turned(query, Screen(text, [])), *said]


async def send(query: CallbackQuery, desk: Desk) -> Said:
    """Send it, which is consent: the question becomes a case."""
    draft = await desk.questions.get(desk.chat.id)
    if next_step(draft, []) != "preview":
        return turned(query, await screen_of(draft, desk))
    opened = await desk.cases.open(draft, desk.chat, query.from_user.full_name)
    receipt = receipt_screen(desk.voice, desk.knowledge, opened.case, len(draft.messages))
    return [*turned(query, receipt), *opened.said]


async def cancel(query: CallbackQuery, desk: Desk) -> Said:
    """Put the question away; it can be taken out again."""
    draft = await desk.questions.put_away(desk.chat.id)
    if draft.messages:
        return turned(query, put_away_screen(desk.voice))
    return turned(query, Screen(desk.voice("ask.cancelled"), []))


async def take_out(query: CallbackQuery, desk: Desk) -> Said:
    """Go on with a question that was put away."""
    draft = await desk.questions.take_out(desk.chat.id)
    return turned(query, await screen_of(draft, desk))


async def explain(query: CallbackQuery, callback_data: Ask, voice: Voice) -> Said:
    """Explain the screen without leaving it."""
    key = HELP.get(callback_data.of, "ask.help_write")
    return query.answer(voice.plain(key)[:200], show_alert=True)


async def sos(
    query: CallbackQuery, alarms: Alarms, knowledge: Knowledge, voice: Voice, chat: Chat
) -> Said:
    """Say the emergency numbers; the question stays where it is."""
    await alarms.shown(chat.id)
    return said_anew(query, emergency_screen(voice, knowledge, 0))


async def screen_of(draft: Draft, desk: Desk) -> Screen:
    """The screen that the draft needs next."""
    candidates = await desk.cases.candidates(desk.chat.id) if draft.undecided else []
    step = next_step(draft, candidates)
    if step == "which":
        return which_screen(desk.voice, desk.knowledge, candidates)
    if step == "preview":
        promise = await desk.cases.promise(draft)
        offers = offer_rows(desk.voice, await desk.cards.offered(draft))
        return preview_screen(desk.voice, desk.knowledge, draft, promise, offers)
    screens = {"district": district_screen, "category": category_screen, "write": write_screen}
    return screens[step](desk.voice, desk.knowledge, draft)
