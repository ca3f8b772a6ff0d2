"""The door of links that invite: to a topic, an office, a story, a region, a district."""

from dataclasses import replace
from typing import Any

from aiogram import F, Router
from aiogram.filters import CommandStart, Filter
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot.links import PLACES, DeepLinks, Invitation, read_invitation
from bot.news.places import Places
from bot.rules.desk.desk_catalog import Knowledge
from bot.rules.news.ranking import main_topic
from bot.texts import Voice
from handlers.calls import Said
from handlers.desk.case_cards import office_name
from handlers.menu import Private, main_menu
from handlers.news.choices import JOINING, SETTINGS, Follow, language_screen
from handlers.news.place_screens import places_screen
from handlers.news.reader import Reader, reader_router
from handlers.news.story_buttons import Share, title_of
from handlers.screens import Screen, button, said_anew, shown
from storage.records.people import SubscriberState
from storage.records.stories import Story

LABEL = 40


class Invited(Filter):
    """Passes /start with an invitation of ours and hands it over."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        words = (message.text or "").split(maxsplit=1)
        if len(words) < 2 or not words[0].startswith("/start"):
            return False
        invitation = read_invitation(words[1].strip())
        return {"invitation": invitation} if invitation else False


def build_router() -> Router:
    """Return the router; include it before that of /start."""
    router = reader_router("invited")
    magic = F.args == PLACES
    router.message.register(her_places, CommandStart(deep_link=True, magic=magic), Private())
    router.message.register(invited, Invited(), Private())
    router.callback_query.register(share, Share.filter())
    return router


async def her_places(message: Message, places: Places, voice: Voice) -> Said:
    """Show the places that she arranges."""
    return shown(message, places_screen(voice, await places.of(message.chat.id)))


async def invited(
    message: Message, invitation: Invitation, reader: Reader, knowledge: Knowledge
) -> Said:
    """Show what she was invited to; a new reader goes on to the language, its topic chosen."""
    await reader.state.clear()
    before = await reader.subscriptions.come_back(reader.chat)
    reads = before.state is SubscriberState.ACTIVE
    said = await _shown(message, invitation, reader, knowledge, reads=reads)
    if reads:
        return said or message.answer(
            reader.voice("help.text"), reply_markup=main_menu(reader.voice)
        )
    first = language_screen(reader.texts, reader.voice.language, JOINING)
    return [*said, shown(message, first)]


async def share(
    query: CallbackQuery, callback_data: Share, reader: Reader, links: DeepLinks
) -> Said:
    """Offer a link for each story of a digest; whoever opens one sees it and may subscribe."""
    stories = await reader.digests.told(callback_data.edition)
    if not stories:
        return query.answer(reader.voice.plain("story.gone"), show_alert=True)
    wishes = (await reader.subscriber()).preferences
    rows = [[_link(title_of(one, wishes), one, links)] for one in stories]
    return said_anew(query, Screen(reader.voice("story.which_share"), rows))


def _link(title: str, story: Story, links: DeepLinks) -> InlineKeyboardButton:
    words = title if len(title) <= LABEL else title[: LABEL - 1].rstrip() + "…"
    return InlineKeyboardButton(
        text=words, url=links.pass_on(Invitation("story", str(story.number)), title)
    )


async def _shown(
    message: Message, invitation: Invitation, reader: Reader, knowledge: Knowledge, *, reads: bool
) -> list[Any]:
    about = invitation.about
    match invitation.kind:
        case "topic" if any(one.id == about for one in reader.composer.catalog.topics):
            return await _topic(message, about, reader, reads=reads)
        case "office" if about in knowledge.offices:
            name = office_name(about, knowledge, reader.voice)
            return [message.answer(reader.voice("invited.office", office=name))]
        case "story" if about.isdigit():
            return await _story(message, int(about), reader, reads=reads)
        case "region" if any(one.code == about for one in reader.composer.catalog.regions):
            return await _region(message, about, reader, reads=reads)
        case "district":
            return await _district(message, about, reader)
    return []


async def _topic(message: Message, topic: str, reader: Reader, *, reads: bool) -> list[Any]:
    name = reader.composer.topic_name(topic, reader.voice.language)
    if not reads:
        await reader.subscriptions.follow(reader.chat, topic, True)
        return [message.answer(reader.voice("invited.topic", topic=name))]
    wish = Follow(topic=topic, wanted=True, page=0, where=SETTINGS).pack()
    rows = [[button(reader.voice.plain("invited.follow"), wish, "primary")]]
    return [shown(message, Screen(reader.voice("invited.topic", topic=name), rows))]


async def _story(message: Message, number: int, reader: Reader, *, reads: bool) -> list[Any]:
    subscriber = await reader.subscriber()
    story, html = await reader.digests.one(subscriber, number)
    if story is None:
        return [message.answer(reader.voice("story.gone"))]
    topic = main_topic(story, subscriber.preferences, reader.composer.catalog.default_topic)
    if topic and not reads:
        await reader.subscriptions.follow(reader.chat, topic, True)
    return [SendMessage(chat_id=message.chat.id, text=html)]


async def _region(message: Message, code: str, reader: Reader, *, reads: bool) -> list[Any]:
    wishes = (await reader.subscriber()).preferences
    if not reads:
        await reader.subscriptions.wish(reader.chat, replace(wishes, regions=(code,)))
    name = reader.composer.region_name(code, reader.voice.language)
    return [message.answer(reader.voice("invited.place", place=name))]


async def _district(message: Message, about: str, reader: Reader) -> list[Any]:
    regions = reader.composer.catalog.regions
    for one in (district for region in regions for district in region.districts):
        if one.id == about:
            await reader.subscriptions.live_in(reader.chat, about)
            name = str(getattr(one.names, reader.voice.language))
            return [message.answer(reader.voice("invited.place", place=name))]
    return []
