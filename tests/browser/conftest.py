"""A Chromium for the tests of the page; they are skipped where there is none."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    async_playwright,
    expect,
)

from tests.sim_driver import Sim, running_sandbox

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# No promise hangs on it: a page, a bot and a browser share a machine that may be slow.
PATIENCE_MS = 90_000


@dataclass(slots=True)
class WatchedPage:
    """A page, what its console complained about, and what it asked of other hosts."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


OpenPage = Callable[..., Awaitable[WatchedPage]]


def chromium() -> Path | None:
    """The browser named by CHROMIUM, else Debian's."""
    path = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
    return path if path.exists() else None


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def page_browser() -> AsyncIterator[Browser]:
    """A headless Chromium that talks to this machine only; one serves a session, and its loop."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium: set CHROMIUM to its path or install it as /usr/bin/chromium")
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[Sim]:
    """As everywhere, in the loop of the browser."""
    async with running_sandbox() as sim:
        yield sim


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(page_browser: Browser) -> AsyncIterator[OpenPage]:
    """`await open_page(url, width=…, height=…, theme=…)` opens the chat page and waits for it."""
    contexts: list[BrowserContext] = []

    async def opened(
        url: str,
        width: int = 1440,
        height: int = 900,
        theme: Literal["light", "dark"] = "light",
    ) -> WatchedPage:
        context = await page_browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, locale="kk-KZ"
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        watched = WatchedPage(await context.new_page())
        _watch(watched, urlsplit(url).netloc)
        await watched.page.goto(url)
        await watched.page.wait_for_selector('html[data-ready="true"]')
        return watched

    yield opened
    for context in contexts:
        await context.close()


def _watch(watched: WatchedPage, own: str) -> None:
    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            watched.complaints.append(message.text)

    def asked(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.netloc != own and parts.scheme not in ("data", "blob"):
            watched.foreign.append(request.url)

    watched.page.on("console", heard)
    watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    watched.page.on("request", asked)
