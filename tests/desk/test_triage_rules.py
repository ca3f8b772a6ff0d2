"""What a message is about and whether it speaks of danger, in every script people type."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk.catalog_triage import load_meanings, load_triage
from bot.problems import CatalogProblems
from bot.rules.desk.triage import HEARD, Triage, TriageModel, alarm_from, triage
from bot.rules.desk.triage_features import Meanings, features, parse_spelt, spelt, words_of
from bot.rules.text.linear import LinearModel
from bot.rules.text.patterns import PatternIndex
from bot.rules.text.units import Units, unit_labels
from tests.shipped import knowledge

FOLDER = Path(__file__).parents[2] / "bot" / "catalog"
UNITS = unit_labels("danger", 2)


def judged(text: str) -> Triage:
    return knowledge().triage(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ұрады", "урады"), ("ұрады", "urady"), ("күйеуім", "kuieuim"), ("бьёт", "бьет")],
)
def test_every_script_has_one_spelling(one: str, other: str) -> None:
    assert spelt(one) == spelt(other)


@pytest.mark.parametrize(
    "text",
    [
        "Он не выпускает меня из дома и забрал телефон",
        "Ол мені үйден шығармайды, телефонымды тартып алды",
        "Ол мени уйден шыгармайды телефонымды алып койды",
        "kuieuim meni urady, komektesinizshi",
        "муж миня бёт и душыт памагите",
        "Мужым балконға закрыл етіп кетті балалармен",
    ],
)
def test_danger_is_noticed_in_every_script_and_with_typos(text: str) -> None:
    found = judged(text)
    assert found.sensitive
    assert found.phrase


@pytest.mark.parametrize(
    "text",
    [
        "Семинар по профилактике суицида когда будет?",
        "Просто убийственные цены на уголь",
        "Где заточить ножи и ножницы?",
        "Қой соятын жер бар ма қалада",
        "Бьёт током розетка на кухне, кто должен чинить",
        "Алимент төлемейді, кайда арыз жазам",
    ],
)
def test_a_harmless_message_raises_no_alarm(text: str) -> None:
    found = judged(text)
    assert (found.sensitive, found.urgent, found.phrase) == (False, False, None)


@pytest.mark.parametrize(
    "text",
    [
        "Бағалар бізді өлтіріп барады",
        "Салық бізді өлтіріп барады, қалай азайтамыз?",
        "Күлкіден мені өлтірдің ғой",
        "Тарифы нас убьют, куда жаловаться на ОСИ",
        "Меня убьет эта очередь в ЦОНе",
    ],
)
def test_what_kills_only_in_a_figure_of_speech_raises_no_alarm(text: str) -> None:
    found = judged(text)
    assert (found.sensitive, found.urgent, found.phrase) == (False, False, None)


@pytest.mark.parametrize(
    "text",
    [
        "Төлемесең өлтіремін дейді",
        "Несиенің кесірінен күйеуім мені өлтіріп тастайды",
        "Салық үшін емес, ол бізді өлтіреді",
        "Муж убьет меня, если узнает про очередь на развод",
        "Цены тут ни при чём, он убьёт меня",
        "Отдавай налоги, а то убьют, говорят приезжие",
        "Төлем жасамасам мені өлтіріп тастайды екен",
    ],
)
def test_a_price_beside_a_threat_does_not_silence_it(text: str) -> None:
    assert judged(text).sensitive


def test_the_shares_of_all_categories_sum_to_one_the_likeliest_first() -> None:
    shares = [share for _, share in judged("Жалақымды үш айдан бері төлемей жүр").categories]
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)
    assert {name for name, _ in judged("").categories} == set(knowledge().categories)


@pytest.mark.parametrize("text", ["", " ", "…", "?!", "😀", "\x00", "1414"])
def test_a_message_without_words_is_no_danger(text: str) -> None:
    assert not judged(text).sensitive


def test_a_phrase_of_the_list_fires_whatever_the_model_says() -> None:
    silent = replace(knowledge().model, linear=deaf(), danger=hearing_first(bias=-9.0))
    found = triage("Он пришёл с ножом!", silent, knowledge().urgent)
    assert (found.sensitive, found.urgent, found.phrase) == (True, True, "с ножом")


def test_the_model_fires_without_a_phrase_and_names_the_words_that_weighed_most() -> None:
    meanings = Meanings(PatternIndex([parse_spelt("сөмке")]), {"сөмке": ("bag",)})
    linear = replace(deaf(), weights={"@bag": ((0, 5.0),)})
    model = TriageModel(linear, hearing_first(bias=-1.0), meanings)
    found = triage("Есік алдында сөмке тұр", model, knowledge().urgent)
    assert found.sensitive
    assert found.phrase == "сөмке"
    assert found.reasons[0] == "@bag"


@pytest.mark.parametrize(("bias", "first"), [(-9.0, "other"), (9.0, "domestic_violence")])
def test_categories_hear_how_likely_danger_is(bias: float, first: str) -> None:
    labels = (*UNITS, "other", "domestic_violence")
    heard = {HEARD: ((len(labels) - 1, 4.0),)}
    linear = LinearModel(labels, (*(0.0,) * (len(labels) - 1), -2.0), heard)
    model = TriageModel(linear, hearing_first(bias), Meanings(PatternIndex([]), {}))
    assert triage("Есік алдында", model, knowledge().urgent).categories[0][0] == first


def deaf() -> LinearModel:
    """A model that knows no word."""
    labels = (*UNITS, "other")
    return LinearModel(labels, (0.0,) * len(labels), {})


def hearing_first(bias: float) -> Units:
    """Danger as the first unit hears it."""
    return Units("danger", bias, (1.0, 0.0))


@pytest.mark.parametrize("text", ["Сурет", "Видео", "Құжат", "Ок", "Көшкенге дейін"])
def test_a_caption_of_a_word_or_two_is_no_danger(text: str) -> None:
    assert not judged(text).sensitive


def test_the_fewer_words_the_surer_the_model_must_be() -> None:
    needed = [alarm_from(words) for words in range(1, 20)]
    assert needed == sorted(needed, reverse=True)
    assert needed[0] > needed[3] > needed[5] > needed[-1]


@pytest.mark.parametrize("text", ["Құжаттың көшірмесі бар", "Су жоқ"])
def test_a_short_calm_line_is_no_danger(text: str) -> None:
    assert not judged(text).sensitive


@pytest.mark.parametrize("text", ["Ұрады", "бьёт", "Өлгім келеді", "боюсь его", "Қорқам"])
def test_a_plain_word_of_danger_is_enough(text: str) -> None:
    assert judged(text).sensitive


def test_a_unit_that_hears_nothing_adds_nothing() -> None:
    scores = dict.fromkeys(UNITS, -3.0)
    assert hearing_first(bias=0.0).chance(scores) == 0.5


def test_a_long_message_weighs_no_more_than_a_short_one() -> None:
    words, meanings = words_of("Көршім түнде ән салады"), knowledge().model.meanings
    once, often = features(words, meanings), features(words * 50, meanings)
    assert sum(value**2 for value in often.values()) <= sum(v**2 for v in once.values()) + 0.5


def test_every_mistake_in_the_words_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "triage_words.yaml"
    path.write_text("version: 1\nmeanings:\n  a: ['~2', 7]\n  b: ['!']\n", encoding="utf-8")
    with pytest.raises(CatalogProblems) as told:
        load_meanings(path)
    assert len(told.value.problems) == 3


def test_a_model_of_other_categories_is_refused() -> None:
    with pytest.raises(CatalogProblems, match=re.escape("triage_model.json")):
        load_triage(FOLDER, frozenset({"labour"}))
