"""Writes what an edited entry says now, and what that makes of its story. Announces nothing."""

from bot.rules.news.story_life import retold
from storage.records.stories import NewEntry
from storage.stores import Stores


async def retell(opened: Stores, entry: NewEntry) -> None:
    """Write the new text of a known entry, its days, and what its story is about now."""
    number = await opened.stories.edit_entry(entry)
    await opened.facts.write(entry.feed_id, entry.identity, entry.facts)
    story = await opened.stories.story(number) if number else None
    if story:
        members = await opened.stories.members(story.number)
        await opened.stories.restate(story.number, retold(story, members), members[0].at)
