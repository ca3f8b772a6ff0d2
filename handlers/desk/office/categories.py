"""The page of an office's categories: a tap takes one or gives it up."""

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from bot.desk.office.categories import Served
from bot.rules.desk.desk_catalog import Category, Knowledge, said
from bot.texts import Html, Voice
from handlers.calls import Said
from handlers.desk.case_cards import office_name
from handlers.desk.office.buttons import back_row
from handlers.desk.office.seat import Seat, office_router
from handlers.screens import Keyboard, Screen, button, turned

IN_A_ROW = 2


class CategoryButton(CallbackData, prefix="oc"):
    """A button of this page."""

    do: str
    office: str
    category: str = ""


def build_router() -> Router:
    """Return the router of an office's categories."""
    router = office_router("office_categories")
    router.callback_query.register(show, CategoryButton.filter(F.do == "list"))
    router.callback_query.register(turn, CategoryButton.filter(F.do == "turn"))
    return router


async def show(query: CallbackQuery, seat: Seat) -> Said:
    """Show what the office answers, and who answers the rest."""
    served = await seat.office_categories.page(seat.office_id)
    return turned(query, categories_screen(served, seat.knowledge, seat.voice))


async def turn(query: CallbackQuery, callback_data: CategoryButton, seat: Seat) -> Said:
    """Take the category, or give it up."""
    category, who = callback_data.category, seat.who.id
    if category not in seat.knowledge.categories:
        return query.answer(seat.voice.plain("error.button_stale"), show_alert=True)
    here = query.message.chat.id if query.message else who
    told = await seat.office_categories.turn(seat.office_id, category, who, here)
    served = await seat.office_categories.page(seat.office_id)
    return [*turned(query, categories_screen(served, seat.knowledge, seat.voice)), *told]


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
