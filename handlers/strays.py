"""Answers what no conversation expects: a button of an old keyboard, and calm silence for the rest.

Include this router last.
"""

from aiogram import Router
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery, Message, Update

from bot.texts import Voice
from handlers.written import as_channel


def build_router() -> Router:
    """Return the router that comes after all others."""
    router = Router(name="strays")
    router.callback_query.register(stale_button)
    return router


async def stale_button(callback_query: CallbackQuery, voice: Voice) -> AnswerCallbackQuery:
    """Tell her that the button is of an old message."""
    return callback_query.answer(voice.plain("error.button_stale"), show_alert=True)


def is_stray(update: Update) -> bool:
    """Tell whether nobody is meant to act: a channel's or another bot's words.

    The group's own anonymous administrator speaks as a bot but is a person, so she is heard, and so
    is whoever answers a bot in the name of a channel: she must hear that it goes nowhere.
    """
    message = update.message or update.edited_message
    if update.channel_post or update.edited_channel_post:
        return True
    return message is not None and (_of_a_channel(message) or _of_a_bot(message))


def _of_a_channel(message: Message) -> bool:
    replied = message.reply_to_message
    answers = replied is not None and replied.from_user is not None and replied.from_user.is_bot
    return as_channel(message) and (not answers or bool(message.is_automatic_forward))


def _of_a_bot(message: Message) -> bool:
    anonymous_admin = message.sender_chat is not None
    return message.from_user is not None and message.from_user.is_bot and not anonymous_admin
