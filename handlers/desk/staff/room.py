"""A bound staff chat as its doors see it: the office, its voice, and what can be done there."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiogram.filters import Filter
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message, User

from bot.desk.office.offices import Offices
from bot.desk.staff.answers import Answers, NotYourCase
from bot.desk.staff.case_search import CaseSearch
from bot.desk.staff.conflicts import Conflicts
from bot.desk.staff.days import StaffDays
from bot.desk.staff.transfers import Transfers
from bot.desk.staff.waiting import Waiting
from bot.ports.delivery import Stores
from bot.rules.desk.desk_catalog import Knowledge
from bot.texts import Texts, Voice
from handlers.calls import Said
from handlers.desk.case_cards import CardButton
from handlers.desk.case_view import CaseWords
from handlers.written import as_channel, author_id, is_never_copied, written
from storage.records.consultation import Case, Office, StaffPerson
from storage.records.staff_desk import Shown


@dataclass(frozen=True, slots=True)
class Room:
    """One staff chat during one update."""

    office: Office
    voice: Voice
    knowledge: Knowledge
    answers: Answers
    transfers: Transfers
    waiting: Waiting
    conflicts: Conflicts
    search: CaseSearch
    days: StaffDays
    words: CaseWords
    now: int

    @property
    def zone(self) -> str:
        """The office's IANA zone."""
        found = self.knowledge.offices.get(self.office.id)
        return found.calendar.zone if found else "Asia/Aqtobe"

    async def case(self, button: CardButton) -> Case:
        """The case of a button. Raises NotYourCase."""
        return await self.answers.case_in(self.office, button.case_id)

    async def case_here(self, message: Message, number: str = "") -> Case | None:
        """The case that a command means: its number, the message it replies to, its thread."""
        digits = number.lstrip("№#")
        if digits.isdecimal():
            return await self.answers.find(self.office, int(digits[:15]))
        thread = message.message_thread_id if message.is_topic_message else None
        return await self.answers.case_at(self.office, shown(message), thread)


class InStaffChat(Filter):
    """Passes what happens in a bound staff chat and hands over its room."""

    async def __call__(
        self,
        event: Message | CallbackQuery,
        stores: Stores,
        offices: Offices,
        texts: Texts,
        knowledge: Knowledge,
        desk_words: CaseWords,
        now: int,
    ) -> bool | dict[str, Any]:
        message = event.message if isinstance(event, CallbackQuery) else event
        if message is None or message.chat.type == "private":
            return False
        office = await offices.in_chat(message.chat.id)
        return (
            {"room": room_of(office, stores, texts, knowledge, desk_words, now)}
            if office
            else False
        )


class NotCarried(Filter):
    """Passes a reply to us as a channel, or of a kind that Telegram lets no bot copy."""

    async def __call__(self, message: Message) -> bool:
        return (as_channel(message) or is_never_copied(message)) and shown(message) is not None


class ToFormerPost(Filter):
    """Passes replies to a case's message in a group that was a staff chat."""

    async def __call__(self, message: Message, stores: Stores) -> bool:
        replied = message.reply_to_message
        if replied is None or message.chat.type == "private":
            return False
        return await stores.case_posts.find(message.chat.id, replied.message_id) is not None


def room_of(
    office: Office, stores: Stores, texts: Texts, knowledge: Knowledge, words: CaseWords, now: int
) -> Room:
    """The room of an office within one transaction."""
    return Room(
        office,
        texts.voice(office.language),
        knowledge,
        Answers(stores, knowledge, words, now),
        Transfers(stores, knowledge, words, now),
        Waiting(stores, knowledge, words, now),
        Conflicts(stores, now),
        CaseSearch(stores, now),
        StaffDays(stores, words, now),
        words,
        now,
    )


def shown(message: Message) -> Shown | None:
    """What of ours a message replies to.

    None: no reply, or talk among colleagues. In a thread every plain message "replies" to the
    thread's first service message, which says nothing.
    """
    replied, bot = message.reply_to_message, message.bot
    if replied is None or bot is None or author_id(replied) != bot.id:
        return None
    said = written(replied)
    if said is None:
        return None
    return Shown(
        said.chat_id, said.message_id, said.kind, said.html, said.file_key, _card_of(replied)
    )


def _card_of(message: Message) -> int | None:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    for data in (button.callback_data for row in rows for button in row):
        with suppress(TypeError, ValueError):  # a button of another kind
            return CardButton.unpack(data or "").case_id
    return None


def toast(query: CallbackQuery, room: Room, key: str, **params: Any) -> AnswerCallbackQuery:
    """Answer a button with a line that passes."""
    return query.answer(room.voice.plain(key, **params)[:200])


def buttons_turned(query: CallbackQuery, markup: InlineKeyboardMarkup) -> Said:
    """Answer a button and show others in its place."""
    return [query.answer(), card_of(query).edit_reply_markup(reply_markup=markup)]


def card_of(query: CallbackQuery) -> Message:
    """The card whose button was pressed. Raises NotYourCase when it is too old to be changed."""
    if not isinstance(query.message, Message):
        raise NotYourCase
    return query.message


def person(message: Message) -> StaffPerson:
    """Who wrote; an anonymous administrator is named by her title or the group's name."""
    if message.sender_chat is not None or message.from_user is None:
        return StaffPerson(0, message.author_signature or message.chat.title or "")
    return StaffPerson(author_id(message), message.from_user.full_name)


def presser(user: User) -> StaffPerson:
    """Who pressed a button; Telegram tells it of anonymous administrators too."""
    return StaffPerson(user.id, user.full_name)
