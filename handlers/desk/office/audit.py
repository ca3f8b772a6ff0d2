"""The coordinator's door to the log: /audit shows who did what to which case, never a text."""

from itertools import groupby

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot.desk.office.audit import AuditPage, OfficeAudit
from bot.desk.office.rights import OfficeRights
from bot.rules.desk.desk_catalog import Knowledge
from bot.texts import Html, Voice
from handlers.calls import Said
from handlers.desk.case_cards import office_name
from handlers.desk.office.audit_words import BY_CITIZEN, WHAT
from handlers.desk.office.buttons import back_row
from handlers.screens import Screen, button, shown, turned
from handlers.written import author_id
from storage.records.privacy import AuditLine


class AuditButton(CallbackData, prefix="au"):
    """Another page; no office: of all of them, case 0: of every case."""

    office: str = ""
    case: int = 0
    page: int = 0


def build_router() -> Router:
    """Return the router of the log."""
    router = Router(name="office_audit")
    router.message.register(audit, Command("audit"))
    router.callback_query.register(turn, AuditButton.filter())
    return router


async def audit(
    message: Message,
    command: CommandObject,
    office_rights: OfficeRights,
    office_audit: OfficeAudit,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """`/audit`: the newest lines; `/audit 147`: those of one case."""
    scope = await office_rights.scope(message.chat.id, author_id(message))
    words = (command.args or "").strip().lstrip("№#")
    if words and not words.isdecimal():
        return message.reply(voice("audit.how"))
    page = await office_audit.page(scope.office_id, int(words[:9] or 0) or None, 0)
    return shown(message, audit_screen(page, knowledge, voice))


async def turn(
    query: CallbackQuery,
    callback_data: AuditButton,
    office_rights: OfficeRights,
    office_audit: OfficeAudit,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """Turn to an older or newer page."""
    office = callback_data.office or None
    if office is None:
        office_rights.must_run(query.from_user.id)
    else:
        await office_rights.must_watch(office, query.from_user.id)
    page = await office_audit.page(office, callback_data.case or None, callback_data.page)
    return turned(query, audit_screen(page, knowledge, voice))


def audit_screen(page: AuditPage, knowledge: Knowledge, voice: Voice) -> Screen:
    """A heading for each day, a line for each deed, the newest first."""
    facts = knowledge.offices.get(page.office_id or knowledge.fallback)
    zone = facts.calendar.zone if facts else "Asia/Aqtobe"
    parts = [_title(page, knowledge, voice)]
    for day, lines in groupby(page.lines, lambda one: voice.day(one.at, zone)):
        told = [_line(one, page, zone, knowledge, voice) for one in lines]
        parts.append(Html("\n".join([f"<b>{day}</b>", *told])))
    if not page.lines:
        parts.append(voice("audit.nothing"))
    rows = [row for row in (_pages(page, voice),) if row]
    if page.office_id is not None:
        rows.append(back_row(page.office_id, voice))
    return Screen(Html("\n\n".join(parts)), rows)


def _title(page: AuditPage, knowledge: Knowledge, voice: Voice) -> Html:
    office = office_name(page.office_id, knowledge, voice) if page.office_id else ""
    name = office or voice.plain("audit.every_office")
    if page.case_id is None:
        return voice("audit.title", office=name)
    return voice("audit.title_case", office=name, number=page.case_id)


def _line(one: AuditLine, page: AuditPage, zone: str, knowledge: Knowledge, voice: Voice) -> Html:
    number = f" №{one.case_id}" if one.case_id and page.case_id is None else ""
    key = WHAT.get(one.what)
    what = voice.plain(key) if key else one.what
    subject = one.subject_name or ""
    if page.office_id is None and one.case_id is None and one.office_id:
        subject = ", ".join(filter(None, (subject, office_name(one.office_id, knowledge, voice))))
    return voice(
        "audit.line_about" if subject else "audit.line",
        clock=voice.clock(one.at, zone),
        number=number,
        what=what,
        subject=subject,
        who=_who(one, voice),
    )


def _who(one: AuditLine, voice: Voice) -> str:
    if one.actor_id is None:
        return voice.plain("audit.by_citizen" if one.what in BY_CITIZEN else "audit.by_bot")
    if one.actor_id <= 0:
        return voice.plain("audit.by_group")
    return one.actor_name or voice.plain("audit.by_admin")


def _pages(page: AuditPage, voice: Voice) -> list[InlineKeyboardButton]:
    row = []
    if page.more:
        row.append(_turn(page, page.number + 1, voice.plain("audit.older")))
    if page.number:
        row.append(_turn(page, page.number - 1, voice.plain("audit.newer")))
    return row


def _turn(page: AuditPage, number: int, words: str) -> InlineKeyboardButton:
    data = AuditButton(office=page.office_id or "", case=page.case_id or 0, page=number)
    return button(words, data.pack())
