"""The consultation path over HTTP, from /ask to the closing, in Kazakh and in Russian."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from tests.paths.house import House, serving
from tests.sim_driver import ADMIN, AIGUL, BAKYT, GROUP, IRINA, SVETLANA, Json, Sim, text_of


@dataclass(frozen=True, slots=True)
class Words:
    """What a person looks for on her screens."""

    who: int
    staff: int
    menu: str
    district: str
    category: str
    write: str
    question: str
    send: str
    accepted: str
    answer: str
    close: tuple[str, str]
    closed: str


KAZAKH = Words(
    AIGUL, BAKYT, "💬 Сұрақ қою", "Мұғалжар", "Жәрдемақы", "Сұрағыңызды өз сөзіңізбен",
    "Жәрдемақы тоқтап қалды", "Жіберу", "Өтінішіңіз қабылданды", "Құжаттарыңызды алып келіңіз",
    ("Жабу", "Кеңес берілді"), "өтінішіңіз жабылды",
)  # fmt: skip
RUSSIAN = Words(
    IRINA, SVETLANA, "💬 Задать вопрос", "Мугалжарский", "Пособия", "Напишите вопрос",
    "Перестали платить пособие", "Отправить", "Ваше обращение принято", "Принесите документы",
    ("Жабу", "Кеңес берілді"), "закрыто",
)  # fmt: skip


@pytest.fixture
async def house(sandbox: Sim) -> AsyncIterator[House]:
    async with serving(sandbox) as opened:
        await sandbox.send(ADMIN, "/binding")
        offices = await sandbox.wait_for(ADMIN, lambda m: "▫️" in str(m.get("reply_markup")))
        await sandbox.press(ADMIN, offices, "қауымдастығы")
        code = text_of(await sandbox.wait_for(ADMIN, "/bind "))
        found = re.search(r"/bind \w+", code)
        assert found
        await sandbox.send(BAKYT, found.group(), chat_id=GROUP)
        await sandbox.wait_for(GROUP, "байланды")
        yield opened


async def asked(sim: Sim, words: Words) -> Json:
    """From the menu's button to the receipt: three taps and the question."""
    await sim.send(words.who, words.menu)
    places = await sim.wait_for(words.who, lambda m: words.district in str(m.get("reply_markup")))
    await sim.press(words.who, places, words.district)
    topics = await sim.wait_for(words.who, lambda m: words.category in str(m.get("reply_markup")))
    await sim.press(words.who, topics, words.category)
    await sim.wait_for(words.who, words.write)
    await sim.send(words.who, words.question)
    preview = await sim.wait_for(words.who, lambda m: words.send in str(m.get("reply_markup")))
    await sim.press(words.who, preview, words.send)
    return await sim.wait_for(words.who, words.accepted)


@pytest.mark.parametrize("words", [KAZAKH, RUSSIAN], ids=["kk", "ru"])
async def test_a_question_is_asked_answered_with_a_file_and_closed(
    house: House, words: Words
) -> None:
    sim = house.sim
    receipt = await asked(sim, words)
    assert "№1" in text_of(receipt)
    copied = await sim.wait_for(GROUP, words.question)
    thread = copied["message_thread_id"]
    [card] = [m for m in await sim.messages(GROUP, thread_id=thread) if "№1" in text_of(m)]
    place = {"chat_id": GROUP, "thread_id": thread}
    await sim.send(words.staff, words.answer, reply_to=copied["message_id"], **place)
    answer = await sim.wait_for(words.who, words.answer)
    assert text_of(answer["reply_to_message"]) == words.question
    await sim.send_files(words.staff, "photo", b"form", reply_to=card["message_id"], **place)
    await sim.wait_for(words.who, lambda m: "photo" in m)
    taken = await sim.wait_for(GROUP, lambda m: "👤" in text_of(m))
    assert taken["message_id"] == card["message_id"]
    await sim.press(words.staff, taken, words.close[0])
    shown = await sim.wait_for(GROUP, lambda m: words.close[1] in str(m.get("reply_markup")))
    await sim.press(words.staff, shown, words.close[1])
    await sim.wait_for(words.who, words.closed)
