"""A good answer becomes a card: one tap makes a draft, a colleague reads and publishes it."""

from html import escape
from typing import Any

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.desk.citizen.knowledge_cards import KnowledgeCards
from bot.texts import Html, Voice
from handlers.calls import Said
from handlers.desk.case_cards import CardButton
from handlers.desk.case_copies import to_staff
from handlers.desk.staff.room import InStaffChat, Room, card_of, presser, toast
from handlers.screens import button
from storage.records.knowledge_cards import CardDraft


class CardDraftButton(CallbackData, prefix="kcard"):
    """A button beneath a draft: publish or drop."""

    do: str
    card_id: int


class OnCardDraft(Filter):
    """Passes a reply to a draft that is still to be read, and hands the draft over."""

    async def __call__(
        self, message: Message, knowledge_cards: KnowledgeCards
    ) -> bool | dict[str, Any]:
        replied = message.reply_to_message
        if replied is None or not message.text or message.text.startswith("/"):
            return False
        draft = await knowledge_cards.read_at(message.chat.id, replied.message_id)
        return {"draft": draft} if draft else False


def build_router() -> Router:
    """Return the router of card drafts; it stands before the door that hears every reply."""
    router = Router(name="staff_knowledge")
    here = InStaffChat()
    router.callback_query.register(make, CardButton.filter(F.action == "card"), here)
    router.callback_query.register(publish, CardDraftButton.filter(F.do == "publish"), here)
    router.callback_query.register(drop, CardDraftButton.filter(F.do == "drop"), here)
    router.message.register(rewrite, OnCardDraft(), here)
    return router


async def make(
    query: CallbackQuery, callback_data: CardButton, room: Room, knowledge_cards: KnowledgeCards
) -> Said:
    """Make a draft of the case's answer; it stands in the thread for a colleague to read."""
    case = await room.case(callback_data)
    draft = await knowledge_cards.make(case, presser(query.from_user))
    if draft is None:
        return [toast(query, room, "staff.card_made_already"), *await room.answers.card(case)]
    method = SendMessage(
        chat_id=room.office.chat_id or 0,
        text=draft_text(draft, room.voice),
        reply_markup=draft_buttons(draft, room.voice),
    )
    shown = to_staff(method, case, "card_drafted", {"card": draft.id})
    return [toast(query, room, "staff.card_made"), *await room.answers.card(case), shown]


async def rewrite(
    message: Message, draft: CardDraft, room: Room, knowledge_cards: KnowledgeCards
) -> Said:
    """A reply gives the draft other words; a short first line is its title."""
    written = await knowledge_cards.rewrite(draft, message.text or "")
    shown = message.reply_to_message
    if shown is None:
        return None
    return shown.edit_text(
        draft_text(written, room.voice), reply_markup=draft_buttons(written, room.voice)
    )


async def publish(
    query: CallbackQuery,
    callback_data: CardDraftButton,
    room: Room,
    knowledge_cards: KnowledgeCards,
) -> Said:
    """Somebody has read it: people may see it."""
    who = presser(query.from_user)
    draft = await knowledge_cards.publish(room.office, callback_data.card_id, who)
    text = Html(f"{room.voice('staff.card_published')}\n\n{_words(draft)}")
    return [toast(query, room, "staff.card_published"), card_of(query).edit_text(text)]


async def drop(
    query: CallbackQuery,
    callback_data: CardDraftButton,
    room: Room,
    knowledge_cards: KnowledgeCards,
) -> Said:
    """It becomes no card."""
    await knowledge_cards.drop(room.office, callback_data.card_id)
    return [toast(query, room, "staff.card_dropped"), card_of(query).delete()]


def draft_text(draft: CardDraft, voice: Voice) -> Html:
    """The draft and what is to be done with it."""
    return Html(f"{voice('staff.card_draft')}\n\n{_words(draft)}")


def draft_buttons(draft: CardDraft, voice: Voice) -> InlineKeyboardMarkup:
    """Publish or drop."""
    publish, drop = (CardDraftButton(do=do, card_id=draft.id).pack() for do in ("publish", "drop"))
    rows = [
        [button(voice.plain("staff.card_publish"), publish, "success")],
        [button(voice.plain("staff.card_drop"), drop)],
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _words(draft: CardDraft) -> Html:
    title, body = (escape(text, quote=False) for text in (draft.title, draft.body))
    return Html(f"<b>{title}</b>\n{body}")
