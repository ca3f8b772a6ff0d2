"""/start to the first digest in three taps, in Kazakh and Russian; old buttons and double taps."""

import pytest

from bot.rules.news.schedule import clock_text
from storage.records.people import SubscriberState
from tests.news.town import AIGUL, IRINA, Town, buttons_of, texts_of

KK = ("Қандыағашта еріктілер инклюзивті орталық ашты", "Орталықты қоғамдық қор ашты.")


async def test_three_taps_lead_from_start_to_the_first_digest(town: Town) -> None:
    town.publish("gazet", *KK)
    await town.poll()
    (welcome,) = await town.says("/start")
    assert list(buttons_of(welcome)) == ["Қазақша", "Русский", "English"]
    _, topics = await town.taps(buttons_of(welcome)["Қазақша"])
    assert "✓ Барлық тақырып" in buttons_of(topics)
    _, hours = await town.taps(buttons_of(topics)["Келесі"])
    answer, edited, done, digest = await town.taps(buttons_of(hours)["08:00"])
    assert answer["method"] == "answerCallbackQuery"
    assert edited["method"] == "editMessageText"
    assert "08:00" in edited["text"]
    assert "Дс, 23 қараша, 08:00".lower() in done["text"].lower()
    assert done["reply_markup"]["keyboard"][0][1]["text"] == "💬 Сұрақ қою"
    assert KK[0] in digest["text"]
    assert (await town.subscriber()).state is SubscriberState.ACTIVE


async def test_a_russian_phone_is_offered_russian_first_and_served_in_it(town: Town) -> None:
    (welcome,) = await town.says("/start", IRINA, "ru")
    assert next(iter(buttons_of(welcome))) == "Русский"
    *_, done, _nothing = await town.joins(IRINA, "ru")
    assert "вы подписаны" in done["text"]
    assert (await town.subscriber(IRINA)).preferences.language == "ru"


async def test_start_again_is_harmless_even_with_an_unknown_payload(town: Town) -> None:
    await town.joins()
    before = await town.subscriber()
    for text in ("/start", "/start poster_7", "/start " + "x" * 60):
        (again,) = await town.says(text)
        assert "Келесі шолу" in again["text"]
    assert await town.subscriber() == before


async def test_a_double_tap_on_the_hour_welcomes_once(town: Town) -> None:
    await town.joins()
    assert [call["method"] for call in await town.taps("at:480:j")] == [
        "answerCallbackQuery",
        "editMessageText",
    ]


async def test_topics_are_ticked_paged_and_a_double_tap_changes_nothing(town: Town) -> None:
    await town.says("/start")
    for _ in range(2):
        _, screen = await town.taps("follow:grants:1:0:j")
        ticked = [text for text in buttons_of(screen) if text.startswith("✓")]
        assert ticked == ["✓ 💰 Гранттар, мемтапсырыс"]
    _, second = await town.taps(buttons_of(screen)["Тағы тақырыптар"])
    assert "🎓 Жастар" in buttons_of(second)
    await town.taps("follow:grants:0:0:j")
    assert (await town.subscriber()).preferences.topics == ()


async def test_a_topic_or_page_of_an_older_version_does_not_break(town: Town) -> None:
    await town.joins()
    for data in ("follow:gone:1:0:s", "topics:99:s", "topics:-4:s", "live:atlantis", "at:9999:s"):
        calls = await town.taps(data)
        assert calls[0]["method"] == "answerCallbackQuery", data
        assert calls[1]["method"] == "editMessageText", data
    assert (await town.subscriber()).preferences.topics == ()


@pytest.mark.parametrize("data", ["follow:x", "at:noon:j", "wish:fly", "why:x", "??", "settings:7"])
async def test_a_button_of_an_unknown_keyboard_is_answered_calmly(town: Town, data: str) -> None:
    (answer,) = await town.taps(data)
    assert answer["method"] == "answerCallbackQuery"
    assert answer["text"] == "Түйме ескірді. Қайта таңдаңыз."


async def test_an_hour_may_be_typed_and_a_strange_one_is_asked_again(town: Town) -> None:
    await town.says("/start")
    await town.taps("tongue:kk:j")
    _, asked = await town.taps("type_at:j")
    assert "7:30" in asked["text"]
    assert "түсініксіз" in texts_of(await town.says("таңертең"))[0]
    done, _nothing = await town.says("6:45")
    assert "жазылдыңыз" in done["text"]
    minutes = (await town.subscriber()).schedule.minutes
    assert [clock_text(one) for one in minutes] == ["06:45"]


async def test_while_an_hour_is_awaited_commands_and_menu_still_work(town: Town) -> None:
    await town.joins()
    await town.taps("type_at:s")
    (settings,) = await town.says("⚙️ Баптаулар")
    assert "Уақыты:" in settings["text"]
    assert await town.says("7:15") == []  # nobody waits for an hour any more
    assert (await town.subscriber()).schedule.minutes == (480,)


async def test_whoever_blocked_the_bot_and_comes_back_reads_on(town: Town) -> None:
    await town.joins()
    await town.blocks()
    assert (await town.subscriber()).next_due_at is None
    (again,) = await town.says("/start")
    assert "Келесі шолу" in again["text"]
    assert (await town.subscriber()).state is SubscriberState.ACTIVE


async def test_in_a_group_start_is_not_ours(town: Town) -> None:
    update = {
        "message": {
            "message_id": 1,
            "date": town.now,
            "chat": {"id": -100500, "type": "supergroup", "title": "Топ"},
            "from": {"id": AIGUL, "is_bot": False, "first_name": "Айгүл"},
            "text": "/start",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        }
    }
    assert await town.gets(update) == []
