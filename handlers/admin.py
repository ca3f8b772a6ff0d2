"""The administrator's door: /health says what is wrong. Nobody else is answered here."""

from collections.abc import Collection, Iterable, Iterator

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Message

from bot.health import Watch
from bot.ports.delivery import Stores
from bot.settings import Settings
from bot.texts import Html, Texts, Voice
from handlers.calls import Said
from handlers.commands import untold
from storage.records.health import Depth, FailedCall, Health, SickFeed

SHOWN_FEEDS = 15


class FromAdmin(Filter):
    """Passes what the people in ADMIN_IDS write or press in their private chats."""

    def __init__(self, admin_ids: Collection[int]) -> None:
        self._admin_ids = frozenset(admin_ids)

    async def __call__(self, event: Message | CallbackQuery) -> bool:
        author = event.from_user
        message = event.message if isinstance(event, CallbackQuery) else event
        private = message is not None and message.chat.type == ChatType.PRIVATE
        return private and author is not None and author.id in self._admin_ids


def for_admins(admin_ids: Collection[int], routers: Iterable[Router]) -> Router:
    """Return the routers behind one door: of other people's updates they are asked nothing."""
    door = Router(name="administrators")
    for event in (door.message, door.callback_query):
        event.filter(FromAdmin(admin_ids))
    door.include_routers(*routers)
    return door


def build_router(admin_ids: Collection[int]) -> Router:
    """Return the router of the administrator's commands."""
    router = Router(name="admin")
    router.message.register(health, Command("health"), FromAdmin(admin_ids))
    return router


async def health(
    message: Message, watch: Watch, voice: Voice, texts: Texts, settings: Settings, stores: Stores
) -> Said:
    """Show feeds, inbox, outbox and last errors; see to it that her commands are listed."""
    text = health_text(await watch.look(), voice, settings.default_timezone)
    return [message.answer(text), *await untold(stores, texts, settings.admin_ids)]


def health_text(health: Health, voice: Voice, zone: str) -> str:
    """Lay out the health page; times are local to the zone."""
    return "\n\n".join(
        Html("\n".join(lines))
        for lines in (
            [voice("admin.health_title")],
            _feeds(health, voice, zone),
            [_depth(voice, "inbox", health.inbox, zone), *_set_aside(health, voice)],
            [_depth(voice, "outbox", health.outbox, zone), *_failed(health, voice, zone)],
        )
    )


def _feeds(health: Health, voice: Voice, zone: str) -> list[Html]:
    sick = health.sick_feeds
    working = health.feeds - len(sick)
    lines = [voice("admin.health_feeds", working=working, total=health.feeds)]
    lines += [_feed(one, voice, zone) for one in sick[:SHOWN_FEEDS]]
    if len(sick) > SHOWN_FEEDS:
        lines.append(voice("admin.health_more_feeds", count=len(sick) - SHOWN_FEEDS))
    return lines


def _feed(feed: SickFeed, voice: Voice, zone: str) -> Html:
    if feed.last_success_at is None:
        return voice("admin.health_feed_never", name=feed.name, error=feed.error)
    since = voice.moment(feed.last_success_at, zone)
    return voice("admin.health_feed_since", name=feed.name, error=feed.error, since=since)


def _depth(voice: Voice, box: str, depth: Depth, zone: str) -> Html:
    if depth.since is None:
        return voice(f"admin.health_{box}_empty")
    since = voice.moment(depth.since, zone)
    return voice(f"admin.health_{box}", waiting=depth.waiting, since=since)


def _set_aside(health: Health, voice: Voice) -> Iterator[Html]:
    for one in health.set_aside:
        yield voice("admin.health_set_aside", update_id=one.update_id, error=one.error[:120])


def _failed(health: Health, voice: Voice, zone: str) -> Iterator[Html]:
    for one in health.failed_calls:
        yield _failure(one, voice, zone)


def _failure(one: FailedCall, voice: Voice, zone: str) -> Html:
    at = voice.moment(one.at, zone)
    return voice("admin.health_failed", at=at, method=one.method, error=one.error[:120])
