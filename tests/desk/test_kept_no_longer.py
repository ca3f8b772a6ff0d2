"""What is kept no longer than it must be: questions never sent, a name on an older card."""

from __future__ import annotations

from bot.desk.citizen.aftercare import Aftercare
from tests.desk.at_work import Desk, plan
from tests.desk.test_privacy import SECRET, everything, left, writes
from tests.sim_driver import AIGUL, BAKYT, GROUP, IRINA, text_of

DAY = 86_400


async def aftercare(desk: Desk) -> None:
    looked = Aftercare(
        desk.database, plan().knowledge, desk.words(), lambda: desk.now, desk.sender.wake
    )
    await looked.run()
    await desk.quiet()


async def named_case(desk: Desk) -> int:
    await writes(desk, "/ask")
    await desk.tap(AIGUL, "Алға", "Еңбек")
    await writes(desk, SECRET)
    await desk.tap(AIGUL, "Атымды көрсету", "Жіберу")
    return int((await desk.cases())[-1]["id"])


async def test_a_question_never_sent_is_forgotten_after_a_month(desk: Desk) -> None:
    await writes(desk, SECRET)
    await desk.sim.send(IRINA, "Другой вопрос")
    await desk.quiet()
    await desk.later(20 * DAY)
    await desk.sim.send(IRINA, "И ещё о нём")
    await desk.quiet()
    await aftercare(desk)
    assert SECRET in await everything(desk)
    await desk.later(11 * DAY)
    await aftercare(desk)
    kept = await everything(desk)
    assert SECRET not in kept
    assert "Другой вопрос" in kept


async def test_deleting_takes_her_name_from_an_older_card_too(desk: Desk) -> None:
    await named_case(desk)
    closed = {"kind": "400", "description": "Bad Request: TOPIC_CLOSED", "times": 1}
    await desk.sim.post("faults", rules=[{"method": "copyMessage", **closed}])
    await writes(desk, "Жабық тақырыпқа")
    assert len([text for text in await left(desk, GROUP) if "Айгүл" in text]) == 2
    await writes(desk, "/delete")
    await desk.tap(AIGUL, "Иә, бәрін жою")
    assert not [text for text in await left(desk, GROUP) if "Айгүл" in text]


async def test_nothing_is_noted_in_a_case_whose_data_are_gone(desk: Desk) -> None:
    number = await named_case(desk)
    await writes(desk, "/delete")
    await desk.tap(AIGUL, "Иә, бәрін жою")
    thread = await desk.thread(number)
    await desk.sim.send(BAKYT, "/note Айгүл көрші көшеде", chat_id=GROUP, thread_id=thread)
    await desk.quiet()
    assert "көрші көшеде" not in await everything(desk)
    assert "жойылған" in (await desk.texts(GROUP))[-1]


async def test_a_photo_without_a_word_in_a_case_is_asked_about_once(desk: Desk) -> None:
    await desk.ask()
    for _ in range(2):
        await desk.sim.send_files(AIGUL, "photo", b"x")
        await desk.quiet()
    asked = [one for one in await desk.said(AIGUL) if "туу туралы куәлік" in text_of(one)]
    assert len(asked) == 1
    await desk.sim.press(AIGUL, asked[0], "өшіру")
    await desk.quiet()
    assert len(await desk.rows("SELECT * FROM case_messages WHERE content LIKE '%photo%'")) == 1


async def test_who_was_asked_before_sending_is_not_asked_again(desk: Desk) -> None:
    await writes(desk, "/ask")
    await desk.sim.send_files(AIGUL, "photo", b"x")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Еңбек", "Жіберу")
    await desk.sim.send_files(AIGUL, "photo", b"x")
    await desk.quiet()
    assert len([one for one in await desk.texts(AIGUL) if "туу туралы куәлік" in one]) == 1
