"""What polling remembers: over restarts, over years, and after the administrator's hand."""

from dataclasses import replace

from bot.news.gathering import TEXTS_KEPT_S, News
from bot.news.story_desk import StoryDesk
from storage.records.stories import Story
from storage.stores import stores
from tests.news.test_digests import DUE
from tests.news.test_polling import DAY, KK, RU, stories_of
from tests.news.town import AIGUL, Town


def restarted(town: Town) -> None:
    town.news = News(town.database, town._read, town.catalog, town.words, town.clock)


async def only_story(town: Town) -> Story:
    (story,) = await stories_of(town)
    return story


async def test_an_event_is_recognised_after_a_restart(town: Town) -> None:
    town.publish("gazet", *KK, age=3600)
    await town.poll()
    restarted(town)
    town.publish("diapazon", *RU)
    await town.poll()
    assert len((await only_story(town)).entries) == 2


async def test_what_comes_after_a_split_joins_the_story_where_its_twin_is_now(town: Town) -> None:
    town.publish("gazet", *KK, age=3600)
    town.publish("diapazon", *RU)
    await town.poll()
    async with town.database.transaction() as transaction:
        opened = stores(transaction)
        entry = await transaction.value("SELECT id FROM entries WHERE feed_id = 'diapazon'")
        _, new = await StoryDesk(opened, town.now).split(entry)
    town.publish("gazet", *RU)
    await town.poll()
    tellers = {story.number: len(story.entries) for story in await stories_of(town)}
    assert tellers[new] == 2


async def test_a_poll_that_was_not_recorded_leaves_nothing_in_memory(town: Town) -> None:
    first = town.publish("gazet", *KK)
    bad = town.publish("gazet", "Шалқарда қоғамдық қор тегін заң кеңесін ашты")
    town.published["gazet"][1] = replace(bad, link=None)  # type: ignore[arg-type]
    await town.poll()
    assert await stories_of(town) == []
    town.published = {"diapazon": [replace(first, feed_id="diapazon")], "gazet": [first]}
    await town.poll()
    assert len((await only_story(town)).entries) == 2


async def test_an_entry_that_comes_back_after_four_hundred_days_is_no_news(town: Town) -> None:
    entry = town.publish("gazet", *KK)
    other = town.publish("diapazon", "Актюбинские футболисты сыграли вничью")
    await town.poll()
    town.published.clear()
    for _ in range(5):
        town.now += 100 * DAY
        await town.news.tidy()
        await town.poll()
    town.published = {"gazet": [entry], "diapazon": [replace(other, seen_at=town.now)]}
    await town.poll()
    async with town.database.transaction() as transaction:
        assert await transaction.value("SELECT count(*) FROM entries") == 2
    assert len(await stories_of(town)) == 1


async def test_an_edit_shows_its_new_title_and_is_sent_to_nobody_twice(town: Town) -> None:
    await town.poll()
    await town.joins()
    first = town.publish("gazet", *KK)
    await town.poll()
    town.now = DUE
    assert await town.rounds.run() == 1
    town.published["gazet"] = [replace(first, title=f"{KK[0]}: суреттер", content_hash="edited")]
    await town.poll()
    assert (await only_story(town)).entries[0].title.endswith("суреттер")
    town.now = DUE + DAY
    await town.rounds.run()
    assert len(await town.owed(AIGUL)) == 1


async def test_an_edit_of_a_text_forgotten_long_ago_is_forgotten_again(town: Town) -> None:
    entry = town.publish("diapazon", "Актюбинские футболисты сыграли вничью")
    await town.poll()
    town.now += TEXTS_KEPT_S + 1
    town.published["diapazon"] = [replace(entry, title="Другой заголовок", content_hash="other")]
    await town.poll()
    await town.news.tidy()
    async with town.database.transaction() as transaction:
        assert await transaction.value("SELECT title FROM entries") == ""
    assert await stories_of(town) == []
