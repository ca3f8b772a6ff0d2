"""Feeds, stories, subscribers and editions keep their promises on both engines."""

import asyncio
from dataclasses import replace

import pytest

from storage.database import Database
from storage.records.delivery import Priority
from storage.records.feeds import FeedSpec, IdKind, PageSelectors
from storage.records.news import Decision, Reason
from storage.records.people import (
    DueGroup,
    Onward,
    Preferences,
    Schedule,
    SubscriberState,
)
from storage.records.stories import NewEntry, NewStory
from storage.stores import Stores, stores

NOW = 1_795_327_200
PAGE = PageSelectors("article", title="h2")
GAZET = FeedSpec("gazet", "Газет", ("kk",), "KZ-15", "https://gazet.example/rss", page=PAGE)
DECISION = Decision("core", ("grants",), "kk", ("KZ-15",), (), (Reason("core", "қор", "қоры"),))
STORY = NewStory("core", ("grants",), ("KZ-15",), (), False, NOW)
EIGHT = Schedule((480,))


def entry(identity: str, story: int | None) -> NewEntry:
    return NewEntry(
        "gazet", identity, "hash", "https://a.kz", "Тақырып", "Лид", "kk", "t:терм", DECISION,
        NOW - 60, NOW, story,
    )  # fmt: skip


async def test_a_feed_is_claimed_by_one_and_keeps_what_is_known_of_it(database: Database) -> None:
    async with database.transaction() as transaction:
        feeds = stores(transaction).feeds
        await feeds.list_file([GAZET], NOW)
        (listed,) = await feeds.claim_due(NOW, 10, 600)
        assert await feeds.claim_due(NOW, 10, 600) == []
        assert (listed.name, listed.region, listed.state.page) == ("Газет", "KZ-15", PAGE)
        after = replace(
            listed.state, etag='W/"1"', memory=b"\x00\xff", id_kind=IdKind.LINK, notes=("undated",),
            arrivals=(1, 2), first_poll_done=True, next_poll_at=NOW + 900, last_success_at=NOW,
        )  # fmt: skip
        await feeds.polled([after])
        assert [one.state for one in await feeds.listed()] == [after]
        assert await feeds.next_due_at() == NOW + 900


async def test_numbers_of_stories_grow_in_the_order_of_commits(database: Database) -> None:
    async def begin() -> int:
        async with database.transaction() as transaction:
            opened = stores(transaction)
            await opened.stories.hold_numbers()
            return await opened.stories.begin(STORY)

    assert sorted(await asyncio.gather(*(begin() for _ in range(5)))) == [1, 2, 3, 4, 5]


async def test_an_edit_names_its_story_and_takes_no_decision_away(database: Database) -> None:
    nothing = replace(DECISION, tier="none", topics=())
    async with database.transaction() as transaction:
        opened = stores(transaction)
        await opened.feeds.list_file([GAZET], NOW)
        number = await opened.stories.begin(STORY)
        await opened.stories.add_entry(entry("a", number))
        await opened.stories.add_entry(entry("b", None))
        edited = replace(entry("a", None), title="Жаңа", decision=nothing)
        assert await opened.stories.edit_entry(edited) == number
        (judged,) = await opened.judgements.of_story(number)
        assert (judged.title, judged.decision) == ("Жаңа", DECISION)
        lifted = replace(DECISION, tier="adjacent", topics=("youth",))
        assert await opened.stories.edit_entry(replace(edited, decision=lifted)) == number
        (judged,) = await opened.judgements.of_story(number)
        assert judged.decision == lifted
        assert await opened.stories.edit_entry(entry("b", None)) is None
        for identity in ("a", "b"):
            await opened.stories.forget_entry("gazet", identity)
        assert list(await opened.stories.known("gazet", ["a", "b"])) == ["a"]


