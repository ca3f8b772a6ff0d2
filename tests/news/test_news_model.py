"""What was learnt joins the patterns, and says by which words."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.rules.news.classify import classify
from bot.rules.news.news_catalog import NewsCatalog
from bot.rules.news.news_features import features
from bot.rules.news.news_model import RELEVANT, NewsModel
from bot.rules.text.linear import LinearModel
from bot.rules.text.sightings import look
from bot.rules.text.units import Units, unit_labels
from storage.records.news import Decision, EntryText
from tests.shipped import catalog


def decide(title: str, summary: str = "", facts: NewsCatalog | None = None) -> Decision:
    return classify(EntryText(title, summary), None, facts or catalog())


def hearing(bias: float, weights: Mapping[str, tuple[tuple[int, float], ...]]) -> NewsModel:
    """A model of one unit, which knows no topic."""
    units = Units(RELEVANT, bias, (1.0,))
    return NewsModel(LinearModel(unit_labels(RELEVANT, 1), (0.0,), weights), units)


def test_chances_follow_the_weights_and_stay_between_nought_and_one() -> None:
    model = LinearModel(("a", "b"), (0.0, -100.0), {"сөз": ((0, 2.0),)})
    assert model.chances({})["a"] == 0.5
    assert model.chances({"сөз": 1.0})["a"] == pytest.approx(0.88, abs=0.01)
    assert 0 <= model.chances({})["b"] < 0.001


def test_the_heaviest_features_come_first_and_those_against_are_not_named() -> None:
    model = LinearModel(("a",), (0.0,), {"x": ((0, 1.0),), "y": ((0, 3.0),), "z": ((0, -9.0),)})
    assert list(model.heaviest({"x": 1.0, "y": 1.0, "z": 1.0}, "a", 2)) == ["y", "x"]


def test_units_hear_words_together_that_say_nothing_alone() -> None:
    both = {"банк": ((0, 4.0),), "дарит": ((0, 4.0),)}
    model = NewsModel(LinearModel((f"{RELEVANT}_0",), (-4.0,), both), Units(RELEVANT, -2.0, (1.0,)))
    alone = model.chances({"банк": 1.0})[RELEVANT]
    assert alone == model.chances({})[RELEVANT] == pytest.approx(0.12, abs=0.01)
    assert model.chances({"банк": 1.0, "дарит": 1.0})[RELEVANT] == pytest.approx(0.88, abs=0.01)
    assert not list(model.heaviest({"банк": 1.0}, RELEVANT, 2))
    assert set(model.heaviest({"банк": 1.0, "дарит": 1.0}, RELEVANT, 2)) == {"банк", "дарит"}
    assert not list(model.heaviest({"банк": 1.0}, "unknown", 2))


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("Соседи построили дом вдове с детьми", "Кирпич и доски люди собирали всем селом."),
        ("Ауыл болып жесір ананың үйін жөндеп берді", "Жанашыр жандар қаржы жинады."),
    ],
)
def test_a_small_story_that_names_no_ngo_is_adjacent_and_tells_its_words(
    title: str, summary: str
) -> None:
    decision = decide(title, summary)
    assert decision.tier == "adjacent"
    assert decision.topics
    words = [reason.found for reason in decision.reasons if reason.kind == "model"]
    assert words
    assert all(word in f"{title} {summary}" for word in " ".join(words).split())


def test_a_meaning_joins_words_of_both_languages_and_tells_the_ones_it_saw() -> None:
    model = hearing(-3.0, {"means:free": ((0, 30.0),)})
    facts = replace(catalog(), model=model)
    for title, word in (
        ("Мастер бесплатно чинит зонты", "бесплатно"),
        ("Шебер тегін жөндейді", "тегін"),
    ):
        decision = decide(title, facts=facts)
        assert decision.tier == "adjacent"
        assert word in [reason.found for reason in decision.reasons if reason.kind == "model"]


def test_two_words_are_told_as_they_stand_with_the_short_ones_between() -> None:
    facts = replace(catalog(), model=hearing(-3.0, {"дом вдове": ((0, 90.0),)}))
    decision = decide("Соседи дали дом и вдове", facts=facts)
    assert "дом и вдове" in [reason.found for reason in decision.reasons]


def test_words_that_tell_nobody_anything_are_no_reasons() -> None:
    weights = {"для": ((0, 90.0),), "вдов": ((0, 9.0),)}
    facts = replace(catalog(), model=hearing(-3.0, weights))
    decision = decide("Дрова для вдовы", facts=facts)
    assert [reason.found for reason in decision.reasons if reason.kind == "model"] == ["вдовы"]


def test_a_core_pattern_stands_whatever_the_model_says() -> None:
    doubting = replace(catalog(), model=hearing(-30.0, {}))
    assert decide("ҮЕҰ жетекшілері жиналды", facts=doubting).tier == "core"
    assert decide("Медиация кабинеті ашылды", facts=doubting).tier == "none"


def test_a_topic_added_after_training_is_given_by_its_patterns_alone() -> None:
    small = replace(catalog(), model=hearing(5.0, {}))
    decision = decide("ҮЕҰ медиация туралы айтты", facts=small)
    assert set(decision.topics) == {"ngo_sector", "mediation"}


def test_a_word_of_the_title_weighs_twice_a_word_of_the_lead() -> None:
    read = features(look(EntryText("Волонтёры собрали", "корм приюту"), catalog()), catalog())
    assert read["волонт"] == pytest.approx(2 * read["приюту"])
    assert read["волон собра"] == pytest.approx(2 * read["собра корм"])
    again = features(look(EntryText("Волонтёры", "волонтёры"), catalog()), catalog())
    assert again["волонт"] == pytest.approx(2 * again["волон волон"])


def test_a_pattern_in_the_title_is_told_apart_from_one_in_the_lead() -> None:
    titled = features(look(EntryText("Медиация кабинеті", "Қалада ашылды"), catalog()), catalog())
    led = features(look(EntryText("Қалада ашылды", "Медиация кабинеті"), catalog()), catalog())
    assert "title:mediation" in titled
    assert "title:mediation" not in led
    assert "topic:mediation" in led


def test_a_headline_alone_is_given_only_the_topics_that_are_sure() -> None:
    labels = (*unit_labels(RELEVANT, 1), "grants", "youth")
    linear = LinearModel(labels, (0.0, 0.6, 3.0), {})  # chances of .65 and .95
    facts = replace(catalog(), model=NewsModel(linear, Units(RELEVANT, 5.0, (1.0,))))
    assert set(decide("ҮЕҰ жиналды", facts=facts).topics) == {"ngo_sector", "youth"}
    with_lead = decide("ҮЕҰ жиналды", "Жиын қалада өтті", facts)
    assert set(with_lead.topics) == {"ngo_sector", "youth", "grants"}
