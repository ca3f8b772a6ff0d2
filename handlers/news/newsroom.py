"""The administrator's door to news: how feeds fare, what stories are made of."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.health import Watch
from bot.news.story_desk import StoryDesk, StoryPage
from bot.rules.feeds.feed_health import FeedHealth, our_own_outage
from bot.settings import Settings
from bot.texts import Html, Voice
from handlers.admin import FromAdmin
from handlers.calls import Said
from handlers.news.feed_words import troubles_in_words
from storage.records.facts import Fact
from storage.records.stories import Member, Story

# of Telegram's 4,096, so that the last line still fits
PAGE, NAME, TITLE, MEMBERS, OFF = 3_600, 40, 120, 12, 600
HOUR, DAY = 3_600, 86_400


def build_router(admin_ids: Collection[int]) -> Router:
    """Return the router of the administrator's news commands."""
    router, admin = Router(name="newsroom"), FromAdmin(admin_ids)
    router.message.register(feeds, Command("feeds"), admin)
    router.message.register(story, Command("story"), admin)
    router.message.register(split, Command("split"), admin)
    router.message.register(merge, Command("merge"), admin)
    return router


async def feeds(message: Message, watch: Watch, voice: Voice, settings: Settings) -> Said:
    """Show how each feed fares, those in trouble first."""
    found, off = await watch.feeds(), await watch.feeds_off()
    return message.answer(feeds_text(found, voice, settings.default_timezone, off))


async def story(
    message: Message,
    command: CommandObject,
    story_desk: StoryDesk,
    voice: Voice,
    settings: Settings,
) -> Said:
    """Show the newest stories, or what one of them is made of."""
    numbers = _numbers(command)
    if not numbers:
        return message.answer(stories_text(await story_desk.latest(), voice))
    page = await story_desk.page(numbers[0])
    return message.answer(story_text(page, voice, settings.default_timezone))


async def split(
    message: Message, command: CommandObject, story_desk: StoryDesk, voice: Voice
) -> Said:
    """Let one entry tell a story of its own."""
    numbers = _numbers(command)
    if len(numbers) != 1:
        return message.answer(voice("admin.split_usage"))
    old, new = await story_desk.split(numbers[0])
    return message.answer(voice("admin.split_done", old=old, new=new))


async def merge(
    message: Message, command: CommandObject, story_desk: StoryDesk, voice: Voice
) -> Said:
    """Make one story of two."""
    numbers = _numbers(command)
    if len(numbers) != 2:
        return message.answer(voice("admin.merge_usage"))
    count = await story_desk.merge(*numbers)
    return message.answer(voice("admin.merge_done", number=numbers[0], count=count))


def feeds_text(
    found: Iterable[FeedHealth], voice: Voice, zone: str, off: Sequence[str] = ()
) -> str:
    """Lay the feeds out on one page; times are local to the zone. `off` are ids."""
    told = sorted(found, key=lambda feed: (feed.well, feed.last_success_at or 0, feed.name))
    well = sum(feed.well for feed in told)
    lines = [voice("admin.feeds_title", total=len(told), well=well)]
    if our_own_outage(told):
        lines.append(voice("admin.feeds_outage"))
    if off:
        lines.append(voice("admin.feeds_off", ids=", ".join(off)[:OFF]))
    return _page(lines, (_feed(feed, voice, zone) for feed in told), len(told), voice)


def stories_text(stories: Iterable[Story], voice: Voice) -> str:
    """List stories with their numbers and how many entries tell each."""
    lines = [voice("admin.stories_title")]
    lines += [
        voice(
            "admin.stories_line",
            number=one.number,
            count=len(one.entries),
            title=_cut(one.entries[0].title),
        )
        for one in stories
        if one.entries
    ]
    return "\n".join([*lines, voice("admin.stories_usage")])


def story_text(page: StoryPage, voice: Voice, zone: str) -> str:
    """Lay out one story: its entries with their numbers and links, and the days they name."""
    head = [
        voice(
            "admin.story_title",
            number=page.story.number,
            count=len(page.members),
            topics=", ".join(page.story.topics),
        )
    ]
    entries = [_member(one, voice, zone) for one in page.members[:MEMBERS]]
    days = [_day(fact, voice) for fact in page.facts[:MEMBERS]]
    return _page(head, [*entries, *days], len(page.members) + len(days), voice)


def _feed(feed: FeedHealth, voice: Voice, zone: str) -> Html:
    facts = Html("; ".join((*_troubles(feed, voice), *_facts(feed, voice, zone))))
    key = "admin.feeds_line" if feed.well else "admin.feeds_line_sick"
    return voice(key, name=feed.name[:NAME], feed=feed.id, facts=facts)


def _troubles(feed: FeedHealth, voice: Voice) -> Iterator[Html]:
    if feed.troubles:
        words = " ".join(f"{one}," for one in troubles_in_words(feed.troubles, voice))
        codes = voice("admin.feeds_troubles", troubles=", ".join(feed.troubles))
        yield Html(f"{words.rstrip(',')} {codes}")
    if feed.silent_s is not None:
        yield voice("admin.feeds_silent", days=feed.silent_s // DAY)


def _facts(feed: FeedHealth, voice: Voice, zone: str) -> Iterator[Html]:
    if feed.last_success_at is None:
        yield voice("admin.feeds_never")
    else:
        yield voice("admin.feeds_answered", since=voice.moment(feed.last_success_at, zone))
    if feed.rhythm_s is not None:
        yield voice("admin.feeds_rhythm", hours=max(1, round(feed.rhythm_s / HOUR)))


def _member(one: Member, voice: Voice, zone: str) -> Html:
    entry, feed, at = one.entry_id, one.feed_name[:NAME], voice.moment(one.at, zone)
    title = _cut(one.title)
    if not one.link:
        return voice("admin.story_entry_bare", entry=entry, feed=feed, at=at, title=title)
    return voice("admin.story_entry", entry=entry, feed=feed, at=at, title=title, link=one.link)


def _day(fact: Fact, voice: Voice) -> Html:
    day, sentence = fact.day.isoformat(), _cut(fact.sentence)
    if fact.kind == "deadline":
        return voice("admin.story_deadline", day=day, sentence=sentence)
    return voice("admin.story_event", day=day, sentence=sentence)


def _page(head: list[Html], lines: Iterable[Html], total: int, voice: Voice) -> str:
    """As many lines as one message holds, and how many are left out."""
    shown, length = [*head], sum(map(len, head))
    for line in lines:
        length += len(line)
        if length > PAGE:
            break
        shown.append(line)
    left_out = total - (len(shown) - len(head))
    return "\n".join(
        [*shown, *([voice("admin.health_more_feeds", count=left_out)] if left_out > 0 else [])]
    )


def _cut(text: str) -> str:
    return text if len(text) <= TITLE else text[: TITLE - 1] + "…"


def _numbers(command: CommandObject) -> list[int]:
    words = (command.args or "").replace("#", " ").split()
    good = all(word.isascii() and word.isdigit() and len(word) < 16 for word in words)
    return [int(word) for word in words] if good else []
