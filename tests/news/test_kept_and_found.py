"""More, saved, preview, why and search: what a reader does with stories beyond the digest."""

from tests.news.test_digests import DUE, FIRST, SECOND
from tests.news.town import AIGUL, IRINA, Town, buttons_of, texts_of

TOWNS = ("Алға", "Байғанин", "Мұғалжар", "Темір", "Ойыл", "Қобда", "Мәртөк", "Ырғыз", "Әйтеке би")
THINGS = ("көше", "саябақ", "өзен", "бұлақ", "орман", "жағалау", "аула", "мектеп", "ескерткіш")


async def many(town: Town) -> None:
    for place, thing in zip(TOWNS, THINGS, strict=True):
        town.publish("gazet", f"{place} ауданында еріктілер бір {thing} жөндеді", f"{thing} туралы")
    town.publish("gazet", *FIRST)
    await town.poll()


async def test_more_brings_the_stories_that_found_no_room(town: Town) -> None:
    await many(town)
    await town.joins()
    (digest,) = await town.says("/latest")
    over = 10 - 8
    _, more = await town.taps(buttons_of(digest)[f"Тағы {over} жаңалық"])
    titles = [line for line in digest["text"].split("\n") if "</a>" in line]
    rest = [line for line in more["text"].split("\n") if "</a>" in line]
    assert len(rest) == over
    assert not {one.split(". ", 1)[1] for one in rest} & {one.split(". ", 1)[1] for one in titles}
    assert not any(text.startswith("Тағы") for text in buttons_of(more))


async def test_a_story_is_saved_listed_and_let_go(town: Town) -> None:
    await many(town)
    await town.joins()
    assert "сақталмаған" in texts_of(await town.says("/saved"))[0]
    (digest,) = await town.says("/latest")
    _, which = await town.taps(buttons_of(digest)["Сақтау"])
    first, second = list(buttons_of(which).items())[:2]
    for _ in range(2):
        _, ticked = await town.taps(first[1])
    assert next(iter(buttons_of(ticked))).startswith("✓ 1. ")
    await town.taps(second[1])
    (shelf,) = await town.says("/saved")
    assert "Барлығы: 2" in shelf["text"]
    _, letting = await town.taps(buttons_of(shelf)["Тізімнен алып тастау"])
    _, left = await town.taps(next(iter(buttons_of(letting).values())))
    assert "Барлығы: 1" in left["text"]


async def test_saved_stories_are_turned_page_by_page(town: Town) -> None:
    await many(town)
    await town.joins()
    for number in range(1, 11):
        await town.taps(f"keep:{number}:1:0")
        town.now += 1
    (shelf,) = await town.says("/saved")
    _, older = await town.taps(buttons_of(shelf)["Ескірек"])
    assert older["text"].count("</a>") == 2
    assert "Жаңарақ" in buttons_of(older)
    await town.taps("keep:999:1:0")
    await town.taps("shelf:-5")
    assert "Барлығы: 10" in texts_of(await town.taps("shelf:99"))[0]


async def test_a_preview_shows_the_next_digest_and_changes_nothing(town: Town) -> None:
    await town.poll()
    await town.joins()
    assert "жиналған жоқ" in texts_of(await town.says("/preview"))[0]
    town.publish("gazet", *FIRST)
    await town.poll()
    before = await town.subscriber()
    for _ in range(2):
        (shown,) = await town.says("/preview")
        assert FIRST[0] in shown["text"]
        assert "08:00" in shown["text"]
    assert await town.subscriber() == before
    town.now = DUE
    await town.rounds.run()
    assert FIRST[0] in (await town.owed(AIGUL))[0]


