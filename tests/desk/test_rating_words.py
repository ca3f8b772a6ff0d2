"""Words beside a rating are messages of their case: they wait for a group, travel, are answered."""

from __future__ import annotations

from tests.desk.at_work import Desk
from tests.desk.test_lost_places import back_in_its_group
from tests.desk.test_my_cases import closes
from tests.desk.two_offices import CENTRE, TO_CENTRE, card, press, reply_in, second_group
from tests.sim_driver import AIGUL, BAKYT, GROUP, Json, text_of

WORDS = "Тез жауап бердіңіздер"
LINE = "азаматтың пікірі"


async def rated(desk: Desk) -> int:
    """A case that was answered, closed and rated; what she writes next is said beside it."""
    number = await desk.ask()
    await desk.answer(number, "Міне, жауап")
    await closes(desk, number)
    await desk.tap(AIGUL, "Пайдалы", "Бір-екі сөз")
    return number


async def says(desk: Desk, words: str = WORDS) -> Json:
    sent = await desk.sim.send(AIGUL, words)
    await desk.quiet()
    return sent


async def loses_its_group(desk: Desk) -> None:
    await desk.sim.post("membership", chat_id=GROUP, user_id="bot", status="kicked")
    await desk.quiet()


async def test_they_stand_below_a_line_that_says_what_they_are_and_open_nothing(desk: Desk) -> None:
    number = await rated(desk)
    await says(desk)
    line, words = [text_of(one) for one in await desk.staff_sees(number)][-2:]
    assert LINE in line
    assert words == WORDS
    assert [row["state"] for row in await desk.cases()] == ["closed"]


async def test_said_while_the_office_has_no_group_they_come_into_the_next_one_once(
    desk: Desk,
) -> None:
    await rated(desk)
    await loses_its_group(desk)
    await says(desk)
    there = await second_group(desk, CENTRE)
    assert WORDS not in await desk.texts(there)
    await back_in_its_group(desk)
    said = await desk.texts(GROUP)
    assert said.count(WORDS) == 1
    assert LINE in said[said.index(WORDS) - 1]
    await desk.bind()
    assert (await desk.texts(GROUP)).count(WORDS) == 1
    assert [row["state"] for row in await desk.cases()] == ["closed"]


async def test_refused_by_a_group_that_is_lost_they_come_into_the_next_one(desk: Desk) -> None:
    await rated(desk)
    gone = "Forbidden: bot was kicked from the supergroup chat"
    rule = {"kind": "403", "method": "copyMessage", "chat_id": GROUP, "description": gone}
    desk.now += 1
    await desk.sim.post("faults", rules=[rule])
    await says(desk)
    await desk.bind()
    assert (await desk.texts(GROUP)).count(WORDS) == 1


async def test_they_go_along_where_the_case_goes(desk: Desk) -> None:
    there = await second_group(desk)
    number = await rated(desk)
    await says(desk)
    await press(desk, BAKYT, await card(desk, number), "Қайта ашу", *TO_CENTRE)
    said = await desk.texts(there)
    assert LINE in said[said.index(WORDS) - 1]


async def test_a_reply_to_them_is_an_answer_and_their_edit_arrives(desk: Desk) -> None:
    number = await rated(desk)
    sent = await says(desk)
    await reply_in(desk, BAKYT, (await desk.staff_sees(number))[-1], "Сізге рақмет")
    assert (await desk.texts(AIGUL))[-1] == "Сізге рақмет"
    await desk.sim.edit(AIGUL, sent, "Баяу жауап бердіңіздер")
    await desk.quiet()
    assert "Баяу жауап бердіңіздер" in [text_of(one) for one in await desk.staff_sees(number)]


async def test_danger_in_them_is_seen_and_opens_the_case_again(desk: Desk) -> None:
    number = await rated(desk)
    await says(desk, "Күйеуім мені қайтадан ұрды, қорқамын")
    assert any("112" in text for text in await desk.texts(AIGUL))
    [case] = await desk.cases()
    assert (case["sensitive"], case["state"]) == (1, "working")
    assert any("ұрды" in text_of(one) for one in await desk.staff_sees(number))


async def test_a_voice_is_as_good_as_words(desk: Desk) -> None:
    number = await rated(desk)
    await desk.sim.send_files(AIGUL, "voice", b"voice")
    await desk.quiet()
    assert "voice" in (await desk.staff_sees(number))[-1]
    assert not await desk.rows("SELECT * FROM drafts")
