"""Facts on both engines: written with their entry, rewritten by an edit, found by day."""

from dataclasses import replace
from datetime import date, time

from storage.database import Database
from storage.records.facts import Fact
from storage.records.feeds import FeedSpec
from storage.records.news import Decision
from storage.records.stories import NewEntry, NewStory
from storage.stores import Stores, stores

FEED = FeedSpec("gazet", "Газет", ("kk",), "KZ-15", "https://gazet.example/rss")
DEADLINE = Fact("deadline", date(2026, 12, 15), "15 желтоқсанға дейін.", time(18))
FORUM = Fact("event_date", date(2026, 12, 20), "Форум 20–22.", None, date(2026, 12, 22))
DECISION = Decision("core", ("grants",), "kk", (), (), ())
ENTRY = NewEntry(
    "gazet", "id", "hash", "https://gazet.example/1", "Т", "", "kk", "", DECISION, 1_000, 1, None
)  # fmt: skip


async def tell(opened: Stores, identity: str, *facts: Fact) -> int:
    number = await opened.stories.begin(NewStory("core", ("grants",), (), (), False, 1_000))
    await opened.stories.add_entry(replace(ENTRY, identity=identity, story=number))
    await opened.facts.write("gazet", identity, facts)
    return number


async def test_the_facts_of_a_story_come_back_as_they_were(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        await opened.feeds.list_file([FEED], 0)
        number = await tell(opened, "one", FORUM, DEADLINE)
        assert await opened.facts.of_story(number) == (DEADLINE, FORUM)


async def test_an_edit_replaces_the_facts_of_its_entry_only(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        await opened.feeds.list_file([FEED], 0)
        first, second = await tell(opened, "one", DEADLINE), await tell(opened, "two", DEADLINE)
        await opened.facts.write("gazet", "one", [FORUM])
        assert await opened.facts.of_story(first) == (FORUM,)
        assert await opened.facts.of_story(second) == (DEADLINE,)


async def test_days_are_found_between_two_days(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        await opened.feeds.list_file([FEED], 0)
        number = await tell(opened, "one", DEADLINE, FORUM)
        found = await opened.facts.between(date(2026, 12, 15), date(2026, 12, 19))
        assert found == [(number, DEADLINE)]