async def test_why_one_did_not_come_is_answered_by_link_or_words(town: Town) -> None:
    town.publish("gazet", *FIRST)
    entry = town.publish("diapazon", "В Актобе подорожали яблоки и сахар на рынках города")
    await town.poll()
    await town.index.run()
    await town.joins()
    await town.taps("follow:religion:1:0:s")
    (asked,) = await town.says("/why")
    assert "сілтемесін" in asked["text"]
    (told,) = await town.says("https://gazet.example/0?utm_source=x")
    assert FIRST[0] in told["text"]
    for typed, words in (
        ("қоғамдық қор Шалқар", "соңғы шолуыңызда"),
        (f"мына {entry.link} неге жоқ", "ереже"),
        ("https://nowhere.example/1", "бізде жоқ"),
        ("ештеңе ұқсамайтын сұрау", "бізде жоқ"),
    ):
        await town.says("/why")
        (told,) = await town.says(typed)
        assert words in told["text"], typed


async def test_why_names_her_own_choices_that_keep_a_story_away(town: Town) -> None:
    await town.poll()
    await town.joins()
    town.publish("gazet", *SECOND)
    await town.poll()
    await town.index.run()
    for choice, words in (
        ("follow:religion:1:0:s", "таңдағандардың ішінде жоқ"),
        ("follow:religion:0:0:s", "Келесі шолуда болады"),
    ):
        await town.taps(choice)
        await town.says("/why")
        (told,) = await town.says("Хромтау еріктілер")
        assert words in told["text"]
    await town.taps("words:mute")
    await town.says("өзен")
    await town.says("/why")
    (told,) = await town.says("Хромтау еріктілер")
    assert "«өзен»" in told["text"]


async def test_search_finds_forms_translations_and_slips_of_the_finger(town: Town) -> None:
    town.publish("gazet", *SECOND)
    town.publish("diapazon", "Волонтёры Хромтау очистили берег реки", "Вышли сто человек.")
    await town.poll()
    await town.index.run()
    for words in (
        "еріктілердің", "ерікти", "волонтёрам", "валонтеры", "волонте", "Хромтауда", "хромтау",
        "өзен жағасы", "берега реки",
    ):  # fmt: skip
        (found,) = await town.says(f"/search {words}")
        assert "</a>" in found["text"], words
    assert "табылмады" in texts_of(await town.says("/search квантовая физика"))[0]


async def test_search_asks_for_words_turns_pages_and_ends(town: Town) -> None:
    await many(town)
    await town.index.run()
    (asked,) = await town.says("/search", IRINA, "ru")
    assert "Что найти" in asked["text"]
    (found,) = await town.says("еріктілер", IRINA, "ru")
    assert "найдено 9" in found["text"]
    _, second = await town.taps(buttons_of(found)["Дальше"], IRINA, "ru")
    assert second["text"].count("</a>") == 1
    assert await town.says("еріктілер", IRINA, "ru") == []  # a search is one text, not a mode
    assert "ничего не нашлось" in texts_of(await town.taps("found:99", IRINA, "ru"))[0]
    await town.says("/settings", IRINA, "ru")
    (over,) = await town.taps("found:1", IRINA, "ru")
    assert "устарел" in over["text"]


async def test_an_edited_entry_is_found_by_its_new_words_only(town: Town) -> None:
    old = town.publish("gazet", *SECOND)
    await town.poll()
    await town.index.run()
    town.published["gazet"].clear()
    town.publish("gazet", "Қобдада жаңа қоғамдық қор ашылды")
    from dataclasses import replace

    edited = replace(town.published["gazet"][0], identity=old.identity)
    town.published["gazet"] = [edited]
    await town.poll()
    await town.index.run()
    assert "табылмады" in texts_of(await town.says("/search Хромтау"))[0]
    assert "Қобдада" in texts_of(await town.says("/search Қобда"))[0]


async def test_search_takes_any_words_calmly(town: Town) -> None:
    await many(town)
    await town.index.run()
    for words in ("%", "_", "' OR 1=1 --", "😀", "<b>", "\u202eабв", "а" * 3000, "1 2 3 4 5 6 7 8"):
        (said,) = await town.says(f"/search {words}")
        assert "табылмады" in said["text"] or "</a>" in said["text"], words[:10]
