"""The administrator's door to the outbox: what is owed, a mailing's progress, dead letters."""

from collections.abc import Awaitable, Callable, Collection, Iterator

from aiogram import F, Router
from aiogram.filters import Command, Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from babel.numbers import format_decimal

from bot.delivery.outbox_watch import LetterPage, OutboxPage, OutboxWatch
from bot.settings import Settings
from bot.texts import Html, Voice
from handlers.admin import FromAdmin
from handlers.calls import Said
from handlers.screens import Keyboard, Screen, button, shown, turned
from storage.records.delivery import DeadLetter, Depth, Priority

BLOCKS, FULL, EMPTY = 12, "\u2588", "\u2591"
WORDS, ERROR = 3_000, 160
PRIORITY = {
    Priority.REPLY: "admin.outbox.replies",
    Priority.CASE: "admin.outbox.cases",
    Priority.ALERT: "admin.outbox.alerts",
    Priority.DIGEST: "admin.outbox.digests",
    Priority.HOUSEKEEPING: "admin.outbox.housekeeping",
}
CHAT = {
    "private": "admin.outbox.private",
    "group": "admin.outbox.group",
    "supergroup": "admin.outbox.group",
    "channel": "admin.outbox.channel",
}
UNKNOWN_CHAT = "admin.outbox.no_chat"
# the first word of a letter's error (bot/rules/delivery/outcomes.py); the rest is Telegram's own
REASON = {
    **dict.fromkeys(("blocked", "deactivated", "never_started"), "admin.outbox.why_left"),
    **dict.fromkeys(("chat_gone", "kicked", "restricted"), "admin.outbox.why_gone"),
    "no_rights": "admin.outbox.why_rights",
    "too_long": "admin.outbox.why_long",
    **dict.fromkeys(("bad_file", "too_big"), "admin.outbox.why_file"),
    **dict.fromkeys(("not_found", "not_editable"), "admin.outbox.why_original"),
    "unknown": "admin.outbox.why_unknown",
}
OTHER_REASON = "admin.outbox.why_other"


class Letter(CallbackData, prefix="letter"):
    """`act`: look (at the outbox), read, words, retry, drop."""

    act: str
    row: int = 0


class AdminPress(Filter):
    """Passes buttons pressed by the people in ADMIN_IDS."""

    def __init__(self, admin_ids: Collection[int]) -> None:
        self._admin_ids = frozenset(admin_ids)

    async def __call__(self, query: CallbackQuery) -> bool:
        return query.from_user.id in self._admin_ids


def build_router(admin_ids: Collection[int]) -> Router:
    """Return the router of /outbox."""
    router, pressed = Router(name="outbox"), AdminPress(admin_ids)
    router.message.register(outbox, Command("outbox"), FromAdmin(admin_ids))
    acts: dict[str, Callable[..., Awaitable[Said]]] = {
        "look": look,
        "read": read,
        "words": words,
        "retry": retry,
        "drop": drop,
    }
    for act, handler in acts.items():
        router.callback_query.register(handler, pressed, Letter.filter(F.act == act))
    return router


async def outbox(
    message: Message, outbox_watch: OutboxWatch, voice: Voice, settings: Settings
) -> Said:
    """Show what is owed."""
    return shown(message, page(await outbox_watch.look(), voice, settings.default_timezone))


async def look(
    query: CallbackQuery, outbox_watch: OutboxWatch, voice: Voice, settings: Settings
) -> Said:
    """Show it anew in place."""
    return turned(query, page(await outbox_watch.look(), voice, settings.default_timezone))


async def read(
    query: CallbackQuery,
    callback_data: Letter,
    outbox_watch: OutboxWatch,
    voice: Voice,
    settings: Settings,
) -> Said:
    """Show a dead letter, not what it says."""
    letter = await outbox_watch.letter(callback_data.row)
    return turned(query, letter_page(letter, voice, settings.default_timezone))


async def words(
    query: CallbackQuery,
    callback_data: Letter,
    outbox_watch: OutboxWatch,
    voice: Voice,
    settings: Settings,
) -> Said:
    """Show what a dead letter says: she asked for it."""
    letter = await outbox_watch.letter(callback_data.row)
    said = await outbox_watch.words(callback_data.row)
    return turned(query, letter_page(letter, voice, settings.default_timezone, said))


async def retry(
    query: CallbackQuery,
    callback_data: Letter,
    outbox_watch: OutboxWatch,
    voice: Voice,
    settings: Settings,
) -> Said:
    """Owe a dead letter again."""
    await outbox_watch.retry(callback_data.row)
    return turned(query, page(await outbox_watch.look(), voice, settings.default_timezone))


