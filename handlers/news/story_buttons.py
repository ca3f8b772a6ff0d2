"""The buttons by which a person points at one story of a digest, and the screens that show them."""

from collections.abc import Collection, Sequence
from typing import Literal

from aiogram.filters.callback_data import CallbackData

from bot.rules.news.ranking import by_language
from bot.texts import Voice
from handlers.screens import Screen, button
from storage.records.people import Preferences
from storage.records.stories import Story

What = Literal["keep", "drop", "fewer", "why"]
KEEP: What = "keep"
FEWER: What = "fewer"
WHY: What = "why"
ASK_KEYS: dict[What, str] = {
    "keep": "story.which_keep",
    "drop": "story.which_drop",
    "fewer": "story.which_fewer",
    "why": "story.which_why",
}
CHOSEN = "✓ "
# what a small phone shows of a button
LABEL = 28


class More(CallbackData, prefix="more"):
    """Show the stories that found no room in an edition."""

    edition: int


class Choose(CallbackData, prefix="which"):
    """Ask which story of an edition is meant."""

    what: What
    edition: int


class Share(CallbackData, prefix="share"):
    """Offer a link for each story of an edition."""

    edition: int


class Keep(CallbackData, prefix="keep"):
    """Keep a story or no longer: said outright, so a double tap changes nothing."""

    story: int
    wanted: bool
    edition: int


class Fewer(CallbackData, prefix="fewer"):
    """Ask what she wants less of in this story."""

    story: int
    edition: int


class LessOf(CallbackData, prefix="less"):
    """She wants less of this, or takes that back; `which` counts the ways that were offered."""

    story: int
    which: int
    wanted: bool


class WhyOne(CallbackData, prefix="why1"):
    """Say why this story came or did not."""

    story: int


class ShelfPage(CallbackData, prefix="shelf"):
    """Show a page of saved stories."""

    page: int


class Close(CallbackData, prefix="close"):
    """She has chosen enough: the screen becomes one line."""


def title_of(story: Story, wishes: Preferences) -> str:
    """Return the title that she is shown, on one line; what has none is known by its feed."""
    entry = next(iter(by_language(story, wishes)), None) or story.entries[0]
    return " ".join(entry.title.split()) or entry.feed_name


def choose_screen(
    voice: Voice,
    stories: Sequence[Story],
    wishes: Preferences,
    what: What,
    edition: int,
    kept: Collection[int] = (),
) -> Screen:
    """Ask which story is meant, a button for each, numbered as in the digest."""
    rows = []
    for place, story in enumerate(stories, 1):
        data = _data(what, story.number, edition, kept)
        mark = CHOSEN if what == KEEP and story.number in kept else ""
        label = _label(f"{mark}{place}. {title_of(story, wishes)}")
        rows.append([button(label, data.pack())])
    rows.append([button(voice.plain("settings.done"), Close().pack(), "primary")])
    return Screen(voice(ASK_KEYS[what]), rows)


def _data(what: What, story: int, edition: int, kept: Collection[int]) -> CallbackData:
    if what == FEWER:
        return Fewer(story=story, edition=edition)
    if what == WHY:
        return WhyOne(story=story)
    return Keep(story=story, wanted=what == KEEP and story not in kept, edition=edition)


def _label(words: str) -> str:
    return words if len(words) <= LABEL else words[: LABEL - 1].rstrip() + "…"
