"""/settings shows what is kept and keeps what is tapped; the old menu of another language works."""

import pytest

from handlers.commands import CITIZEN
from storage.records.people import SubscriberState
from tests.news.town import NOW, Town, buttons_of


async def test_settings_show_everything_that_was_chosen(town: Town) -> None:
    await town.joins()
    await town.taps("follow:grants:1:0:s")
    await town.taps("live:shalqar")
    (screen,) = await town.says("/settings")
    for words in ("Гранттар", "08:00", "Шалқар ауданы", "бүкіл Қазақстан", "Келесі шолу"):
        assert words in screen["text"], words


async def test_each_choice_of_one_tap_is_kept_and_shown(town: Town) -> None:
    await town.joins()
    for what, words in (
        ("adjacent", "жақын тақырыптар"),
        ("core", "ұйымдар туралы"),
        ("alone", "тек қазақша"),
        ("both", "қазақша және орысша"),
        ("home", "Ақтөбе облысы және жалпы ел"),
        ("country", "бүкіл Қазақстан"),
        ("pause", "жіберілмейді"),
        ("resume", "Келесі шолу"),
        ("leave", "жіберілмейді"),
    ):
        answer, screen = await town.taps(f"wish:{what}")
        assert answer["method"] == "answerCallbackQuery"
        assert words in screen["text"], what
    assert (await town.subscriber()).state is SubscriberState.LEFT


async def test_the_district_is_remembered_for_questions_too(town: Town) -> None:
    await town.joins()
    _, districts = await town.taps("ask_set:district")
    _, screen = await town.taps(buttons_of(districts)["Шалқар"])
    assert "Шалқар ауданы" in screen["text"]
    async with town.database.transaction() as transaction:
        assert await transaction.value("SELECT district FROM chats") == "shalqar"


async def test_another_hour_moves_the_next_digest(town: Town) -> None:
    await town.joins()
    await town.taps("also:1080:1")
    assert (await town.subscriber()).next_due_at == NOW + 7 * 3600  # today at six in the evening


async def test_another_language_brings_its_words_and_its_menu(town: Town) -> None:
    await town.joins()
    _, screen, menu = await town.taps("tongue:ru:s")
    assert "Настройки" in screen["text"]
    assert menu["reply_markup"]["keyboard"][0][0]["text"] == "📰 Дайджест новостей"
    (again,) = await town.says("⚙️ Баптаулар")
    assert "Настройки" in again["text"]


async def test_leaving_is_asked_twice(town: Town) -> None:
    await town.joins()
    _, sure = await town.taps("ask_set:leave")
    assert (await town.subscriber()).state is SubscriberState.ACTIVE
    await town.taps(buttons_of(sure)["Иә, бас тартамын"])
    assert (await town.subscriber()).state is SubscriberState.LEFT


async def test_help_names_the_commands_in_her_language(town: Town) -> None:
    (kazakh,) = await town.says("❓ Көмек")
    (russian,) = await town.says("/help", 1002, "ru")
    for command in sorted({*CITIZEN} - {"help"}):
        assert f"/{command} " in kazakh["text"]
        assert f"/{command} " in russian["text"]
    assert "Помощь" in russian["text"]


async def test_who_wants_another_language_is_not_greeted_anew(town: Town) -> None:
    (first,) = await town.says("/start")
    await town.joins()
    (later,) = await town.says("/language")
    assert "Алтын көпір" in first["text"]
    assert "Алтын көпір" not in later["text"]
    for words in ("Тілді таңдаңыз", "Выберите язык", "Choose your language"):
        assert words in later["text"]


SCREENS = (
    *("topics:0:s", "topics:1:s", "hours:s", "regions:0", "regions:1", "alert::0:0", "alert::0:1"),
    *("ask_set:district", "ask_set:leave", "ask_set:more", "ask_set:where", "words:all"),
    *(
        "words:follow",
        "when:all",
        "when:hours",
        "when:days",
        "when:quiet",
        "when:zone",
        "when:rest",
    ),
    *("when_type:zone", "which:keep:1", "which:fewer:1", "fewer:1:1", "less:1:0:0", "shelf:0"),
)


async def test_every_screen_of_the_settings_has_a_way_back(town: Town) -> None:
    await town.joins()
    for data in (one for one in SCREENS if not one.startswith(("which", "fewer", "less", "shelf"))):
        _, screen = await town.taps(data)
        ways = {"Артқа", "Дайын"} & buttons_of(screen).keys()
        assert ways, data
        _, behind = await town.taps(buttons_of(screen)[ways.pop()])
        assert behind["text"] != screen["text"], data


async def test_the_first_page_of_the_settings_is_short(town: Town) -> None:
    await town.joins()
    for topic in ("grants", "youth", "religion", "culture", "events"):
        await town.taps(f"follow:{topic}:1:0:s")
    (screen,) = await town.says("/settings")
    assert len(screen["text"].split("\n")) <= 8
    assert len(screen["reply_markup"]["inline_keyboard"]) == 4
    assert "тағы 2" in screen["text"]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_no_button_is_longer_than_a_small_phone_shows(town: Town, language: str) -> None:
    town.publish("gazet", "Шалқарда қоғамдық қор тегін заң кеңесін ашты")
    await town.poll()
    screens = await town.joins(language=language)
    screens += await town.says("/settings", language=language)
    await town.taps("words:mute", language=language)
    screens += await town.says("грант, " + "ұ" * 60, language=language)
    await town.taps("less:1:0:1", language=language)
    for data in SCREENS:
        screens += await town.taps(data, language=language)
    for what in ("adjacent", "home", "alone", "line", "pause"):
        screens += await town.taps(f"wish:{what}", language=language)
    rows = [
        row for one in screens for row in one.get("reply_markup", {}).get("inline_keyboard", [])
    ]
    assert len(rows) > 40
    for row in rows:
        room = {1: 28, 2: 15, 3: 9}[len(row)]
        for button in row:
            assert len(button["text"]) <= room, button["text"]
