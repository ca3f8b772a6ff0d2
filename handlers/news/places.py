"""The doors of places: /digest_here in a group, an administrator's hand in a channel, /places."""

from dataclasses import asdict

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.methods import GetChatMember
from aiogram.types import CallbackQuery, ChatMemberAdministrator, ChatMemberUpdated, Message

from bot.news.digest_composer import Composer
from bot.news.places import Places
from bot.texts import Voice
from handlers.calls import Said, call
from handlers.context import guess
from handlers.hearing import InChat
from handlers.menu import Private
from handlers.news.place_screens import (
    TONGUES,
    Arrange,
    Open,
    farewell_of,
    hours_of,
    place_screen,
    places_screen,
    topics_of,
)
from handlers.screens import Screen, shown, turned
from storage.records.places import Door, Place

GROUPS = frozenset(("group", "supergroup"))
GONE = frozenset(("left", "kicked"))


def build_router() -> Router:
    """Return the router of places; include it before the desk's."""
    router = Router(name="places")
    router.message.register(here, Command("digest_here"), InChat(*GROUPS))
    router.message.register(here_alone, Command("digest_here"), Private())
    router.message.register(places, Command("places"), Private())
    router.callback_query.register(open_place, Open.filter())
    router.callback_query.register(arrange, Arrange.filter())
    router.my_chat_member.register(channel_door, InChat("channel"))
    return router


async def here(message: Message, voice: Voice) -> Said:
    """Ask Telegram whether she administers the group; place_effects goes on."""
    who = message.from_user
    if who is None or message.sender_chat is not None:
        return message.reply(voice("place.as_yourself"))
    thread = message.message_thread_id if message.is_topic_message else None
    title, kind = message.chat.title or "", message.chat.type
    door = Door(message.chat.id, kind, title, who.id, voice.language, thread)
    asked = GetChatMember(chat_id=door.chat_id, user_id=who.id)
    return call(asked, effect="place_asked", effect_data={"door": asdict(door)})


async def here_alone(message: Message, voice: Voice) -> Said:
    """It is a word for groups."""
    return message.answer(voice("place.none"))


async def places(message: Message, places: Places, voice: Voice) -> Said:
    """List the groups and channels that she arranges."""
    return shown(message, places_screen(voice, await places.of(message.chat.id)))


async def open_place(
    query: CallbackQuery, callback_data: Open, places: Places, voice: Voice
) -> Said:
    """Ask Telegram whether she administers it still; its page comes in place of the list."""
    place = await places.owned(callback_data.place, query.from_user.id)
    data = {
        "place": place.id,
        "chat_id": query.from_user.id,
        "language": voice.language,
        "message_id": query.message.message_id if isinstance(query.message, Message) else 0,
    }
    asked = GetChatMember(chat_id=place.chat_id, user_id=query.from_user.id)
    return [query.answer(), call(asked, effect="place_opened", effect_data=data)]


async def arrange(
    query: CallbackQuery,
    callback_data: Arrange,
    places: Places,
    composer: Composer,
    voice: Voice,
) -> Said:
    """Do one thing about a place, and show it as it is then."""
    place = await places.arranged(callback_data.place, query.from_user.id)
    await _do(callback_data.act, callback_data.what, place, places, composer)
    if callback_data.act == "remove":
        return turned(query, Screen(voice("place.removed"), []))
    return turned(query, await _screen(callback_data.act, place, places, composer, voice))


async def channel_door(event: ChatMemberUpdated, places: Places, bot: Bot) -> Said:
    """Whoever made the bot an administrator of a channel arranges it, in private."""
    member, chat = event.new_chat_member, event.chat
    may_post = isinstance(member, ChatMemberAdministrator) and member.can_post_messages
    if member.status in GONE or not may_post:
        return list(await places.lost(chat.id))
    if event.from_user.id == bot.id:
        return None
    language = guess(event.from_user)
    door = Door(chat.id, "channel", chat.title or "", event.from_user.id, language)
    await places.found(chat.id)
    place = await places.begin(door, reading=False)
    return await places.told(place, "place.channel")


async def _do(act: str, what: str, place: Place, places: Places, composer: Composer) -> None:
    match act:
        case "topic" if any(one.id == what for one in composer.catalog.topics):
            await places.toggle_topic(place, what)
        case "hour" if what.isdigit():
            await places.read_at(place, int(what))
        case "tongue" if what in TONGUES:
            await places.speak(place, *TONGUES[what])
        case "on" | "off":
            await places.switch(place, on=act == "on")
        case "remove":
            await places.remove(place)


async def _screen(
    act: str, place: Place, places: Places, composer: Composer, voice: Voice
) -> Screen:
    subscriber = await places.reads(place)
    match act:
        case "topics" | "topic":
            return topics_of(voice, composer, place, subscriber.preferences)
        case "hours":
            return hours_of(voice, place)
        case "sure":
            return farewell_of(voice, place)
    return place_screen(voice, composer, place, subscriber)
