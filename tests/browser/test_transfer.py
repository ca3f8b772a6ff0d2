"""The staff give a case to another office on a phone; its citizen hears who answers now.

`SHOTS=folder` keeps pictures of what was seen; a test run changes no file.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.texts import Voice
from tests.browser.conftest import OpenPage
from tests.browser.test_both_paths import no_trouble, shows, write
from tests.browser.test_whole_case import (
    KAZAKH,
    RUSSIAN,
    Play,
    asks,
    bound,
    opens_thread,
    press,
)
from tests.paths.house import House, serving
from tests.shipped import texts
from tests.sim_driver import Sim

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CENTRE = {
    "kk": "Ақтөбе облысының азаматтық орталығы",
    "ru": "Гражданский центр Актюбинской области",
}
WHY = {"kk": "Еріктілер туралы, сіздерге жақын", "ru": "Это про волонтёров, вам ближе"}


@pytest_asyncio.fixture(loop_scope="session")
async def house(sandbox: Sim) -> AsyncIterator[House]:
    async with serving(sandbox) as opened:
        yield opened


async def second_group(sim: Sim, play: Play, voice: Voice) -> int:
    """A forum of the civic centre with the same person in it, bound to its office."""
    made = await sim.post(
        "chats", type="supergroup", title="Орталық", is_forum=True, members=[play.staff]
    )
    group = int(made["id"])
    await bound(sim, play, voice, "азаматтық орталығы", group)
    return group


async def look(page: Page, play: Play, name: str) -> None:
    folder = os.environ.get("SHOTS")
    if folder:
        await page.screenshot(path=Path(folder) / f"transfer-{name}.{play.language}.png")


async def gives_away(page: Page, play: Play, voice: Voice) -> None:
    """Two taps, and the reason as a reply to the line that says where it went."""
    card = await opens_thread(page, play)
    await press(card, voice.plain("staff.transfer"))
    await expect(card).to_contain_text(CENTRE[play.language])
    await look(page, play, "choice")
    await press(card, CENTRE[play.language])
    group = page.get_by_test_id("group")
    # the choice before it names the centre too: only the line that says it went can be taken back
    left = group.locator(".message").filter(has_text=voice.plain("staff.recall")).last
    await expect(left).to_contain_text(CENTRE[play.language])
    await left.hover()
    await left.get_by_test_id("reply").click()
    await write(page, "group", WHY[play.language])
    await look(page, play, "left")


async def finds_it_there(page: Page, play: Play, group: int) -> None:
    """In the other group stand the card, the question and the reason."""
    await page.get_by_test_id("back-to-threads").click()
    await page.get_by_test_id("desk-chat").select_option(str(group))
    threads = page.get_by_test_id("group").locator("[data-testid^='thread-']")
    await threads.filter(has_text="№1").first.click()
    await shows(page, "group", play.question)
    await shows(page, "group", WHY[play.language])
    await look(page, play, "arrived")


async def answers_there(page: Page, play: Play) -> None:
    copied = page.get_by_test_id("group").locator(".message").filter(has_text=play.question).last
    await copied.hover()
    await copied.get_by_test_id("reply").click()
    await write(page, "group", play.answer)


@pytest.mark.parametrize("play", [KAZAKH, RUSSIAN], ids=["kk", "ru"])
async def test_a_case_is_given_to_another_office_on_a_phone(
    house: House, open_page: OpenPage, play: Play
) -> None:
    voice = texts().voice(play.language)
    await bound(house.sim, play, voice)
    group = await second_group(house.sim, play, voice)
    watched = await open_page(house.sim.url, width=390, height=844)
    page, phone = watched.page, f"phone-{play.citizen}"
    await page.get_by_test_id("language").select_option(play.language)
    await page.get_by_test_id(f"tab-{play.citizen}").click()
    await asks(page, play, voice)
    await page.get_by_test_id("tab-group").click()
    await gives_away(page, play, voice)
    await finds_it_there(page, play, group)
    await answers_there(page, play)
    await page.get_by_test_id(f"tab-{play.citizen}").click()
    await shows(page, phone, CENTRE[play.language])
    await shows(page, phone, play.answer)
    await look(page, play, "citizen")
    no_trouble(watched)
