"""The administrator's door to the list of feeds: a new one is looked at, then taken or left."""

import re
from collections.abc import Collection

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message

from bot.news.feed_desk import FeedDesk
from bot.texts import Html, Texts, Voice
from handlers.admin import FromAdmin
from handlers.calls import Said, call
from handlers.news.feed_words import troubles_in_words
from handlers.screens import Screen, button, turned
from storage.records.delivery import Call
from storage.records.feed_proposals import Finding, Proposal

TITLE = 120
REGION = re.compile(r"KZ(?:-\d\d)?|CA|INT")


class Decide(CallbackData, prefix="feed"):
    """She wants the feed that was found for her proposal, or does not."""

    proposal: int
    wanted: bool


def build_router(admin_ids: Collection[int]) -> Router:
    """Return the router of the list of feeds."""
    router, admin = Router(name="feed_desk"), FromAdmin(admin_ids)
    router.message.register(feed_add, Command("feed_add"), admin)
    router.message.register(feed_off, Command("feed_off"), admin)
    router.message.register(feed_on, Command("feed_on"), admin)
    router.callback_query.register(decide, Decide.filter())
    return router


async def feed_add(
    message: Message, command: CommandObject, feed_desk: FeedDesk, voice: Voice
) -> Said:
    """Have an address looked at: the answer comes when it is known."""
    address, _, region = (command.args or "").strip().partition(" ")
    region = region.strip().upper() or "KZ"
    if not address or not REGION.fullmatch(region):
        return message.answer(voice("admin.feed_add_usage"))
    await feed_desk.propose(message.chat.id, voice.language, address, region)
    return message.answer(voice("admin.feed_looking"))


async def feed_off(
    message: Message, command: CommandObject, feed_desk: FeedDesk, voice: Voice
) -> Said:
    """Poll a feed no more."""
    if not command.args:
        return message.answer(voice("admin.feed_switch_usage"))
    await feed_desk.switch(command.args.strip(), on=False)
    return message.answer(voice("admin.feed_off_done"))


async def feed_on(
    message: Message, command: CommandObject, feed_desk: FeedDesk, voice: Voice
) -> Said:
    """Poll a feed again, or one that feeds.yaml lists as disabled."""
    if not command.args:
        return message.answer(voice("admin.feed_switch_usage"))
    await feed_desk.switch(command.args.strip(), on=True)
    return message.answer(voice("admin.feed_on_done"))


async def decide(
    query: CallbackQuery, callback_data: Decide, feed_desk: FeedDesk, voice: Voice
) -> Said:
    """Take what was found, or leave it."""
    number, chat_id = callback_data.proposal, query.from_user.id
    if not callback_data.wanted:
        await feed_desk.leave(number, chat_id)
        return turned(query, Screen(voice("admin.feed_left"), []))
    feed_id = await feed_desk.take(number, chat_id)
    if feed_id is None:
        return query.answer(voice.plain("admin.feed_decided"))
    return turned(query, Screen(voice("admin.feed_taken", feed=feed_id), []))


class FeedMessage:
    """Puts what was found at an address into words; implements bot.ports.feed_view.FeedView."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def found(self, proposal: Proposal, finding: Finding) -> Call:
        """Return the message to the administrator who asked."""
        voice = self._texts.voice(proposal.language)
        langs = ", ".join(self._texts.voice(one).plain("language.name") for one in finding.langs)
        good = finding.url is not None
        screen = _offer(voice, proposal, finding, langs) if good else _nothing(voice, finding)
        said = SendMessage(chat_id=proposal.chat_id, text=screen.text, reply_markup=screen.markup)
        return call(said)


def _nothing(voice: Voice, finding: Finding) -> Screen:
    reason = finding.reason or "-"
    lines = [voice("admin.feed_nothing", reason=reason), *troubles_in_words([reason], voice)]
    return Screen(Html("\n".join(lines)), [])


def _offer(voice: Voice, proposal: Proposal, finding: Finding, langs: str) -> Screen:
    head = "admin.feed_found_page" if finding.page else "admin.feed_found"
    lines = [
        voice(head, url=finding.url or "", count=finding.entries, langs=langs),
        *(voice("admin.feed_entry", title=title[:TITLE]) for title in finding.titles),
    ]
    if finding.notes:
        lines.append(voice("admin.feeds_troubles", troubles=", ".join(finding.notes)))
    rows = [
        [
            button(
                voice.plain("admin.feed_take"),
                Decide(proposal=proposal.id, wanted=True).pack(),
                style="success",
            ),
            button(
                voice.plain("admin.feed_leave"),
                Decide(proposal=proposal.id, wanted=False).pack(),
            ),
        ]
    ]
    return Screen(Html("\n".join(lines)), rows)