async def test_a_story_comes_back_with_its_entries_and_reasons(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        await opened.feeds.list_file([GAZET], NOW)
        number = await opened.stories.begin(STORY)
        await opened.stories.add_entry(entry("a", number))
        await opened.stories.add_entry(entry("a", number))
        await opened.stories.add_entry(replace(entry("b", None), terms=""))
        (story,) = await opened.stories.after(0, NOW)
        assert [one.title for one in story.entries] == ["Тақырып"]
        assert (story.entries[0].at, story.entries[0].dated) == (NOW - 60, True)
        (judged,) = await opened.judgements.of_story(number)
        assert judged.decision == DECISION
        known = await opened.stories.known("gazet", ["a", "b", "c"])
        assert {name: (one.content_hash, one.story) for name, one in known.items()} == {
            "a": ("hash", number),
            "b": ("hash", None),
        }
        assert [told.terms for told in await opened.stories.told_after(0, 9)] == ["t:терм"]
        await opened.stories.grow(number, replace(STORY, topics=("grants", "youth"), at=NOW + 9))
        grown = await opened.stories.story(number)
        assert grown is not None
        assert (grown.topics, grown.happened_at, grown.updated_at) == (
            ("grants", "youth"), NOW, NOW + 9,
        )  # fmt: skip


async def subscribe(opened: Stores, chat_id: int, due: int | None = NOW) -> None:
    await opened.chats.meet(chat_id, "private", "kk", NOW)
    await opened.subscribers.join(chat_id, Preferences("kk"), EIGHT, NOW)
    if due is not None:
        await opened.subscribers.arrange(chat_id, EIGHT, SubscriberState.ACTIVE, due)


async def test_equal_wishes_and_hours_share_their_rows(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        await subscribe(opened, 1)
        await subscribe(opened, 2)
        await opened.subscribers.prefer(2, Preferences("kk", topics=("grants",)))
        await opened.subscribers.prefer(2, Preferences("kk"))
        first, second = await opened.subscribers.get(1), await opened.subscribers.get(2)
        assert first is not None
        assert second is not None
        assert (first.preferences, first.schedule) == (Preferences("kk"), EIGHT)
        assert first.preferences_id == second.preferences_id
        assert first.schedule_id == second.schedule_id


async def test_a_due_group_is_moved_on_in_pages_and_nobody_twice(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        for chat_id in (1, 2, 3):
            await subscribe(opened, chat_id)
        await subscribe(opened, 4, None)
        await subscribe(opened, 5, NOW + 60)
        (group,) = await opened.subscribers.due_groups(NOW, 10)
        assert group.people == 3
        edition, new = await opened.editions.reserve("equal", [7], NOW)
        assert (await opened.editions.reserve("equal", [7], NOW), new) == ((edition, False), True)
        onward = Onward(NOW + 86_400, 7, edition)
        pages = [await opened.subscribers.advance(group, onward, 2) for _ in range(3)]
        assert [len(page) for page in pages] == [2, 1, 0]
        assert sorted(chat for page in pages for chat in page) == [1, 2, 3]
        moved = await opened.subscribers.get(1)
        assert moved is not None
        assert (moved.next_due_at, moved.seen_through) == (NOW + 86_400, 7)
        assert moved.last_edition_id == edition


async def test_two_rounds_at_once_owe_each_digest_once(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        for chat_id in range(1, 21):
            await subscribe(opened, chat_id)
        (group,) = await opened.subscribers.due_groups(NOW, 10)
        edition, _ = await opened.editions.reserve("equal", [7], NOW)

    async def round_of(group: DueGroup) -> list[int]:
        async with database.transaction() as transaction:
            opened = stores(transaction)
            chats = await opened.subscribers.advance(group, Onward(NOW + 9, 7, edition), 15)
            await opened.editions.owe(edition, chats, Priority.DIGEST, NOW)
            return chats

    owed = [chat for chats in await asyncio.gather(*map(round_of, [group] * 4)) for chat in chats]
    assert len(owed) == len(set(owed))
    async with database.transaction() as transaction:
        owed += await round_rest(stores(transaction), group, edition)
    assert sorted(owed) == list(range(1, 21))


async def round_rest(opened: Stores, group: DueGroup, edition: int) -> list[int]:
    return await opened.subscribers.advance(group, Onward(NOW + 9, 7, edition), 100)


async def pause_and_be_due(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        await subscribe(opened, 1)
        await opened.subscribers.arrange(1, EIGHT, SubscriberState.PAUSED, NOW)


async def test_the_schema_forbids_being_due_without_being_active(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)check"):
        await pause_and_be_due(database)


async def test_an_edition_is_kept_while_somebody_waits_for_it(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        waited, _ = await opened.editions.reserve("waited", [3, 1], NOW)
        await opened.editions.reserve("alone", [2], NOW)
        await opened.editions.write(waited, {"text": "Шолу"})
        await opened.editions.owe(waited, [1], Priority.DIGEST, NOW)
        assert await opened.editions.forget(NOW + 1) == 1
        assert await opened.editions.stories(waited) == [3, 1]


async def test_a_subscription_moves_with_its_chat(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        await subscribe(opened, -5)
        await opened.chats.meet(-100, "supergroup", "kk", NOW)
        await opened.subscribers.migrate(-5, -100)
        assert await opened.subscribers.get(-5) is None
        moved = await opened.subscribers.get(-100)
        assert moved is not None
        assert moved.state is SubscriberState.ACTIVE
