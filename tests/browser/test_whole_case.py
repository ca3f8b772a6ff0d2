"""A whole case played on both sides of the real page, in Kazakh and in Russian.

`PICTURE=1` keeps what the guide for the staff shows; a test run changes no file.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.texts import Voice
from tests.browser.conftest import OpenPage
from tests.browser.test_both_paths import no_trouble, shows, tap, write
from tests.house.tree import ROOT
from tests.paths.house import House, serving
from tests.shipped import texts
from tests.sim_driver import ADMIN, AIGUL, BAKYT, GROUP, IRINA, SVETLANA, Sim, text_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PICTURES = ROOT / "docs" / "pictures"


@dataclass(frozen=True, slots=True)
class Play:
    """Who plays, and what she writes."""

    language: str
    citizen: int
    staff: int
    name: str
    question: str
    district: str
    about: str
    answer: str
    better: str
    template: str
    outcome: str


KAZAKH = Play(
    "kk", AIGUL, BAKYT, "2001",
    "Жұмыс беруші үш ай бойы жалақы төлемей жүр. Қайда жүгінуге болады?",
    "Ақтөбе қаласы", "Еңбек",
    "Еңбек инспекциясына өтініш жазуға көмектесеміз, ертең келіңіз.",
    "Еңбек инспекциясына өтініш жазуға көмектесеміз, дүйсенбіде келіңіз.",
    "Еңбек құжаттары", "staff.outcome_advised",
)  # fmt: skip
RUSSIAN = Play(
    "ru", IRINA, SVETLANA, "2002",
    "Работодатель третий месяц не платит зарплату. Куда обратиться?",
    "город Актобе", "Работа",
    "Поможем составить заявление в инспекцию труда, приходите завтра.",
    "Поможем составить заявление в инспекцию труда, приходите в понедельник.",
    "Бумаги по работе", "staff.outcome_advised",
)  # fmt: skip


@pytest_asyncio.fixture(loop_scope="session")
async def house(sandbox: Sim) -> AsyncIterator[House]:
    async with serving(sandbox) as opened:
        yield opened


async def bound(
    sim: Sim, play: Play, voice: Voice, office: str = "қауымдастығы", group: int = GROUP
) -> None:
    """Bind the group; it speaks the language of who bound it."""
    await sim.send(play.staff, "…", chat_id=group)
    await sim.send(ADMIN, "/binding")
    offices = await sim.wait_for(ADMIN, lambda one: "▫️" in str(one.get("reply_markup")))
    await sim.press(ADMIN, offices, office)
    told = await sim.wait_for(ADMIN, lambda one: f"{office}\n" in text_of(one))
    code = next(word for word in str(told["text"]).split() if len(word) == 8 and word.isupper())
    await sim.send(play.staff, f"/bind {code}", chat_id=group)
    await sim.wait_for(group, voice.plain("office.bound", office="").splitlines()[0][:6])


async def asks(page: Page, play: Play, voice: Voice) -> None:
    """From the first word to the receipt, on the citizen's phone."""
    phone = f"phone-{play.citizen}"
    await page.get_by_test_id(f"start-{play.citizen}").click()
    await tap(page, phone, voice.plain("language.name"))
    await write(page, str(play.citizen), play.question)
    await tap(page, phone, play.district)
    await tap(page, phone, play.about)
    await tap(page, phone, voice.plain("ask.send"))
    await shows(page, phone, "№1")


async def opens_thread(page: Page, play: Play) -> Locator:
    """The staff open the case's thread; return its card."""
    await page.get_by_test_id("play-as").select_option(play.name)
    group = page.get_by_test_id("group")
    thread = group.locator("[data-testid^='thread-']").filter(has_text="№1")
    await thread.first.click()
    card = group.locator(".message").filter(has_text="№1").first
    await expect(card).to_be_visible()
    await shows(page, "group", play.question)
    return card


async def press(card: Locator, words: str) -> None:
    """Press a button of one message."""
    await card.get_by_test_id("ib").filter(has_text=words).click()


async def answers(page: Page, play: Play) -> Locator:
    """Reply to the citizen's words; return the own message."""
    group = page.get_by_test_id("group")
    copied = group.locator(".message").filter(has_text=play.question).last
    await copied.hover()
    await copied.get_by_test_id("reply").click()
    await write(page, "group", play.answer)
    own = group.locator(".message").filter(has_text=play.answer).last
    await expect(own.get_by_test_id("reaction")).to_be_visible()
    return own


async def edits(page: Page, own: Locator, play: Play) -> None:
    """Change the answer where it stands."""
    await own.hover()
    await own.get_by_test_id("message-actions").click()
    await own.get_by_test_id("menu-edit").click()
    await write(page, "group", play.better)


async def picture(page: Page, play: Play, name: str) -> None:
    """Keep a picture of the group for the guide, when it is asked for."""
    if os.environ.get("PICTURE"):
        PICTURES.mkdir(exist_ok=True)
        path = PICTURES / f"staff-{name}.{play.language}.png"
        await page.get_by_test_id("group").screenshot(path=path)


@pytest.mark.parametrize("play", [KAZAKH, RUSSIAN], ids=["kk", "ru"])
async def test_a_whole_case_is_played_on_both_sides(
    house: House, open_page: OpenPage, play: Play
) -> None:
    voice = texts().voice(play.language)
    await bound(house.sim, play, voice)
    watched = await open_page(house.sim.url, width=1300, height=860)
    page, phone = watched.page, f"phone-{play.citizen}"
    await page.get_by_test_id("language").select_option(play.language)
    await asks(page, play, voice)
    card = await opens_thread(page, play)
    await picture(page, play, "card")
    await press(card, voice.plain("staff.take"))
    own = await answers(page, play)
    await shows(page, phone, play.answer)
    await edits(page, own, play)
    await shows(page, phone, play.better)
    await picture(page, play, "answer")
    await press(card, voice.plain("staff.more"))
    await expect(card).to_contain_text(voice.plain("staff.conflict"))
    await picture(page, play, "more")
    await press(card, voice.plain("staff.back"))
    await press(card, voice.plain("staff.template"))
    await press(card, play.template)
    shown = (
        page.get_by_test_id("group")
        .locator(".message")
        .filter(has_text=voice.plain("staff.template_send"))
    )
    await expect(shown).to_be_visible()
    await picture(page, play, "template")
    await press(shown, voice.plain("staff.template_send"))
    await shows(page, "group", voice.plain("staff.template_sent"))
    await press(card, voice.plain("staff.close"))
    await press(card, voice.plain(play.outcome))
    await shows(page, phone, voice.plain("case.closed", number=1)[:30])
    await tap(page, phone, voice.plain("case.good"))
    await shows(page, phone, voice.plain("case.thanks_rating"))
    no_trouble(watched)
