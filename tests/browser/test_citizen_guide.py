"""A tired citizen with a phone plays what docs/guide-citizen says; its pictures are taken here."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_both_paths import no_trouble, shows, tap, write
from tests.house.tree import ROOT
from tests.paths.house import serving
from tests.sim_driver import GROUP, SVETLANA, Sim, text_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@dataclass(frozen=True, slots=True)
class Script:
    """What is typed and pressed in one language."""

    who: str
    question: str
    district: str
    which: str
    category: str
    check: str
    send: str
    answer: str
    number: str
    opened: str
    danger: str
    numbers: str


KK = Script(
    who="1001",
    question="Жұмыс беруші үш айдан бері жалақымды төлемей жүр. Қайда жүгінемін?",
    district="Алға",
    which="Сұрағыңыз не туралы",
    category="Еңбек",
    check="Жіберер алдында",
    send="Жіберу",
    answer="Еңбек инспекциясына өтініш беріңіз, құжатты дайындауға көмектесеміз.",
    number="№1",
    opened="Өтініш №1",
    danger="Күйеуім мені ұрды, қорқамын",
    numbers="оқуы мүмкін бе",
)
RU = Script(
    who="1002",
    question="Работодатель третий месяц не платит зарплату. Куда обратиться?",
    district="Алгинский",
    which="О чём ваш вопрос",
    category="Работа",
    check="Проверьте перед",
    send="Отправить",
    answer="Подайте заявление в инспекцию труда, поможем его составить.",
    number="№1",
    opened="Обращение №1 ·",
    danger="Муж меня избил, я боюсь",
    numbers="читать этот чат",
)


@pytest.mark.parametrize("script", [KK, RU], ids=["kk", "ru"])
async def test_the_guide_is_played_on_a_phone(
    script: Script, sandbox: Sim, open_page: OpenPage, request: pytest.FixtureRequest
) -> None:
    language = request.node.callspec.id
    async with serving(sandbox, bound=True):
        watched = await open_page(sandbox.url, width=412, height=900)
        page, phone = watched.page, f"phone-{script.who}"
        await page.get_by_test_id(f"tab-{script.who}").click()
        await page.get_by_test_id(f"start-{script.who}").click()
        await write(page, script.who, script.question)
        await tap(page, phone, script.district)
        await shows(page, phone, script.which)
        await picture(page, script, f"{language}-1-category")
        await tap(page, phone, script.category)
        await shows(page, phone, script.check)
        await picture(page, script, f"{language}-2-check")
        await tap(page, phone, script.send)
        await shows(page, phone, script.number)
        await picture(page, script, f"{language}-3-number")
        await staff_answers(sandbox, script)
        await shows(page, phone, script.answer)
        await write(page, script.who, "/cases")
        await tap(page, phone, script.number)
        await shows(page, phone, script.opened)
        await picture(page, script, f"{language}-4-case")
        await write(page, script.who, script.danger)
        await shows(page, phone, script.numbers)
        await picture(page, script, f"{language}-5-danger")
        no_trouble(watched)


async def staff_answers(sim: Sim, script: Script) -> None:
    """A specialist replies to the question that was copied into the group."""
    copied = await sim.wait_for(GROUP, lambda one: text_of(one) == script.question)
    where = {"thread_id": copied["message_thread_id"], "reply_to": copied["message_id"]}
    await sim.send(SVETLANA, script.answer, chat_id=GROUP, **where)


async def picture(page: Page, script: Script, name: str) -> None:
    """Keep what the guide shows, when `make picture` asks for it."""
    pane = page.get_by_test_id(f"phone-{script.who}")
    await expect(pane).to_be_visible()
    await page.wait_for_timeout(400 if os.environ.get("PICTURE") else 0)
    if os.environ.get("PICTURE"):
        await pane.screenshot(path=ROOT / "docs" / "guide" / f"{name}.png")
