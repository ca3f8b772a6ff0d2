"""A person plays both paths on the real page with the real demo, as the README promises."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.texts import Voice
from tests.browser.conftest import OpenPage, WatchedPage
from tests.house.tree import ROOT
from tests.paths.processes import demo
from tests.shipped import texts

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

QUESTION = "Работодатель третий месяц не платит зарплату. Куда обратиться?"
ANSWER = "Обратитесь в инспекцию труда; заявление поможем составить бесплатно."


async def tap(page: Page, pane: str, words: str) -> None:
    """Press the newest inline button of a pane that says these words."""
    button = page.get_by_test_id(pane).get_by_test_id("ib").filter(has_text=words).last
    await button.click()


async def shows(page: Page, pane: str, words: str) -> None:
    """Wait until the pane shows a message with these words."""
    message = page.get_by_test_id(pane).locator(".message").filter(has_text=words).last
    await expect(message).to_be_visible()


async def write(page: Page, who: str, words: str) -> None:
    await page.get_by_test_id(f"composer-{who}").fill(words)
    await page.get_by_test_id(f"send-{who}").click()


async def joins_and_reads(page: Page, who: str, voice: Voice) -> None:
    """/start, language, topics and hour by the buttons; then a digest on demand."""
    phone = f"phone-{who}"
    await page.get_by_test_id(f"start-{who}").click()
    await tap(page, phone, voice.plain("language.name"))
    await tap(page, phone, voice.plain("start.next"))
    await tap(page, phone, "08:00")
    title = voice.plain("digest.title", date="")
    await shows(page, phone, title)
    await write(page, who, "/digest")
    await shows(page, phone, voice.plain("digest.nothing_new"))


async def asks(page: Page, who: str, voice: Voice, words: str, district: str, about: str) -> None:
    """Write a question, choose district and category, send."""
    phone = f"phone-{who}"
    await write(page, who, words)
    await tap(page, phone, district)
    await tap(page, phone, about)
    await tap(page, phone, voice.plain("ask.send"))


async def staff_answers(page: Page, question: str, answer: str) -> None:
    """Open the thread that has just come, and reply to the citizen's words."""
    await page.get_by_test_id("play-as").select_option("2002")
    thread = page.get_by_test_id("group").locator("[data-testid^='thread-']").filter(has_text="№1")
    await thread.first.click()
    copied = page.get_by_test_id("group").locator(".message").filter(has_text=question).last
    await copied.hover()
    await copied.get_by_test_id("reply").click()
    await write(page, "group", answer)


async def test_both_paths_are_played_on_the_page(tmp_path: Path, open_page: OpenPage) -> None:
    kk, ru = (texts().voice(language) for language in ("kk", "ru"))
    async with demo(tmp_path) as url:
        watched = await open_page(url)
        page = watched.page
        await joins_and_reads(page, "1001", kk)
        await page.get_by_test_id("start-1002").click()
        await tap(page, "phone-1002", ru.plain("language.name"))
        await asks(page, "1002", ru, QUESTION, "город Актобе", "Работа")
        await shows(page, "phone-1002", "№1")
        await staff_answers(page, QUESTION, ANSWER)
        await shows(page, "phone-1002", ANSWER)
        own = page.get_by_test_id("group").locator(".message").filter(has_text=ANSWER).last
        await expect(own.get_by_test_id("reaction")).to_be_visible()
        await take_picture(page)
        no_trouble(watched)


async def take_picture(page: Page) -> None:
    """Keep what the README shows, when `make picture` asks for it: a test run changes no file."""
    if os.environ.get("PICTURE"):
        await page.screenshot(path=ROOT / "docs" / "page.png")


def no_trouble(watched: WatchedPage) -> None:
    assert watched.complaints == []
    assert watched.foreign == []
