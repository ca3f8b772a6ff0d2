"""The staff's door, in their own group: a reply is the answer, everything else stays there."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message, User

from bot.desk.answers import Answers, NotYourCase, StaffPerson
from bot.desk.offices import Offices
from bot.texts import Texts
from handlers.calls import Said
from handlers.case_cards import CardButton, card_buttons, outcome_buttons
from handlers.written import author_id, written
from storage.records.consultation import Office


class InStaffChat(Filter):
    """Passes what happens in a bound staff chat and hands over its office."""

    async def __call__(
        self, event: Message | CallbackQuery, offices: Offices
    ) -> bool | dict[str, Any]:
        message = event.message if isinstance(event, CallbackQuery) else event
        if message is None or message.chat.type == "private":
            return False
        office = await offices.in_chat(message.chat.id)
        return {"office": office} if office else False


def build_router() -> Router:
    """Return the router of staff chats."""
    router = Router(name="staff")
    router.message.register(wrote, InStaffChat(), ~F.text.startswith("/"))
    router.edited_message.register(changed, InStaffChat())
    router.callback_query.register(take, CardButton.filter(F.action == "take"), InStaffChat())
    router.callback_query.register(close, CardButton.filter(F.action == "close"), InStaffChat())
    router.callback_query.register(back, CardButton.filter(F.action == "back"), InStaffChat())
    router.callback_query.register(done, CardButton.filter(F.action == "done"), InStaffChat())
    router.callback_query.register(reopen, CardButton.filter(F.action == "reopen"), InStaffChat())
    return router


async def wrote(
    message: Message, office: Office, answers: Answers, offices: Offices, texts: Texts
) -> Said:
    """Carry a reply to the citizen; talk among colleagues is none of ours."""
    await offices.forum_is(office, bool(message.chat.is_forum))
    words = written(message)
    if words is None:
        return None
    late = await answers.album_of(words)
    if late is not None:
        return await answers.answer(late, office, person(message), words, None)
    # In a thread every plain message "replies" to the thread's first service message: no post.
    post = await answers.post(office, words.reply_to) if words.reply_to else None
    if post is None:
        return None
    if post.role == "note":
        return message.reply(texts.voice(office.language)("staff.not_an_answer"))
    case = await answers.case_in(office, post.case_id)
    return await answers.answer(case, office, person(message), words, post)


async def changed(message: Message, answers: Answers) -> Said:
    """An edited answer changes at the citizen's too."""
    words = written(message)
    return await answers.change(words) if words else None


async def take(
    query: CallbackQuery, callback_data: CardButton, office: Office, answers: Answers, texts: Texts
) -> Said:
    """Somebody takes the case."""
    case = await answers.case_in(office, callback_data.case_id)
    said = await answers.take(case, office, presser(query.from_user))
    toast = texts.voice(office.language).plain("staff.taken", number=case.id)
    return [query.answer(toast), *said]


async def close(
    query: CallbackQuery, callback_data: CardButton, office: Office, answers: Answers, texts: Texts
) -> Said:
    """The first tap of closing: ask for the outcome."""
    case = await answers.case_in(office, callback_data.case_id)
    markup = outcome_buttons(case, texts.voice(office.language))
    return [query.answer(), card_of(query).edit_reply_markup(reply_markup=markup)]


async def back(
    query: CallbackQuery, callback_data: CardButton, office: Office, answers: Answers, texts: Texts
) -> Said:
    """Do not close after all."""
    case = await answers.case_in(office, callback_data.case_id)
    markup = card_buttons(case, texts.voice(office.language))
    return [query.answer(), card_of(query).edit_reply_markup(reply_markup=markup)]


async def done(
    query: CallbackQuery, callback_data: CardButton, office: Office, answers: Answers, texts: Texts
) -> Said:
    """The second tap of closing."""
    case = await answers.case_in(office, callback_data.case_id)
    person = presser(query.from_user)
    said = await answers.close(case, office, person, callback_data.outcome)
    toast = texts.voice(office.language).plain("staff.closed", number=case.id)
    return [query.answer(toast), *said]


async def reopen(
    query: CallbackQuery, callback_data: CardButton, office: Office, answers: Answers, texts: Texts
) -> Said:
    """Take back a closing."""
    case = await answers.case_in(office, callback_data.case_id)
    said = await answers.reopen(case, office, presser(query.from_user))
    toast = texts.voice(office.language).plain("staff.reopened", number=case.id)
    return [query.answer(toast), *said]


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
    """Who pressed a button."""
    return StaffPerson(user.id, user.full_name)
