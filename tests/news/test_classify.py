"""What the rules decide about entries, with sentences written for these tests."""

import pytest

from bot.rules.news.classify import classify
from storage.records.news import Decision, EntryText
from tests.shipped import catalog


def decide(title: str, summary: str = "", region: str | None = None) -> Decision:
    return classify(EntryText(title, summary), region, catalog())


@pytest.mark.parametrize(
    "title",
    [
        "Ақтөбенің үкіметтік емес ұйымдары бас қосты",
        "«Үміт» қоғамдық қорының жобасы аяқталды",
        "ҮЕҰ-ларға арналған әлеуметтік тапсырыс туралы жиын",
        "Волонтёры очистили дворы от снега",
        "ОФ «Надежда» открыл кабинет для детей",
        "В области обсудили госсоцзаказ для НПО",
    ],
)
def test_an_entry_that_names_an_ngo_is_core(title: str) -> None:
    assert decide(title).tier == "core"


@pytest.mark.parametrize(
    "title",
    [
        "Қоғамдық көлік кестесі өзгерді",
        "Азаматтық қорғау басқармасы дабыл қақты",
        "В городе подорожал общественный транспорт",
        "НПО машиностроения выполнило гособоронзаказ",
        "Некоммерческое акционерное общество объявило тендер",
        "Банк ерікті түрде сақтандыруды ұсынды",
    ],
)
def test_false_friends_are_not_news(title: str) -> None:
    assert decide(title).tier == "none"


def test_another_countrys_ngos_are_not_news_and_the_reason_says_so() -> None:
    decision = decide("Фонд президентских грантов поддержал НКО Татарстана")
    assert decision.tier == "none"
    assert decision.topics == ()
    assert {reason.kind for reason in decision.reasons} == {"foreign"}


def test_a_foreign_word_in_a_story_from_home_changes_nothing() -> None:
    decision = decide("НПО Актобе приняли коллег из Бишкека")
    assert decision.tier == "core"


def test_a_neighbours_language_is_not_news() -> None:
    decision = decide("Бишкекте волонтерлор карыларга жардам беришти жана азык таратышты")
    assert (decision.tier, decision.language) == ("none", "other")


def test_every_topic_keeps_the_words_that_gave_it() -> None:
    decision = decide("Мүгедектігі бар жастарға волонтерлер көмектесті")
    words = {reason.about: reason.found for reason in decision.reasons if reason.kind == "topic"}
    assert words["disability"] == "Мүгедектігі"
    assert words["volunteering"] == "волонтерлер"


def test_a_decision_of_short_words_has_its_reason_too() -> None:
    decision = decide("Қор")
    assert decision.tier == "adjacent"
    assert [reason.found for reason in decision.reasons if not reason.about] == ["Қор"]


def test_a_core_entry_without_a_topic_falls_to_the_default() -> None:
    assert "ngo_sector" in decide("Общественный фонд отметил новоселье").topics


@pytest.mark.parametrize(
    ("title", "regions"),
    [
        ("Алматы облысында жиын өтті", ("KZ-19",)),
        ("Алматыда жиын өтті", ("KZ-75",)),
        ("Абай атындағы мектеп ашылды", ()),
        ("Абай облысында мектеп ашылды", ("KZ-10",)),
        ("Поддержка многодетных семей", ()),
        ("В Семее прошёл форум", ("KZ-10",)),
        ("Катар астанасында жиын өтті", ()),
        ("В Темиртау и Рудном открыли приюты", ("KZ-35", "KZ-39")),
        ("Жаңаөзен мен Құлсарыда еріктілер жиналды", ("KZ-47", "KZ-23")),
        ("Рудный концентрат везут через Уральские горы", ()),
        ("ЗКО и Актюбинская область подписали меморандум", ("KZ-27", "KZ-15")),
        ("АО «Үміт» опубликовало отчёт", ()),
        ("Ақтөбе ауылдық округінің тұрғындары көмек жөнелтті", ()),
    ],
)
def test_places_are_found_and_false_friends_are_not(title: str, regions: tuple[str, ...]) -> None:
    assert decide(title).regions == regions


@pytest.mark.parametrize(
    ("title", "district"),
    [
        ("Шалқар ауданында жәрмеңке өтті", "shalqar"),
        ("В Кандыагаше открыли центр", "mugalzhar"),
        ("В Алгинском районе прошли слушания", "alga"),
        ("Ақтөбе қаласының Алматы ауданында жиын өтті", "aqtobe_almaty"),
    ],
)
def test_a_district_of_aktobe_means_the_region(title: str, district: str) -> None:
    decision = decide(title)
    assert district in decision.districts
    assert decision.regions == ("KZ-15",)


def test_a_district_that_many_cities_have_counts_only_near_aktobe() -> None:
    assert decide("Алматы ауданында жиын өтті").districts == ()
    assert decide("Алматы ауданында жиын өтті", region="KZ-15").districts == ("aqtobe_almaty",)


def test_without_a_place_the_feeds_region_counts_and_the_country_is_no_region() -> None:
    assert decide("Еріктілер жиналды", region="KZ-27").regions == ("KZ-27",)
    assert decide("Еріктілер жиналды", region="KZ").regions == ()