async def drop(
    query: CallbackQuery,
    callback_data: Letter,
    outbox_watch: OutboxWatch,
    voice: Voice,
    settings: Settings,
) -> Said:
    """Forget a dead letter."""
    await outbox_watch.drop(callback_data.row)
    return turned(query, page(await outbox_watch.look(), voice, settings.default_timezone))


def page(found: OutboxPage, voice: Voice, zone: str) -> Screen:
    """Lay the outbox out; times are local to the zone."""
    sections = (
        [voice("admin.outbox.title"), *_depths(found, voice, zone)],
        [*_progress(found, voice)],
        [*_troubles(found, voice)],
        [*_dead(found, voice)],
    )
    text = "\n\n".join("\n".join(lines) for lines in sections if lines)
    rows = [[_letter_button(one, voice)] for one in found.letters]
    again = button(voice.plain("admin.outbox.again"), Letter(act="look").pack())
    return Screen(text, [*rows, [again]])


def _depths(found: OutboxPage, voice: Voice, zone: str) -> Iterator[Html]:
    for one in found.depths:
        yield _depth(one, voice, zone)
    if not found.depths:
        yield voice("admin.outbox.empty")
    yield voice("admin.outbox.rate", rate=_decimal(found.per_second, voice))


def _decimal(number: float, voice: Voice) -> str:
    return str(format_decimal(number, format="0.0", locale=voice.language))


def _depth(one: Depth, voice: Voice, zone: str) -> Html:
    who, since = voice(PRIORITY[Priority(one.priority)]), voice.moment(one.oldest_at, zone)
    return voice("admin.outbox.depth", who=who, rows=one.rows, since=since)


def _progress(found: OutboxPage, voice: Voice) -> Iterator[Html]:
    if found.to_mail:
        full = BLOCKS * found.mailed // found.to_mail
        bar = FULL * full + EMPTY * (BLOCKS - full)
        percent = 100 * found.mailed // found.to_mail
        yield voice(
            "admin.outbox.mailing", bar=bar, percent=percent, done=found.mailed, all=found.to_mail
        )


def _troubles(found: OutboxPage, voice: Voice) -> Iterator[Html]:
    if found.troubles:
        yield voice("admin.outbox.troubles")
    for error, rows in found.troubles:
        yield voice("admin.outbox.trouble", error=error[:ERROR], rows=rows)


def _dead(found: OutboxPage, voice: Voice) -> Iterator[Html]:
    if found.dead:
        yield voice("admin.outbox.dead", count=found.dead)


def _letter_button(one: DeadLetter, voice: Voice) -> InlineKeyboardButton:
    reason = voice.plain(REASON.get(one.error.partition(":")[0], OTHER_REASON))
    label = voice.plain("admin.outbox.letter", number=one.id, reason=reason)
    return button(label, Letter(act="read", row=one.id).pack())


def letter_page(found: LetterPage, voice: Voice, zone: str, said: str | None = None) -> Screen:
    """Lay a dead letter out; `said` is shown where she asked for it."""
    letter = found.letter
    lines = [
        voice("admin.outbox.letter_title", number=letter.id),
        voice("admin.outbox.letter_call", kind=letter.kind, method=letter.method),
        voice("admin.outbox.letter_chat", chat=voice(CHAT.get(found.chat or "", UNKNOWN_CHAT))),
        voice("admin.outbox.letter_at", at=voice.moment(letter.settled_at, zone)),
        voice(REASON.get(letter.error.partition(":")[0], OTHER_REASON)),
        voice("admin.outbox.letter_error", error=letter.error[:ERROR]),
    ]
    if letter.state == "unknown":
        lines.append(voice("admin.outbox.letter_unknown"))
    if said is not None:
        lines.append(voice("admin.outbox.words_shown", words=said[:WORDS]))
    return Screen("\n".join(lines), _letter_buttons(letter, voice, asked=said is not None))


def _letter_buttons(letter: DeadLetter, voice: Voice, *, asked: bool) -> Keyboard:
    def on(act: str, key: str) -> InlineKeyboardButton:
        return button(voice.plain(key), Letter(act=act, row=letter.id).pack())

    reading = [] if asked else [[on("words", "admin.outbox.words")]]
    return [
        *reading,
        [on("retry", "admin.outbox.retry"), on("drop", "admin.outbox.drop")],
        [on("look", "admin.outbox.back")],
    ]
