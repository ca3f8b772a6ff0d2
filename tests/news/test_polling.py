"""From feeds to stories: what is kept, what is joined, what a bad feed does to the others."""

import asyncio
from dataclasses import replace

from bot.news.gathering import ENTRIES_AT_ONCE, TEXTS_KEPT_S
from storage.records.feeds import FeedState
from storage.records.stories import Story
from storage.stores import stores
from tests.news.town import FEEDS, NOW, Town

KK = (
    "Қандыағашта еріктілер инклюзивті орталық ашты",
    "«Мейірім көпірі» қоғамдық қорының орталығы.",
)
RU = ("В Кандыагаше волонтёры открыли инклюзивный центр", "Центр фонда «Мейірім көпірі».")
DAY = 86_400


async def stories_of(town: Town) -> list[Story]:
    async with town.database.transaction() as transaction:
        return await stores(transaction).stories.after(0, 0)


async def entries_of(town: Town) -> list[str]:
    async with town.database.transaction() as transaction:
        rows = await transaction.all("SELECT identity FROM entries ORDER BY id")
    return [row["identity"] for row in rows]


async def states_of(town: Town) -> dict[str, FeedState]:
    async with town.database.transaction() as transaction:
        listed = await stores(transaction).feeds.listed()
    return {feed.state.id: feed.state for feed in listed}


async def test_an_entry_about_ngos_becomes_a_story_with_its_topic_and_place(town: Town) -> None:
    town.publish("gazet", *KK)
    await town.poll()
    (story,) = await stories_of(town)
    assert story.tier == "core"
    assert "disability" in story.topics
    assert story.regions == ("KZ-15",)
    assert [entry.feed_name for entry in story.entries] == ["Ақтөбе газеті"]


async def test_an_entry_about_something_else_is_known_and_is_no_story(town: Town) -> None:
    town.publish("diapazon", "Актюбинские футболисты сыграли вничью", "Счёт открыли хозяева.")
    await town.poll()
    await town.poll()
    assert await stories_of(town) == []


async def test_one_event_in_two_languages_is_one_story(town: Town) -> None:
    town.publish("gazet", *KK, age=3600)
    town.publish("diapazon", *RU)
    await town.poll()
    (story,) = await stories_of(town)
    assert [entry.language for entry in story.entries] == ["kk", "ru"]


async def test_what_was_polled_before_is_not_taken_twice(town: Town) -> None:
    town.publish("gazet", *KK)
    await town.poll()
    await town.poll()
    (story,) = await stories_of(town)
    assert len(story.entries) == 1


async def test_an_edited_entry_changes_its_story_and_begins_none(town: Town) -> None:
    first = town.publish("gazet", *KK)
    await town.poll()
    edited = replace(first, title=f"{KK[0]}: суреттер", content_hash="edited")
    town.published["gazet"] = [edited]
    await town.poll()
    (story,) = await stories_of(town)
    assert [entry.title for entry in story.entries] == [edited.title]


async def test_an_edit_says_anew_what_a_story_is_about_and_where(town: Town) -> None:
    first = town.publish("gazet", "Қоғамдық қор жұмысын бастады", "Ол Ақтөбеде орналасқан.")
    await town.poll()
    (before,) = await stories_of(town)
    assert "disability" not in before.topics
    told = replace(first, title=KK[0], text=f"{KK[1]} Ойыл ауданы.", content_hash="edited")
    town.published["gazet"] = [told]
    await town.poll()
    (story,) = await stories_of(town)
    assert story.number == before.number
    assert "disability" in story.topics
    assert story.districts


async def test_an_edit_that_says_nothing_of_ngos_takes_no_story_away(town: Town) -> None:
    first = town.publish("gazet", *KK)
    await town.poll()
    (before,) = await stories_of(town)
    said = "Жаңартылуда"
    town.published["gazet"] = [replace(first, title=said, lead="", text="", content_hash="edited")]
    await town.poll()
    (story,) = await stories_of(town)
    assert (story.tier, story.topics) == (before.tier, before.topics)
    assert [entry.title for entry in story.entries] == [said]


async def test_an_entry_that_becomes_news_by_an_edit_is_told_once(town: Town) -> None:
    first = town.publish("gazet", "Жаңалық", "Толығырақ кейін.")
    await town.poll()
    assert await stories_of(town) == []
    for words in ("edited", "edited again"):
        told = replace(first, title=KK[0], lead=KK[1], text=KK[1], content_hash=words)
        town.published["gazet"] = [told]
        town.now += 600
        await town.poll()
    (story,) = await stories_of(town)
    assert not story.quiet
    assert [entry.title for entry in story.entries] == [KK[0]]
    town.publish("diapazon", *RU)
    await town.poll()
    (story,) = await stories_of(town)
    assert [entry.language for entry in story.entries] == ["kk", "ru"]


