"""A Kazakh and a Russian digest as phones show them, by day and by night; kept by make picture."""

from __future__ import annotations

import os
from typing import Literal

import pytest
from playwright.async_api import Page, expect

from bot.texts import Voice
from tests.browser.conftest import OpenPage
from tests.browser.test_both_paths import no_trouble, shows, tap, write
from tests.house.tree import ROOT
from tests.paths.house import serving
from tests.shipped import texts
from tests.sim_driver import Sim

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# the width of a small phone, and the height of a screen on which a whole digest is seen
WIDTH, HEIGHT = 390, 2600
READERS = (("1001", "kk"), ("1002", "ru"))
THEMES: tuple[tuple[Literal["light", "dark"], str], ...] = (("light", "day"), ("dark", "night"))


async def reads(page: Page, who: str, voice: Voice) -> None:
    """Join, and ask for the latest stories."""
    phone = f"phone-{who}"
    await page.get_by_test_id(f"start-{who}").click()
    await tap(page, phone, voice.plain("language.name"))
    await tap(page, phone, voice.plain("start.next"))
    await tap(page, phone, "08:00")
    await shows(page, phone, voice.plain("digest.first"))
    await write(page, who, "/latest")
    await shows(page, phone, voice.plain("digest.latest"))


async def picture(page: Page, who: str, name: str, title: str) -> None:
    """Keep the digest alone, when `make picture` asks for it."""
    digest = page.get_by_test_id(f"phone-{who}").locator(".message").filter(has_text=title).last
    await expect(digest).to_be_visible()
    if os.environ.get("PICTURE"):
        await digest.screenshot(path=ROOT / "docs" / f"{name}.png")


async def test_a_digest_is_read_on_a_phone_by_day_and_by_night(
    sandbox: Sim, open_page: OpenPage
) -> None:
    async with serving(sandbox):
        for theme, called in THEMES:
            for who, language in READERS:
                voice = texts().voice(language)
                watched = await open_page(sandbox.url, width=WIDTH, height=HEIGHT, theme=theme)
                page = watched.page
                tab = page.get_by_test_id(f"tab-{who}")
                if await tab.count():
                    await tab.click()
                if theme == "light":
                    await reads(page, who, voice)
                await picture(
                    page, who, f"digest-{language}-{called}", voice.plain("digest.latest")
                )
                no_trouble(watched)
