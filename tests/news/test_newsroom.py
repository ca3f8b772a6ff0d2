"""The administrator sees how feeds fare and what stories are made of, splits and merges them."""

from pathlib import Path

import pytest

from bot.news.story_desk import NoEntry, NoStory, StoryDesk, StoryOfOne
from bot.rules.feeds.feed_health import FeedHealth, health_of, our_own_outage
from handlers.news.newsroom import feeds_text, stories_text, story_text
from sandbox.html import parse_html
from storage.records.feeds import FeedState, ListedFeed
from storage.stores import stores
from tests.news.town import NOW, ZONE, Town
from tests.shipped import texts

HOUR, DAY = 3_600, 86_400
KK = ("Қандыағашта еріктілер инклюзивті орталық ашты", "«Мейірім көпірі» қорының орталығы.")
RU = ("В Кандыагаше волонтёры открыли инклюзивный центр", "Центр фонда «Мейірім көпірі».")
OTHER = ("В Актобе начался конкурс грантов для НПО", "Заявки принимаются до 15 декабря.")


def state(**known: object) -> FeedState:
    return FeedState("a", "https://a.example/rss", **known)  # type: ignore[arg-type]


def health(**known: object) -> FeedHealth:
    return health_of(ListedFeed("A", "KZ-15", state(**known)), NOW)


def test_a_feed_is_silent_when_it_rests_longer_than_it_ever_did() -> None:
    daily = tuple(NOW - DAY * n for n in range(12, 2, -1))
    assert health(arrivals=daily, last_success_at=NOW).silent_s == 3 * DAY
    assert health(arrivals=daily, last_success_at=NOW).rhythm_s == DAY
    weekly = tuple(NOW - 7 * DAY * n for n in range(6, 0, -1))
    assert health(arrivals=weekly, last_success_at=NOW).silent_s is None
    busy = tuple(NOW - DAY - HOUR * n for n in range(10, 0, -1))
    assert health(arrivals=busy, last_success_at=NOW).silent_s is None


def test_few_entries_show_no_rhythm_and_no_silence() -> None:
    found = health(arrivals=(1, 2, 3), last_success_at=NOW)
    assert (found.rhythm_s, found.silent_s, found.well) == (None, None, True)


def test_an_error_and_the_notes_are_troubles() -> None:
    found = health(last_error="timeout", notes=("undated", "bad_ids"), last_success_at=NOW)
    assert found.troubles == ("timeout", "undated", "bad_ids")
    assert not found.well


def test_our_own_outage_is_told_once_and_blames_no_feed() -> None:
    out = [health(last_error="our_network", last_success_at=NOW)] * 9
    assert our_own_outage([*out, health(last_success_at=NOW)])
    assert not our_own_outage([*out[:2], health(last_success_at=NOW)])
    again = [health(last_success_at=NOW, last_poll_at=NOW)] * 2
    assert not our_own_outage([*out, *again])


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_hundred_feeds_fit_one_message(language: str) -> None:
    feeds = [
        health_of(
            ListedFeed(
                f"<Feed & {n}> " * 5, "KZ", state(last_error="http_500", notes=("undated",))
            ),
            NOW,
        )
        for n in range(100)
    ]
    plain, _ = parse_html(feeds_text(feeds, texts().voice(language), ZONE))
    assert len(plain) < 4_096
    assert "http_500, undated" in plain


async def joined(town: Town) -> int:
    """One story of two entries; returns its number."""
    town.publish("gazet", *KK, age=HOUR)
    town.publish("diapazon", *RU)
    await town.poll()
    async with town.database.reading() as transaction:
        (story,) = await stores(transaction).stories.after(0, 0)
    return story.number


async def test_a_story_shows_its_entries_with_numbers_and_links(town: Town) -> None:
    number = await joined(town)
    async with town.database.transaction() as transaction:
        desk = StoryDesk(stores(transaction), town.now)
        page, latest = await desk.page(number), await desk.latest()
    text = story_text(page, town.texts.voice("ru"), ZONE)
    assert all(member.link in text for member in page.members)
    plain, _ = parse_html(stories_text(latest, town.texts.voice("ru")))
    assert f"{number} (2)" in plain


async def test_an_entry_that_does_not_belong_leaves_its_story(town: Town) -> None:
    number = await joined(town)
    async with town.database.transaction() as transaction:
        desk = StoryDesk(stores(transaction), town.now)
        _, later = (await desk.page(number)).members
        old, new = await desk.split(later.entry_id)
        assert (old, new) == (number, number + 1)
        assert [one.title for one in (await desk.page(old)).members] == [KK[0]]
        assert [one.title for one in (await desk.page(new)).members] == [RU[0]]
        assert (await desk.page(old)).story.topics


async def test_two_stories_become_one_and_the_other_is_gone(town: Town) -> None:
    kept = await joined(town)
    town.publish("diapazon", *OTHER)
    await town.poll()
    async with town.database.transaction() as transaction:
        desk = StoryDesk(stores(transaction), town.now)
        before = await desk.page(kept)
        assert await desk.merge(kept, kept + 1) == 3
        after = await desk.page(kept)
        assert "grants" in after.story.topics
        assert set(before.story.topics) <= set(after.story.topics)
        assert [fact.kind for fact in after.facts] == ["deadline"]
        with pytest.raises(NoStory):
            await desk.page(kept + 1)


async def test_what_cannot_be_split_or_merged_is_refused(town: Town) -> None:
    town.publish("gazet", *KK)
    await town.poll()
    async with town.database.transaction() as transaction:
        desk = StoryDesk(stores(transaction), town.now)
        (only,) = (await desk.page(1)).members
        with pytest.raises(StoryOfOne):
            await desk.split(only.entry_id)
        with pytest.raises(NoEntry):
            await desk.split(404)
        for pair in ((1, 1), (1, 404), (404, 1)):
            with pytest.raises(NoStory):
                await desk.merge(*pair)


def test_the_word_list_that_ships_has_no_fault() -> None:
    from bot.news.catalog_stories import load_story_words

    words = load_story_words(Path("bot/catalog"))
    assert min(len(words.kazakh), len(words.russian)) > 800
