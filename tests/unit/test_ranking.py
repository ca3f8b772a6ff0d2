"""Which stories a reader gets, in which order, in whose words."""

from dataclasses import replace

from bot.rules.news.ranking import by_language, fits, main_topic, ranked
from storage.records.people import Preferences
from storage.records.stories import Story, StoryEntry

NOW = 1_795_000_000
ENTRY = StoryEntry("egemen", "Egemen", "kk", "https://a.kz/1", "Тақырып", "Лид", NOW - 3600)
STORY = Story(1, "core", ("grants",), (), (), False, NOW - 3600, NOW - 3600, (ENTRY,))
KAZAKH = Preferences("kk")


def numbers(*stories: Story, wishes: Preferences = KAZAKH) -> list[int]:
    return [story.number for story in ranked(stories, wishes, NOW)]


def test_related_matters_come_only_to_those_who_asked() -> None:
    related = replace(STORY, tier="adjacent")
    assert not fits(related, KAZAKH)
    assert fits(related, replace(KAZAKH, tier="adjacent"))


def test_without_chosen_topics_all_come_with_them_only_those() -> None:
    assert fits(STORY, KAZAKH)
    assert fits(STORY, replace(KAZAKH, topics=("grants", "youth")))
    assert not fits(STORY, replace(KAZAKH, topics=("youth",)))


def test_news_of_the_whole_country_reach_a_reader_of_one_region() -> None:
    home = replace(KAZAKH, regions=("KZ-15",))
    assert fits(STORY, home)
    assert fits(replace(STORY, regions=("KZ-15", "KZ-79")), home)
    assert not fits(replace(STORY, regions=("KZ-79",)), home)


def test_a_story_in_a_language_she_does_not_read_does_not_come() -> None:
    assert not fits(STORY, replace(KAZAKH, languages=("ru",)))


def test_her_district_ranks_before_her_region_and_that_before_the_others() -> None:
    far = replace(STORY, number=1, regions=("KZ-79",))
    country = replace(STORY, number=2)
    home = replace(STORY, number=3, regions=("KZ-15",))
    own = replace(STORY, number=4, regions=("KZ-15",), districts=("shalqar",))
    wishes = replace(KAZAKH, district="shalqar")
    assert numbers(far, country, home, own, wishes=wishes) == [4, 3, 2, 1]


def test_newer_and_wider_told_stories_come_first() -> None:
    older = replace(STORY, number=1, updated_at=NOW - 3 * 86_400)
    wide = replace(STORY, number=2, entries=(ENTRY, replace(ENTRY, feed_id="total")))
    assert numbers(replace(STORY, number=3), wide, older) == [2, 3, 1]


def test_a_story_stands_under_her_own_topic() -> None:
    both = replace(STORY, topics=("grants", "youth"))
    assert main_topic(both, KAZAKH) == "grants"
    assert main_topic(both, replace(KAZAKH, topics=("youth",))) == "youth"


def test_her_language_is_shown_and_the_other_named_once_for_each_feed() -> None:
    russian = replace(ENTRY, feed_id="total", language="ru", at=NOW - 7200)
    update = replace(russian, title="Ещё раз", at=NOW - 600)
    told = replace(STORY, entries=(russian, ENTRY, update))
    assert by_language(told, KAZAKH) == [ENTRY, russian]
    assert by_language(told, Preferences("ru")) == [russian, ENTRY]
    assert by_language(told, Preferences("en")) == [ENTRY, russian]
    assert by_language(told, replace(KAZAKH, languages=("ru",))) == [russian]
