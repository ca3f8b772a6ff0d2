"""The coordinator's door to the monthly report: /report, or /report 2026-11."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from bot.desk.office.report_desk import ReportDesk
from bot.desk.office.rights import OfficeRights
from bot.settings import Settings
from bot.texts import Voice
from handlers.calls import Said
from handlers.screens import Screen, button, said_anew, shown
from handlers.written import author_id


class Month(CallbackData, prefix="report"):
    """Make the report of a month."""

    month: str


def build_router() -> Router:
    """Return the router of reports."""
    router = Router(name="report")
    router.message.register(report, Command("report"))
    router.callback_query.register(of_month, Month.filter())
    return router


async def report(
    message: Message,
    command: CommandObject,
    office_rights: OfficeRights,
    report_desk: ReportDesk,
    voice: Voice,
    settings: Settings,
) -> Said:
    """Offer the months, or make the one that was named."""
    scope = await office_rights.scope(message.chat.id, author_id(message))
    if not command.args:
        return shown(message, choose_month(report_desk, voice, settings.default_timezone))
    fresh = await report_desk.ask(scope, message.chat.id, command.args, voice.language)
    return message.answer(said(report_desk, voice, command.args, settings, fresh=fresh))


async def of_month(
    query: CallbackQuery,
    callback_data: Month,
    office_rights: OfficeRights,
    report_desk: ReportDesk,
    voice: Voice,
    settings: Settings,
) -> Said:
    """Make the report of the month whose button was pressed."""
    chat_id = query.message.chat.id if query.message else query.from_user.id
    scope = await office_rights.scope(chat_id, query.from_user.id)
    fresh = await report_desk.ask(scope, chat_id, callback_data.month, voice.language)
    text = said(report_desk, voice, callback_data.month, settings, fresh=fresh)
    return said_anew(query, Screen(text, []))


def choose_month(report_desk: ReportDesk, voice: Voice, zone: str) -> Screen:
    """The latest months, two in a row."""
    buttons = [
        button(voice.month(report_desk.begin(month), zone), Month(month=month).pack())
        for month in report_desk.months()
    ]
    return Screen(
        voice("report.choose"), [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    )


def said(
    report_desk: ReportDesk, voice: Voice, month: str, settings: Settings, *, fresh: bool
) -> str:
    """That it is being made."""
    if not fresh:
        return voice("report.waiting")
    begin = report_desk.begin(month)
    return voice("report.making", month=voice.month(begin, settings.default_timezone))
