"""Danger seen once is not forgotten on the way: continued, edited, given another subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desk.two_offices import card, press
from tests.sim_driver import AIGUL, BAKYT, GROUP, IRINA, text_of

if TYPE_CHECKING:
    from tests.desk.at_work import Desk

THREAT, PAST = "Күйеуім мені ұрып жатыр", "Күйеуім мені ұрды"


async def two_cases(desk: Desk) -> tuple[int, int]:
    return await desk.ask(), await desk.ask(text="Үйдің шатыры ағады", about="Тұрғын үй")


async def continued(desk: Desk, text: str, case: int) -> None:
    await desk.sim.send(AIGUL, text)
    await desk.quiet()
    await desk.tap(AIGUL, f"№{case}")


async def case_of(desk: Desk, number: int) -> dict[str, object]:
    [case] = [one for one in await desk.cases() if one["id"] == number]
    return dict(case)


async def test_a_threat_in_words_that_continue_a_case_makes_it_urgent(desk: Desk) -> None:
    first, second = await two_cases(desk)
    await continued(desk, THREAT, first)
    case = await case_of(desk, first)
    assert (case["sensitive"], case["urgent"], case["covered"]) == (1, 1, 1)
    assert any("қауіп туралы" in text_of(one) for one in await desk.staff_sees(first))
    assert (await case_of(desk, second))["sensitive"] == 0
    assert sum("112" in text for text in await desk.texts(AIGUL)) == 1


async def test_who_reads_the_chat_is_asked_once_and_goes_along(desk: Desk) -> None:
    first, _ = await two_cases(desk)
    await desk.sim.send(AIGUL, PAST)
    await desk.quiet()
    block = next(one for one in await desk.said(AIGUL) if "112" in text_of(one))
    await desk.sim.press(AIGUL, block, "тек өзім")
    await desk.quiet()
    await desk.tap(AIGUL, f"№{first}")
    case = await case_of(desk, first)
    assert (case["sensitive"], case["covered"]) == (1, 0)


async def test_in_danger_pressed_after_that_means_the_case_she_continued(desk: Desk) -> None:
    first, second = await two_cases(desk)
    await continued(desk, PAST, first)
    block = next(one for one in await desk.said(AIGUL) if "112" in text_of(one))
    await desk.sim.press(AIGUL, block, "қауіп төніп тұр")
    await desk.quiet()
    assert (await case_of(desk, first))["urgent"] == 1
    assert (await case_of(desk, second))["urgent"] == 0


async def test_words_of_danger_put_in_by_an_edit_bring_the_numbers(desk: Desk) -> None:
    sent = await desk.sim.send(IRINA, "Вопрос про алименты")
    await desk.quiet()
    assert not any("112" in text for text in await desk.texts(IRINA))
    await desk.sim.edit(IRINA, sent, "Муж меня избивает, помогите")
    await desk.quiet()
    assert any("112" in text for text in await desk.texts(IRINA))
    await desk.sim.send(IRINA, "/ask")
    await desk.quiet()
    await desk.tap(IRINA, "Алгинский", "Другое", "Отправить")
    [case] = await desk.cases()
    assert case["sensitive"] == 1


async def test_an_identity_number_put_in_by_an_edit_is_noticed(desk: Desk) -> None:
    sent = await desk.sim.send(IRINA, "Вопрос о пенсии")
    await desk.quiet()
    await desk.sim.edit(IRINA, sent, "Вопрос о пенсии, мой ИИН 880101300123")
    await desk.quiet()
    assert any("ИИН" in text for text in await desk.texts(IRINA))


async def test_an_old_button_of_mediation_does_nothing_after_words_of_danger(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "/ask")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға")
    old = await desk.screen(AIGUL)
    await desk.sim.send(AIGUL, PAST)
    await desk.quiet()
    await desk.sim.press(AIGUL, old, "Медиация")
    await desk.quiet()
    shown = [text_of(one) for one in await desk.said(AIGUL)]
    assert not any("Медиация, дауды" in text for text in shown)
    assert any("Сұрағыңыз не туралы" in text for text in shown)


@pytest.mark.parametrize(
    ("text", "about"), [("Анам туралы сұрақ", "Тұрмыстық"), (PAST, "Отбасы"), (PAST, "Еңбек")]
)
async def test_staff_are_not_offered_mediation_with_violence(
    desk: Desk, text: str, about: str
) -> None:
    case = await desk.ask(text=text, about=about)
    shown = await press(desk, BAKYT, await card(desk, case), "Басқаға беру", "Тақырыбы басқа")
    there = [
        one for one in await desk.sim.messages(GROUP) if one["message_id"] == shown["message_id"]
    ]
    assert "Жәрдемақы" in str(there[0]["reply_markup"])
    assert "Медиация" not in str(there[0]["reply_markup"])


async def test_staff_may_choose_mediation_for_a_quarrel(desk: Desk) -> None:
    case = await desk.ask(text="Көршіммен жер үшін дау", about="Тұрғын үй")
    labels = ("Басқаға беру", "Тақырыбы басқа", "Медиация")
    await press(desk, BAKYT, await card(desk, case), *labels)
    assert (await case_of(desk, case))["category"] == "mediation"


async def test_a_subject_of_violence_hides_the_case_and_its_title(desk: Desk) -> None:
    case = await desk.ask(text="Көршім туралы сұрақ", about="Тұрғын үй")
    labels = ("Басқаға беру", "Тақырыбы басқа", "Тұрмыстық")
    await press(desk, BAKYT, await card(desk, case), *labels)
    assert (await case_of(desk, case))["sensitive"] == 1
    [group] = [one for one in (await desk.sim.get("world"))["chats"] if one["id"] == GROUP]
    assert "Тұрғын" not in str(group["threads"])
