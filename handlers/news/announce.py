"""The administrator's door of announcements: words, audience, test, a second person, stop."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from aiogram import F, Router
from aiogram.enums import MessageEntityType
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage, SendPhoto
from aiogram.types import CallbackQuery, Message, MessageEntity

from bot.news.announcing import Announcing
from bot.news.digest_composer import Composer
from bot.rules.news.audience import toggled
from bot.texts import Texts, Voice
from handlers.admin import FromAdmin
from handlers.calls import Said, call
from handlers.hearing import NoCommand
from handlers.news.announce_screens import (
    Decision,
    Draft,
    districts_screen,
    draft_screen,
    languages_screen,
    proposed_screen,
    said_to,
    stoppable,
    topics_screen,
    words_screen,
)
from handlers.outbox import AdminPress
from handlers.screens import Screen, shown, turned
from storage.records.announcements import Announcement, Words


class Writing(StatesGroup):
    """Which words she is asked to write."""

    kk = State()
    ru = State()


STATES = {"kk": Writing.kk, "ru": Writing.ru}


@dataclass(frozen=True, slots=True)
class Desk:
    """What these doors need of one press, under one name."""

    announcing: Announcing
    composer: Composer
    texts: Texts
    voice: Voice
    state: FSMContext

    async def home(self, draft: Announcement) -> Screen:
        """Return the page of the draft."""
        people = await self.announcing.people(draft.audience)
        return draft_screen(self.voice, self.composer, draft, people)


async def _seat(handler: Any, event: Any, data: dict[str, Any]) -> Any:
    given = {name: data[name] for name in Desk.__dataclass_fields__}
    return await handler(event, {**data, "desk": Desk(**given)})


def build_router(admin_ids: Collection[int]) -> Router:
    """Return the router of /announce."""
    router, admin, pressed = Router(name="announce"), FromAdmin(admin_ids), AdminPress(admin_ids)
    router.message.middleware(_seat)
    router.callback_query.middleware(_seat)
    router.message.register(announce, Command("announce"), admin)
    router.message.register(wrote_kk, StateFilter(Writing.kk), admin, NoCommand())
    router.message.register(wrote_ru, StateFilter(Writing.ru), admin, NoCommand())
    query, act = router.callback_query, Draft.filter
    query.register(write, pressed, act(F.act.in_({"kk", "ru"})))
    query.register(skip, pressed, act(F.act == "skip"))
    query.register(test, pressed, act(F.act == "test"))
    query.register(choose, pressed, act(F.act.in_({"languages", "topics", "districts", "home"})))
    query.register(tick, pressed, act(F.act.in_({"language", "topic", "district"})))
    query.register(propose, pressed, act(F.act == "propose"))
    query.register(drop, pressed, act(F.act == "drop"))
    query.register(agree, pressed, Decision.filter(F.act == "agree"))
    query.register(refuse, pressed, Decision.filter(F.act == "refuse"))
    query.register(stop, pressed, Decision.filter(F.act == "stop"))
    return router


async def announce(message: Message, desk: Desk) -> Said:
    """Begin a draft with its Kazakh words."""
    await desk.announcing.begin(message.chat.id)
    await desk.state.set_state(Writing.kk)
    return shown(message, words_screen(desk.voice, "kk", other=False))


async def wrote_kk(message: Message, desk: Desk) -> Said:
    """Keep the Kazakh words."""
    return await _wrote(message, "kk", desk)


async def wrote_ru(message: Message, desk: Desk) -> Said:
    """Keep the Russian words."""
    return await _wrote(message, "ru", desk)


async def write(query: CallbackQuery, callback_data: Draft, desk: Desk) -> Said:
    """Ask for other words."""
    await desk.announcing.draft(query.from_user.id)
    await desk.state.set_state(STATES[callback_data.act])
    return turned(query, words_screen(desk.voice, callback_data.act, other=False))


async def skip(query: CallbackQuery, callback_data: Draft, desk: Desk) -> Said:
    """Do without words in one language; without the Kazakh ones, the Russian are asked for."""
    draft = await desk.announcing.say(query.from_user.id, callback_data.what, None)
    return turned(query, await _next(draft, callback_data.what, desk))


async def test(query: CallbackQuery, desk: Desk) -> Said:
    """Send her what people will get."""
    draft = await desk.announcing.draft(query.from_user.id)
    words = [one for one in (draft.kk, draft.ru) if one]
    said = [said_to(one, query.from_user.id) for one in words]
    return [query.answer(), *said, _anew(query, await desk.home(draft))]


async def choose(query: CallbackQuery, callback_data: Draft, desk: Desk) -> Said:
    """Show one of the choices of the audience, or the draft's page again."""
    draft = await desk.announcing.draft(query.from_user.id)
    return turned(query, await _screen(callback_data.act, draft, desk))


