"""The page of an office's categories: a tap takes one or gives it up."""

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from bot.desk.office.categories import OfficeCategories, Served
from bot.desk.office.rights import OfficeRights
from bot.rules.desk.desk_catalog import Category, Knowledge, said
from bot.texts import Html, Voice
from handlers.calls import Said
from handlers.desk.case_cards import office_name
from handlers.desk.office.buttons import back_row
from handlers.screens import Keyboard, Screen, button, turned

IN_A_ROW = 2


class CategoryButton(CallbackData, prefix="oc"):
    """A button of this page."""

    do: str
    office: str
    category: str = ""


def build_router() -> Router:
    """Return the router of an office's categories."""
    router = Router(name="office_categories")
    router.callback_query.register(show, CategoryButton.filter(F.do == "list"))
    router.callback_query.register(turn, CategoryButton.filter(F.do == "turn"))
    return router


async def show(
    query: CallbackQuery,
    callback_data: CategoryButton,
    office_rights: OfficeRights,
    office_categories: OfficeCategories,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """Show what the office answers, and who answers the rest."""
    if callback_data.office not in knowledge.offices:
        return query.answer(voice.plain("error.button_stale"), show_alert=True)
    await office_rights.must_watch(callback_data.office, query.from_user.id)
    served = await office_categories.page(callback_data.office)
    return turned(query, categories_screen(served, knowledge, voice))


async def turn(
    query: CallbackQuery,
    callback_data: CategoryButton,
    office_rights: OfficeRights,
    office_categories: OfficeCategories,
    knowledge: Knowledge,
    voice: Voice,
) -> Said:
    """Take the category, or give it up."""
    office, category = callback_data.office, callback_data.category
    if office not in knowledge.offices or category not in knowledge.categories:
        return query.answer(voice.plain("error.button_stale"), show_alert=True)
    who = query.from_user.id
    await office_rights.must_watch(office, who)
    here = query.message.chat.id if query.message else who
    told = await office_categories.turn(office, category, who, here)
    served = await office_categories.page(office)
    return [*turned(query, categories_screen(served, knowledge, voice)), *told]


def categories_screen(served: Served, knowledge: Knowledge, voice: Voice) -> Screen:
    """A button for each category; the text names who answers what is not the office's own."""
    office = office_name(served.office_id, knowledge, voice)
    elsewhere = sorted(set(served.offices.values()) - {served.office_id})
    others = [_other(one, served, knowledge, voice) for one in elsewhere]
    text = Html("\n".join([voice("office.categories", office=office), *others]))
    return Screen(text, [*_rows(served, knowledge, voice), back_row(served.office_id, voice)])


def _other(to: str, served: Served, knowledge: Knowledge, voice: Voice) -> Html:
    key = "office.category_elsewhere" if to in served.bound else "office.category_unbound"
    theirs = (one for one in knowledge.categories.values() if served.offices.get(one.id) == to)
    names = ", ".join(said(one.button, voice.language) for one in theirs)
    return voice(key, office=office_name(to, knowledge, voice), categories=names)


def _rows(served: Served, knowledge: Knowledge, voice: Voice) -> Keyboard:
    buttons = [
        button(
            _label(one, served, voice),
            CategoryButton(do="turn", office=served.office_id, category=one.id).pack(),
        )
        for one in knowledge.categories.values()
    ]
    return [buttons[at : at + IN_A_ROW] for at in range(0, len(buttons), IN_A_ROW)]


def _label(category: Category, served: Served, voice: Voice) -> str:
    mark = "✅" if served.offices.get(category.id) == served.office_id else "▫️"
    return f"{mark} {said(category.button, voice.language)}"
