"""Odd orders of a tired citizen: a button left behind, a slash before words, thanks on a photo."""

from __future__ import annotations

from tests.desk.at_work import Desk
from tests.desk.test_my_cases import closes, opens
from tests.sim_driver import AIGUL


async def writes(desk: Desk, text: str, who: int = AIGUL) -> None:
    await desk.sim.send(who, text)
    await desk.quiet()


async def kept(desk: Desk, case_id: int) -> list[str]:
    rows = await desk.rows("SELECT * FROM case_messages WHERE case_id = :id", id=case_id)
    return [str(row["content"]) for row in rows]


async def asks_something_else(desk: Desk, number: int) -> None:
    """A new question, which must not join that case."""
    await writes(desk, "/ask")
    await desk.tap(AIGUL, "Тұрғын үй")
    await writes(desk, "Үйдің шатыры ағады")
    assert not any("шатыры" in text for text in await kept(desk, number))


async def test_a_new_question_after_going_back_does_not_join_the_case_she_left(desk: Desk) -> None:
    number = await desk.ask()
    await opens(desk, number)
    await desk.tap(AIGUL, "Толықтыру", "Артқа")
    await asks_something_else(desk, number)
    await desk.tap(AIGUL, "Жіберу")
    assert [row["category"] for row in await desk.cases()] == ["labour", "housing"]


async def test_words_for_a_rating_are_not_awaited_once_she_has_asked_something_else(
    desk: Desk,
) -> None:
    number = await desk.ask()
    await desk.answer(number, "Инспекцияға барыңыз")
    await closes(desk, number)
    await desk.tap(AIGUL, "👍", "сөз қосу")
    await asks_something_else(desk, number)


async def test_a_question_typed_behind_the_command_is_her_question(desk: Desk) -> None:
    await writes(desk, "/ask Жұмыстан негізсіз шығарды")
    await desk.tap(AIGUL, "Алға", "Еңбек", "Жіберу")
    [case] = await desk.cases()
    assert any("негізсіз шығарды" in text for text in await kept(desk, int(case["id"])))


async def test_a_question_that_begins_with_a_slash_is_no_command(desk: Desk) -> None:
    await writes(desk, "/жұмыстан шығарып жіберді, не істейін")
    await desk.tap(AIGUL, "Алға", "Еңбек", "Жіберу")
    [case] = await desk.cases()
    assert any("шығарып жіберді" in text for text in await kept(desk, int(case["id"])))


async def test_a_photo_with_thanks_beneath_it_is_no_mere_thanks(desk: Desk) -> None:
    await desk.sim.send_files(AIGUL, "photo", b"one", caption="Рақмет")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Еңбек", "Жіберу")
    [case] = await desk.cases()
    assert len(await kept(desk, int(case["id"]))) == 1


async def test_an_album_with_thanks_beneath_it_stays_whole(desk: Desk) -> None:
    number = await desk.ask()
    await desk.answer(number, "Шарттың суретін жіберіңіз")
    await desk.sim.send_files(AIGUL, "photo", b"one", b"two", caption="Рақмет")
    await desk.later(3)
    assert len(await kept(desk, number)) == 4
    assert (await desk.cases())[0]["state"] == "working"
