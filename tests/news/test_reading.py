"""Words, regions, amounts and what is less wanted change what comes, and say so."""

import pytest

from tests.news.test_digests import DUE, FIRST, SECOND
from tests.news.town import AIGUL, Town, buttons_of, texts_of

THIRD = ("Қарағандыда қоғамдық бірлестік жастарға гранттар берді", "Оралда да болады.")


async def morning(town: Town, *stories: tuple[str, str]) -> str:
    for story in stories:
        town.publish("gazet", *story)
    await town.poll()
    town.now = DUE
    await town.rounds.run()
    return "\n".join(await town.owed(AIGUL))


async def test_a_followed_word_brings_what_her_topics_do_not(town: Town) -> None:
    await town.poll()
    await town.joins()
    await town.taps("follow:religion:1:0:s")
    await town.taps("words:follow")
    (kept,) = await town.says("заңгер, өзен жағасы")
    assert "заңгер, өзен жағасы" in kept["text"]
    digest = await morning(town, FIRST, SECOND, THIRD)
    assert FIRST[0] in digest
    assert SECOND[0] in digest
    assert THIRD[0] not in digest


async def test_a_muted_word_hides_in_every_form_until_it_is_brought_back(town: Town) -> None:
    await town.poll()
    await town.joins()
    await town.taps("words:mute")
    (page,) = await town.says("Ерікті")
    digest = await morning(town, FIRST, SECOND)
    assert FIRST[0] in digest
    assert SECOND[0] not in digest
    await town.taps(buttons_of(page)["Қайтару: ерікті"])
    assert (await town.subscriber()).preferences.mute == ()


async def test_the_same_word_is_not_followed_and_muted_at_once(town: Town) -> None:
    await town.joins()
    await town.taps("words:follow")
    await town.says("грант")
    await town.taps("words:mute")
    await town.says("ГРАНТ")
    wishes = (await town.subscriber()).preferences
    assert (wishes.follow, wishes.mute) == ((), ("грант",))


async def test_forty_words_of_two_hundred_characters_are_refused_and_nothing_is_lost(
    town: Town,
) -> None:
    await town.joins()
    await town.taps("words:follow")
    await town.says("грант")
    for typed, said in (
        ("ғ" * 200, "64 таңба"),
        (", ".join("ғ" * 200 for _ in range(40)), "20 сөз"),
        (", ".join(f"сөз{n}" for n in range(21)), "20 сөз"),
        (", , ;", "екі әріп"),
        ("...", "екі әріп"),
    ):
        await town.taps("words:follow")
        (refused,) = await town.says(typed)
        assert said in refused["text"], typed[:20]
    await town.says(", ".join(f"сөз{n}" for n in range(19)))
    assert len((await town.subscriber()).preferences.follow) == 20


@pytest.mark.parametrize("typed", ["re:.*", "(а+)+$", "~9 ~9", "@ААА", "[", "<b>қор</b>", "%_"])
async def test_what_looks_like_an_expression_is_words_or_is_refused(town: Town, typed: str) -> None:
    await town.joins()
    await town.taps("words:mute")
    (said,) = await town.says(typed)
    assert "<b>қор</b>" not in said["text"]
    kept = (await town.subscriber()).preferences.mute
    assert all(part.isalnum() for word in kept for part in word.split())


async def test_five_hundred_topics_toggled_in_a_second_end_as_the_last_tap_says(
    town: Town,
) -> None:
    await town.joins()
    topics = [topic.id for topic in town.catalog.topics]
    for turn in range(500):
        topic = topics[turn % len(topics)]
        answer, screen = await town.taps(f"follow:{topic}:{(turn // len(topics)) % 2}:0:s")
        assert answer["method"] == "answerCallbackQuery"
    last = {topics[turn % len(topics)]: (turn // len(topics)) % 2 for turn in range(500)}
    wanted = tuple(sorted(topic for topic, on in last.items() if on))
    assert (await town.subscriber()).preferences.topics == wanted
    assert screen["method"] == "editMessageText"


async def test_chosen_regions_come_with_the_whole_country(town: Town) -> None:
    await town.poll()
    await town.joins()
    _, page = await town.taps("regions:0")
    assert len(buttons_of(page)) == 8
    await town.taps("region:KZ-35:1:0")
    await town.taps("region:KZ-99:1:0")
    assert (await town.subscriber()).preferences.regions == ("KZ-35",)
    _, where = await town.taps("ask_set:where")
    assert "Қарағанды облысы және жалпы ел" in where["text"]


async def test_how_much_and_of_which_scope_is_kept(town: Town) -> None:
    await town.joins()
    for what, words in (("few", "5 жаңалыққа"), ("many", "12 жаңалыққа"), ("line", "бір жолмен")):
        _, page = await town.taps(f"wish:{what}")
        assert words in page["text"]


async def ways(town: Town) -> dict[str, str]:
    """The ways to want less of the first story of what /latest shows."""
    (latest,) = await town.says("/latest")
    _, which = await town.taps(buttons_of(latest)["Маған емес"])
    _, ways = await town.taps(next(iter(buttons_of(which).values())))
    return buttons_of(ways)


async def test_fewer_like_this_changes_the_wishes_says_how_and_takes_it_back(town: Town) -> None:
    town.publish("gazet", *SECOND)
    await town.poll()
    await town.joins()
    before = (await town.subscriber()).preferences
    for label, data in (await ways(town)).items():
        if data.startswith("less:"):
            _, done = await town.taps(data)
            assert "келмейді" in done["text"], label
            (nothing,) = await town.says("/latest")
            assert "әзірге жаңалық жоқ" in nothing["text"], label
            _, undone = await town.taps(buttons_of(done)["Болдырмау"])
            assert "бұрынғыдай" in undone["text"]
            assert (await town.subscriber()).preferences == before


async def test_what_was_hidden_is_listed_and_comes_again(town: Town) -> None:
    town.publish("gazet", *SECOND)
    await town.poll()
    await town.joins()
    for data in (await ways(town)).values():
        if data.startswith("less:"):
            await town.taps(data)
    _, page = await town.taps("words:all")
    hidden = [data for text, data in buttons_of(page).items() if text.startswith("Қайтару")]
    assert len(hidden) >= 3
    for data in hidden:
        await town.taps(data)
    assert SECOND[0] in texts_of(await town.says("/latest"))[0]