async def tick(query: CallbackQuery, callback_data: Draft, desk: Desk) -> Said:
    """Address it to some more, or some fewer."""
    draft, what = await desk.announcing.draft(query.from_user.id), callback_data.what
    before, places = draft.audience, {"language": "languages", "topic": "topics"}
    name = places.get(callback_data.act, "districts")
    audience = replace(before, **{name: toggled(getattr(before, name), what)})
    after = await desk.announcing.address(query.from_user.id, audience)
    return turned(query, await _screen(name, after, desk))


async def propose(query: CallbackQuery, desk: Desk) -> Said:
    """Ask a second person to agree."""
    author = query.from_user.id
    await desk.state.clear()
    proposed, asked = await desk.announcing.propose(author)
    others = len(await desk.announcing.others(author))
    return [*turned(query, proposed_screen(desk.voice, proposed, others)), *asked]


async def drop(query: CallbackQuery, desk: Desk) -> Said:
    """Forget the draft."""
    await desk.state.clear()
    draft = await desk.announcing.draft(query.from_user.id)
    await desk.announcing.drop(draft.id, query.from_user.id)
    return turned(query, Screen(desk.voice("announce.dropped"), []))


async def agree(query: CallbackQuery, callback_data: Decision, desk: Desk) -> Said:
    """Let it go out."""
    number, admin = callback_data.number, query.from_user.id
    said = await desk.announcing.agree(number, admin)
    mine = (await desk.announcing.get(number)).author_id == admin
    agreed = stoppable(desk.voice, "announce.agreed", number)
    return [*turned(query, Screen(agreed.text, []) if mine else agreed), *said]


async def refuse(query: CallbackQuery, callback_data: Decision, desk: Desk) -> Said:
    """Let it go nowhere, and tell its author."""
    told = await desk.announcing.drop(callback_data.number, query.from_user.id)
    return [*turned(query, Screen(desk.voice("announce.dropped"), [])), *told]


async def stop(query: CallbackQuery, callback_data: Decision, desk: Desk) -> Said:
    """Take back what has not left."""
    await desk.announcing.stop(callback_data.number, query.from_user.id)
    return turned(query, Screen(desk.voice("announce.stopping"), []))


async def _wrote(message: Message, language: str, desk: Desk) -> Said:
    words = words_of(message)
    if words is None:
        return message.answer(desk.voice("announce.text_or_photo"))
    draft = await desk.announcing.say(message.chat.id, language, words)
    return shown(message, await _next(draft, language, desk))


async def _next(draft: Announcement, language: str, desk: Desk) -> Screen:
    """After the Kazakh words come the Russian ones, then the draft's page."""
    if language == "kk" and draft.ru is None:
        await desk.state.set_state(Writing.ru)
        return words_screen(desk.voice, "ru", other=draft.kk is not None)
    await desk.state.clear()
    return await desk.home(draft)


async def _screen(name: str, draft: Announcement, desk: Desk) -> Screen:
    match name:
        case "languages":
            return languages_screen(desk.voice, desk.texts, draft.audience)
        case "topics":
            return topics_screen(desk.voice, desk.composer, draft.audience)
        case "districts":
            return districts_screen(desk.voice, desk.composer, draft.audience)
    return await desk.home(draft)


def words_of(message: Message) -> Words | None:
    """Return a text or a photo with its formatting as a call's body; None: it is neither."""
    said: SendMessage | SendPhoto
    if message.text:
        said = SendMessage(
            chat_id=0, text=message.text, entities=_kept(message.entities), parse_mode=None
        )
    elif message.photo and message.media_group_id is None:
        said = SendPhoto(
            chat_id=0,
            photo=message.photo[-1].file_id,
            caption=message.caption,
            caption_entities=_kept(message.caption_entities),
            parse_mode=None,
        )
    else:
        return None
    one = call(said)
    return Words(one.method, {name: field for name, field in one.body.items() if name != "chat_id"})


def _kept(entities: list[MessageEntity] | None) -> list[MessageEntity] | None:
    """Leave out what bots may not send."""
    kept = [one for one in entities or () if one.type != MessageEntityType.CUSTOM_EMOJI]
    return kept or None


def _anew(query: CallbackQuery, screen: Screen) -> SendMessage:
    return SendMessage(chat_id=query.from_user.id, text=screen.text, reply_markup=screen.markup)
