"""The administrator's door to binding: which office has a group, codes given out and taken back."""

from collections.abc import Collection, Sequence

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot.desk.office.offices import Offices
from bot.rules.desk.desk_catalog import Knowledge
from bot.texts import Html, Voice
from handlers.admin import FromAdmin
from handlers.calls import Said
from handlers.desk.case_cards import office_name
from handlers.desk.staff.room import presser
from handlers.outbox import AdminPress
from handlers.screens import Screen, button, said_anew, shown, turned
from storage.records.office_settings import CodeOut


class Code(CallbackData, prefix="code"):
    """A button of these pages; `of` is an office, or the number of a code."""

    do: str
    of: str = ""


def build_router(admin_ids: Collection[int]) -> Router:
    """Return the router of binding codes."""
    router = Router(name="binding_codes")
    pressed_by_admin = AdminPress(admin_ids)
    router.message.register(binding, Command("binding"), FromAdmin(admin_ids))
    for do, handler in (("list", offices_again), ("give", give), ("out", out), ("back", revoke)):
        router.callback_query.register(handler, Code.filter(F.do == do), pressed_by_admin)
    return router


async def binding(message: Message, offices: Offices, knowledge: Knowledge, voice: Voice) -> Said:
    """Show which offices have a staff chat; a tap gives a code for one."""
    return shown(message, await _offices_screen(offices, knowledge, voice))


async def offices_again(
    query: CallbackQuery, offices: Offices, knowledge: Knowledge, voice: Voice
) -> Said:
    """Back from the codes."""
    return turned(query, await _offices_screen(offices, knowledge, voice))


async def give(
    query: CallbackQuery,
    callback_data: Code,
    offices: Offices,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """Show a new code, once."""
    if callback_data.of not in knowledge.offices:
        return query.answer(voice.plain("error.button_stale"), show_alert=True)
    code = await offices.issue_code(callback_data.of, presser(query.from_user))
    name = office_name(callback_data.of, knowledge, voice)
    return said_anew(query, Screen(voice("office.code", office=name, code=code), []))


async def out(query: CallbackQuery, offices: Offices, knowledge: Knowledge, voice: Voice) -> Said:
    """Show the codes that could still bind a group."""
    return turned(query, codes_screen(await offices.codes_out(), knowledge, voice))


async def revoke(
    query: CallbackQuery,
    callback_data: Code,
    offices: Offices,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """One tap: the code binds nothing any more."""
    await offices.revoke_code(int(callback_data.of or 0), query.from_user.id)
    return turned(query, codes_screen(await offices.codes_out(), knowledge, voice))


async def _offices_screen(offices: Offices, knowledge: Knowledge, voice: Voice) -> Screen:
    rows = []
    for office in await offices.all():
        mark = "✅" if office.chat_id is not None else "▫️"
        words = f"{mark} {office_name(office.id, knowledge, voice)}"
        rows.append([button(words, Code(do="give", of=office.id).pack())])
    count = len(await offices.codes_out())
    if count:
        rows.append([button(voice.plain("office.to_codes", count=count), Code(do="out").pack())])
    return Screen(voice("office.choose"), rows)


def codes_screen(codes: Sequence[CodeOut], knowledge: Knowledge, voice: Voice) -> Screen:
    """Who gave each code out, for which office, until when; a tap takes it back."""
    lines = [_line(one, knowledge, voice) for one in codes] or [voice("office.no_codes")]
    rows = [_row(one, knowledge, voice) for one in codes]
    back = [button(voice.plain("office.back"), Code(do="list").pack())]
    return Screen(Html("\n\n".join([voice("office.codes"), *lines])), [*rows, back])


def _line(one: CodeOut, knowledge: Knowledge, voice: Voice) -> Html:
    zone = knowledge.offices[one.office_id].calendar.zone
    return voice(
        "office.code_out",
        office=office_name(one.office_id, knowledge, voice),
        name=one.created_name or str(one.created_by),
        since=voice.moment(one.created_at, zone),
        until=voice.moment(one.expires_at, zone),
    )


def _row(one: CodeOut, knowledge: Knowledge, voice: Voice) -> list[InlineKeyboardButton]:
    words = f"✖️ {office_name(one.office_id, knowledge, voice)}"
    return [button(words, Code(do="back", of=str(one.id)).pack())]
