"""Ready texts: choose one, see it in the thread, send it as it is or reply with your own words."""

from aiogram import F, Router
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from bot.desk.staff.answers import NotYourCase
from bot.rules.desk.danger import MEDIATION, case_in_danger
from bot.rules.desk.desk_catalog import said as named
from bot.rules.desk.ready_answers import Template, filled, fitting
from bot.texts import Html
from handlers.calls import Said
from handlers.desk.case_cards import CardButton, choice, choice_buttons, office_name
from handlers.desk.case_copies import to_staff
from handlers.desk.staff.room import InStaffChat, Room, buttons_turned, card_of, presser, toast
from storage.records.consultation import Case
from storage.records.delivery import Call


def build_router() -> Router:
    """Return the router of ready texts."""
    router = Router(name="staff_templates")
    here = InStaffChat()
    for action, handler in (
        ("template", choose),
        ("text", show),
        ("send", send),
        ("drop", drop),
    ):
        router.callback_query.register(handler, CardButton.filter(F.action == action), here)
    return router


async def choose(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """Which text? Those of the case's category first."""
    case = await room.case(callback_data)
    await room.conflicts.check(case, presser(query.from_user))
    texts = _fitting(case, room)
    choices = [(f"📄 {named(one.names, room.voice.language)}", one.id) for one in texts]
    return buttons_turned(query, choice_buttons(case, "text", choices, room.voice))


def _fitting(case: Case, room: Room) -> list[Template]:
    """The texts for the case; those of mediation never with danger."""
    found = fitting(room.knowledge.templates, case.category)
    danger = case_in_danger(case, room.knowledge.categories.get(case.category))
    return [one for one in found if not (danger and MEDIATION in one.categories)]


async def show(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """The text in the language of the case, with what sends it; nothing has been sent yet."""
    case = await room.case(callback_data)
    chosen = [one for one in _fitting(case, room) if one.id == callback_data.outcome]
    if not chosen:
        raise NotYourCase
    return [query.answer(), *await room.answers.card(case), _shown(case, chosen[0], room)]


async def send(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """Send it to the citizen, once."""
    case, shown = await room.case(callback_data), card_of(query)
    prompt = await room.answers.prompt(shown.chat.id, shown.message_id)
    if prompt is None:
        raise NotYourCase
    said = await room.answers.send_ready(case, presser(query.from_user), prompt)
    done = shown.edit_text(Html(f"{room.voice('staff.template_sent')}\n\n{prompt.html}"))
    return [toast(query, room, "staff.template_sent"), *said, done]


async def drop(query: CallbackQuery, callback_data: CardButton, room: Room) -> Said:
    """It does not fit after all."""
    await room.case(callback_data)
    return [query.answer(), card_of(query).delete()]


def _shown(case: Case, template: Template, room: Room) -> Call:
    voice = room.words.voice_of(case)
    today = voice.date(room.now, room.zone)
    facts = {
        "number": str(case.id),
        "date": today,
        "office": office_name(case.office_id, room.knowledge, voice),
    }
    html = filled(template, case.language, facts)
    text = Html(f"{room.voice('staff.template_shown')}\n\n{html}")
    rows = [
        [choice(room.voice.plain("staff.template_send"), "send", case)],
        [choice(room.voice.plain("staff.template_drop"), "drop", case)],
    ]
    method = SendMessage(
        chat_id=room.office.chat_id or 0,
        text=text,
        reply_markup=InlineKeyboardMarkup(inline_keyboard=rows),
    )
    data = {"role": "note", "purpose": "template", "html": html}
    return to_staff(method, case, "case_posted", data)
