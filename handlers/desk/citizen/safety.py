"""The door beside the emergency numbers: who may read this chat, a threat now, a false alarm."""

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton

from bot.desk.citizen.alarms import Alarms
from bot.rules.desk.desk_catalog import Hotline, Knowledge, said
from bot.texts import Html, Voice
from handlers.calls import Said
from handlers.screens import Keyboard, Screen, Style, turned
from storage.records.people import Chat

# her answer to "could somebody else read this chat?", and what is said then
READ_BY = {"covered": "safety.covered", "open": "safety.open"}


class Safe(CallbackData, prefix="safe"):
    """A button beside the numbers; case 0 is the question being written."""

    do: str
    case_id: int = 0


def build_router() -> Router:
    """Return the router of the buttons beside the numbers."""
    router = Router(name="safety")
    router.callback_query.register(who_can_read, Safe.filter(F.do.in_(READ_BY)))
    router.callback_query.register(threat, Safe.filter(F.do == "threat"))
    router.callback_query.register(calm, Safe.filter(F.do == "calm"))
    return router


async def who_can_read(
    query: CallbackQuery,
    callback_data: Safe,
    alarms: Alarms,
    knowledge: Knowledge,
    voice: Voice,
    chat: Chat,
) -> Said:
    """Somebody else may read this chat, so answers hide behind a button; or nobody does."""
    case_id, key = callback_data.case_id, READ_BY[callback_data.do]
    await alarms.cover(chat.id, case_id, covered=callback_data.do == "covered")
    return turned(query, safety_screen(voice, knowledge, case_id, key))


async def threat(
    query: CallbackQuery,
    callback_data: Safe,
    alarms: Alarms,
    knowledge: Knowledge,
    voice: Voice,
    chat: Chat,
) -> Said:
    """In danger at this moment: the case goes first, and calling is quicker still."""
    told = await alarms.threat(chat.id, callback_data.case_id)
    screen = safety_screen(voice, knowledge, callback_data.case_id, "safety.threat")
    return [*turned(query, screen), *told]


async def calm(
    query: CallbackQuery, callback_data: Safe, alarms: Alarms, voice: Voice, chat: Chat
) -> Said:
    """A false alarm: the numbers go away, the question stays."""
    told = await alarms.calm(chat.id, callback_data.case_id)
    return [*turned(query, Screen(voice("safety.calm"), [])), *told]


def emergency_screen(voice: Voice, knowledge: Knowledge, case_id: int) -> Screen:
    """The numbers, and below them the one question that matters for whoever is watched."""
    rows = [
        *who_reads(voice, case_id),
        [_button(voice, "safety.in_danger", "threat", case_id, "danger")],
        [_button(voice, "safety.false_alarm", "calm", case_id)],
    ]
    text = f"{emergency_text(voice, knowledge.emergency())}\n\n{voice('safety.who_reads')}"
    return Screen(text, rows)


def who_reads(voice: Voice, case_id: int) -> Keyboard:
    """Yes or no to: could somebody else read this chat?"""
    somebody = _button(voice, "safety.somebody", "covered", case_id)
    return [[somebody, _button(voice, "safety.nobody", "open", case_id)]]


def clear_button(voice: Voice, case_id: int) -> InlineKeyboardButton:
    """One tap that removes the last two days of this chat from her phone."""
    return _button(voice, "safety.clear", "clear", case_id)


def safety_screen(voice: Voice, knowledge: Knowledge, case_id: int, key: str) -> Screen:
    """The numbers stay; below them what follows from her answer, and what is left to press."""
    rows: Keyboard = []
    if key != "safety.open":
        rows.append([clear_button(voice, case_id)])
    if key != "safety.threat":
        rows.append([_button(voice, "safety.in_danger", "threat", case_id, "danger")])
    rows.append([_button(voice, "safety.false_alarm", "calm", case_id)])
    numbers = hotlines(voice, knowledge.emergency())
    return Screen(Html("\n".join([*numbers, "", voice(key)])), rows)


def emergency_text(voice: Voice, lines: tuple[Hotline, ...]) -> Html:
    """The numbers to call, one a line; a phone makes each a link."""
    return Html(
        "\n".join([voice("ask.emergency"), *hotlines(voice, lines), voice("ask.emergency_end")])
    )


def hotlines(voice: Voice, lines: tuple[Hotline, ...]) -> list[Html]:
    """One number a line, with what it is for."""
    return [
        voice("ask.hotline", number=line.number, name=said(line.names, voice.language))
        for line in lines
    ]


def _button(
    voice: Voice, key: str, do: str, case_id: int, style: Style | None = None
) -> InlineKeyboardButton:
    data = Safe(do=do, case_id=case_id).pack()
    return InlineKeyboardButton(text=voice.plain(key), callback_data=data, style=style)
