"""What Telegram shows of the bot before a word is said: name, descriptions, command lists."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

from aiogram.methods import (
    SetMyCommands,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
    TelegramMethod,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeUnion,
)

from bot.ports.delivery import Stores
from bot.texts import Texts
from handlers.calls import call
from storage.records.delivery import Call, Outcome, Owed, Priority

# "" is what Telegram shows to a phone in any other language: Kazakh comes first
LANGUAGES = {"": "kk", "ru": "ru", "en": "en"}
CITIZEN = (
    *("ask", "cases", "cards", "mydata", "delete", "clear"),
    *("digest", "latest", "search", "saved", "preview", "why"),
    *("settings", "places", "language", "help"),
)
COORDINATOR = ("digest_here", "bind", "office", "staff", "reroute", "report", "audit", "poster")
STAFF = ("queue", "mine", "find", "note", "duty", "vacation", "dispute", "help")
ADMIN = (
    *("announce", "binding", "office", "staff", "reroute", "report", "audit", "poster"),
    *("health", "outbox"),
    *("feeds", "feed_add", "feed_off", "feed_on", "story", "split", "merge"),
)
EFFECT = "profile_told"
Lists = Sequence[tuple[BotCommandScopeUnion, Sequence[str]]]


def profile(
    texts: Texts,
    admin_ids: Sequence[int],
    told: Mapping[str, str],
    staff_chats: Sequence[int] = (),
) -> list[Call]:
    """Return the calls whose text Telegram has not been told yet; `told` is by part."""
    methods = _methods(texts, list(_lists(admin_ids, staff_chats)))
    said = ((_part(method), call(method)) for method in methods)
    marked = ((part, _fingerprint(one), one) for part, one in said)
    return [
        Call(
            one.method,
            one.body,
            priority=Priority.HOUSEKEEPING,
            kind="profile",
            effect=EFFECT,
            effect_data={"part": part, "fingerprint": fingerprint},
        )
        for part, fingerprint, one in marked
        if told.get(part) != fingerprint
    ]


async def untold(stores: Stores, texts: Texts, admin_ids: Sequence[int]) -> list[Call]:
    """Return what is still to be said; commands of an administrator once the bot has met her."""
    met = [admin for admin in admin_ids if await stores.chats.get(admin)]
    bound = [office.chat_id for office in await stores.offices.bound() if office.chat_id]
    return profile(texts, met, await stores.profile.told(), bound)


def staff_commands(texts: Texts, chat_id: int) -> list[Call]:
    """Return what shows the staff's commands in a chat that has just been bound."""
    return [
        call(one, priority=Priority.HOUSEKEEPING, kind="profile")
        for one in _commands(texts, _of_staff(chat_id))
    ]


async def owe_profile(stores: Stores, texts: Texts, admin_ids: Sequence[int], now: int) -> None:
    """Put what has changed into the outbox."""
    await stores.outbox.owe(await untold(stores, texts, admin_ids), now)


async def profile_told(stores: Stores, owed: Owed, outcome: Outcome, _now: int) -> Sequence[Call]:
    """Effect: what was accepted is not said again; what was refused is, at the next start."""
    if outcome.sent:
        data = owed.effect_data
        await stores.profile.remember(data["part"], data["fingerprint"])
    return ()


def _methods(texts: Texts, lists: Lists) -> Iterator[TelegramMethod[bool]]:
    for code, language in LANGUAGES.items():
        voice = texts.voice(language)
        yield SetMyName(name=voice.plain("bot.name"), language_code=code)
        yield SetMyDescription(description=voice.plain("bot.description"), language_code=code)
        yield SetMyShortDescription(
            short_description=voice.plain("bot.short_description"), language_code=code
        )
    yield from _commands(texts, lists)


def _commands(texts: Texts, lists: Lists) -> Iterator[TelegramMethod[bool]]:
    for code, language in LANGUAGES.items():
        voice = texts.voice(language)
        for scope, names in lists:
            commands = [
                BotCommand(command=name, description=voice.plain(f"command.{name}"))
                for name in names
            ]
            yield SetMyCommands(commands=commands, scope=scope, language_code=code)


def _lists(
    admin_ids: Sequence[int], staff_chats: Sequence[int]
) -> Iterator[tuple[BotCommandScopeUnion, Sequence[str]]]:
    yield BotCommandScopeAllPrivateChats(), CITIZEN
    yield BotCommandScopeAllChatAdministrators(), COORDINATOR
    for admin in admin_ids:
        yield BotCommandScopeChat(chat_id=admin), (*CITIZEN, *ADMIN)
    for chat_id in staff_chats:
        yield from _of_staff(chat_id)


def _of_staff(chat_id: int) -> Lists:
    """Who administers the group is most often the coordinator: hers come below the staff's."""
    return [
        (BotCommandScopeChat(chat_id=chat_id), STAFF),
        (BotCommandScopeChatAdministrators(chat_id=chat_id), (*STAFF, *COORDINATOR)),
    ]


def _part(method: TelegramMethod[bool]) -> str:
    scope = getattr(method, "scope", None)
    about = f"{scope.type}:{getattr(scope, 'chat_id', '')}" if scope else ""
    return f"{method.__api_method__} {about} {getattr(method, 'language_code', '')}"


def _fingerprint(one: Call) -> str:
    body = json.dumps(dict(one.body), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()[:16]
