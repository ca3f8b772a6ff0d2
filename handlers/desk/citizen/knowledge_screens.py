"""How knowledge cards look: the shelf, a category's cards, one card, the rows above Send."""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.rules.desk.desk_catalog import Knowledge
from bot.texts import Html, Voice
from handlers.desk.case_cards import category_name, office_name
from handlers.desk.citizen.ask_buttons import ask_button
from handlers.screens import Keyboard, Screen, button
from storage.records.knowledge_cards import Card


class Shelf(CallbackData, prefix="cards"):
    """A button of the cards: the shelf, a category's cards, one card; `asking`: beside a draft."""

    do: str
    of: str = ""
    asking: bool = False


def offer_rows(voice: Voice, cards: Sequence[Card]) -> Keyboard:
    """A button for each card that fits a question."""
    return [[_card_button(card, voice, asking=True)] for card in cards]


def shelf_screen(voice: Voice, knowledge: Knowledge, cards: Sequence[Card]) -> Screen:
    """Every category that has cards."""
    filled = [name for name in knowledge.categories if any(name in one.categories for one in cards)]
    rows = [
        [button(category_name(name, knowledge, voice), Shelf(do="about", of=name).pack())]
        for name in filled
    ]
    return Screen(voice("cards.shelf" if rows else "cards.none"), rows)


def category_screen(
    voice: Voice, knowledge: Knowledge, cards: Sequence[Card], category: str
) -> Screen:
    """The cards of a category."""
    rows = [[_card_button(card, voice, asking=False)] for card in cards]
    text = voice("cards.about", category=category_name(category, knowledge, voice))
    return Screen(text, [*rows, [button(voice.plain("cards.back"), Shelf(do="shelf").pack())]])


def card_screen(voice: Voice, knowledge: Knowledge, card: Card, *, asking: bool) -> Screen:
    """One card, who answers for it and when it was read last; the question stays a tap away."""
    text = voice(
        "cards.card",
        title=Html(escape(card.text(voice.language).title, quote=False)),
        body=Html(escape(card.text(voice.language).body, quote=False)),
        owner=office_name(card.owner, knowledge, voice),
        day=voice.date(_noon(card), "UTC"),
    )
    if asking:
        back = button(voice.plain("cards.to_question"), Shelf(do="question").pack(), "primary")
        return Screen(text, [[back], [ask_button(voice.plain("cards.helped"), "cancel")]])
    about = Shelf(do="about", of=min(card.categories, default=""))
    asks = button(voice.plain("cards.ask"), Shelf(do="ask").pack(), "primary")
    return Screen(text, [[asks], [button(voice.plain("cards.back"), about.pack())]])


def _card_button(card: Card, voice: Voice, *, asking: bool) -> InlineKeyboardButton:
    title = card.text(voice.language).title
    return button(f"📘 {title}", Shelf(do="card", of=card.id, asking=asking).pack())


def _noon(card: Card) -> int:
    day = card.reviewed_on
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
