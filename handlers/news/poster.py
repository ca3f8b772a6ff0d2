"""The door of posters to print: /poster for administrators and coordinators."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from bot.desk.office.rights import OfficeRights, Scope
from bot.links import Invitation
from bot.news.poster_rounds import Posters
from bot.texts import Texts, Voice
from handlers.calls import Said
from handlers.news.poster_view import PosterPages
from handlers.screens import Screen, button, said_anew, shown, turned
from handlers.written import author_id

LANGUAGES = ("kk", "ru")


class Subjects(CallbackData, prefix="posters"):
    """List the offices, or the topics."""

    kind: str


class Wanted(CallbackData, prefix="poster"):
    """Make the poster of an office or a topic; no language yet: ask for it."""

    kind: str
    about: str
    language: str = ""


def build_router() -> Router:
    """Return the router of /poster."""
    router = Router(name="poster")
    router.message.register(poster, Command("poster"))
    router.callback_query.register(subjects, Subjects.filter(F.kind.in_({"office", "topic"})))
    router.callback_query.register(languages, Wanted.filter(F.language == ""))
    router.callback_query.register(make, Wanted.filter(F.language.in_(LANGUAGES)))
    return router


async def poster(message: Message, office_rights: OfficeRights, voice: Voice) -> Said:
    """Ask whether it is for an office or for a topic."""
    await office_rights.scope(message.chat.id, author_id(message))
    kinds = {"office": "poster.for_office", "topic": "poster.for_topic"}
    rows = [[button(voice.plain(key), Subjects(kind=kind).pack())] for kind, key in kinds.items()]
    return shown(message, Screen(voice("poster.choose"), rows))


async def subjects(
    query: CallbackQuery,
    callback_data: Subjects,
    office_rights: OfficeRights,
    poster_pages: PosterPages,
    voice: Voice,
) -> Said:
    """List the offices that are hers, or the topics."""
    scope = await office_rights.scope(chat_of(query), query.from_user.id)
    names = allowed(poster_pages, callback_data.kind, scope, voice)
    rows = [
        [button(name, Wanted(kind=callback_data.kind, about=about).pack())]
        for about, name in names.items()
    ]
    return turned(query, Screen(voice("poster.choose"), rows))


async def languages(
    query: CallbackQuery,
    callback_data: Wanted,
    poster_pages: PosterPages,
    voice: Voice,
    texts: Texts,
) -> Said:
    """Ask for the poster's language."""
    kind, about = callback_data.kind, callback_data.about
    rows = [
        [
            button(
                texts.voice(one).plain("language.name"),
                Wanted(kind=kind, about=about, language=one).pack(),
            )
        ]
        for one in LANGUAGES
    ]
    name = poster_pages.names(kind, voice.language).get(about, about)
    return turned(query, Screen(voice("poster.language", about=name), rows))


async def make(
    query: CallbackQuery,
    callback_data: Wanted,
    office_rights: OfficeRights,
    poster_pages: PosterPages,
    posters: Posters,
    voice: Voice,
) -> Said:
    """Order it; what the catalogues lost, or is another's, is refused."""
    scope = await office_rights.scope(chat_of(query), query.from_user.id)
    wanted = Invitation(callback_data.kind, callback_data.about)
    if wanted.about not in allowed(poster_pages, wanted.kind, scope, voice):
        return query.answer(voice.plain("error.button_stale"), show_alert=True)
    fresh = await posters.ask(chat_of(query), wanted, callback_data.language)
    return said_anew(query, Screen(voice("poster.making" if fresh else "poster.waiting"), []))


def allowed(pages: PosterPages, kind: str, scope: Scope, voice: Voice) -> dict[str, str]:
    """Return what she may have posters of: every topic, her office, for administrators all."""
    names = pages.names(kind, voice.language)
    if kind == "topic" or scope.office_id is None:
        return names
    return {about: name for about, name in names.items() if about == scope.office_id}


def chat_of(query: CallbackQuery) -> int:
    """Return the chat in which the button was pressed."""
    return query.message.chat.id if query.message else query.from_user.id