async def test_an_old_entry_that_becomes_news_by_an_edit_is_quiet(town: Town) -> None:
    first = replace(town.publish("gazet", "Жаңалық"), published_at=None)
    town.published["gazet"] = [first]
    await town.poll()
    town.now += 5 * DAY
    town.published["gazet"] = [
        replace(first, title=KK[0], text=KK[1], content_hash="edited", seen_at=town.now)
    ]
    await town.poll()
    (story,) = await stories_of(town)
    assert story.quiet


async def test_an_archive_makes_stories_that_are_quiet(town: Town) -> None:
    town.publish("gazet", *KK, age=3 * DAY)
    town.publish("gazet", "Шалқарда қоғамдық қор тегін заң кеңесін ашты", age=3600)
    await town.poll()
    old, new = await stories_of(town)
    assert (old.quiet, new.quiet) == (True, False)


async def test_archives_are_written_in_parts_between_which_people_write(town: Town) -> None:
    for feed in ("gazet", "diapazon"):
        for number in range(ENTRIES_AT_ONCE // 2 + 1):
            town.publish(feed, f"Матч {number}")
    seen = set()
    polling = asyncio.create_task(town.poll())
    while not polling.done():
        async with town.database.brief() as transaction:
            seen.add(await transaction.value("SELECT count(*) FROM entries"))
        await asyncio.sleep(0)
    await polling
    half = ENTRIES_AT_ONCE // 2 + 1
    assert seen >= {0, half}
    assert len(await entries_of(town)) == 2 * half


async def test_a_dead_feed_is_health_and_the_others_are_read(town: Town) -> None:
    town.broken.add("diapazon")
    town.publish("gazet", *KK)
    await town.poll()
    states = await states_of(town)
    assert (states["diapazon"].failures, states["diapazon"].last_error) == (1, "timeout")
    assert len(await stories_of(town)) == 1


async def test_a_bug_at_one_feed_leaves_the_others_and_its_own_next_try(town: Town) -> None:
    bad = town.publish("diapazon", *RU)
    town.published["diapazon"] = [replace(bad, link=None)]  # type: ignore[arg-type]
    town.publish("gazet", *KK)
    await town.poll()
    states = await states_of(town)
    assert [story.entries[0].feed_id for story in await stories_of(town)] == ["gazet"]
    assert NOW < states["diapazon"].next_poll_at <= NOW + 600


async def test_a_feed_that_left_the_list_is_polled_no_more_and_its_stories_stay(town: Town) -> None:
    town.publish("diapazon", *RU)
    await town.poll()
    await town.news.list_feeds(FEEDS[:1])
    assert list(await states_of(town)) == ["gazet"]
    assert len(await stories_of(town)) == 1


async def test_a_feed_with_another_address_begins_anew(town: Town) -> None:
    await town.poll()
    moved = replace(FEEDS[0], url="https://gazet.example/new")
    await town.news.list_feeds([moved, FEEDS[1]])
    states = await states_of(town)
    assert not states["gazet"].first_poll_done
    assert states["diapazon"].first_poll_done


async def test_texts_that_became_no_story_are_forgotten_and_stay_known(town: Town) -> None:
    town.publish("diapazon", "Актюбинские футболисты сыграли вничью")
    await town.poll()
    town.now += TEXTS_KEPT_S + 1
    await town.news.tidy()
    async with town.database.transaction() as transaction:
        assert await transaction.value("SELECT title FROM entries") == ""
    await town.poll()
    assert await stories_of(town) == []


async def test_a_deadline_in_the_text_is_kept_with_its_sentence(town: Town) -> None:
    title = "В Актобе начался конкурс грантов для НПО"
    town.publish("diapazon", title, "Заявки принимаются до 15 декабря.")
    await town.poll()
    (story,) = await stories_of(town)
    async with town.database.transaction() as transaction:
        (fact,) = await stores(transaction).facts.of_story(story.number)
    assert (fact.kind, fact.day.isoformat()) == ("deadline", "2026-12-15")
    assert fact.sentence == "Заявки принимаются до 15 декабря."


async def test_of_a_text_only_the_lead_and_what_it_says_of_days_is_kept(town: Town) -> None:
    first = town.publish("diapazon", *RU)
    body = "Далее идёт текст издателя. " * 40
    none = town.publish("gazet", "Футбол: «Ақтөбе» ұтты")
    town.published["diapazon"] = [replace(first, text=body)]
    town.published["gazet"] = [replace(none, text=body)]
    await town.poll()
    assert len(await stories_of(town)) == 1
    async with town.database.transaction() as transaction:
        names = await transaction.all("SELECT name FROM sqlite_master WHERE type = 'table'")
        for name in (row["name"] for row in names):
            rows = await transaction.all(f"SELECT * FROM {name}")
            assert not any("издателя" in str(value) for row in rows for value in tuple(row)), name
