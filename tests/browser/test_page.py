"""The chat page in a real browser: it draws what the Bot API sends and plays what people do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import FilePayload, Page, expect

from sandbox.options import SandboxOptions
from sandbox.server import RunningSandbox, serve
from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TOKEN = "42:SANDBOX"
GROUP = -1001000000001
RICH = (
    "<b>қалың</b> <i>көлбеу</i> <u>асты</u> <s>сызылған</s> <tg-spoiler>құпия</tg-spoiler> "
    '<code>код</code> <a href="https://example.kz/">сілтеме</a> /why\n'
    '<pre><code class="language-python">print(1)</code></pre>'
    "<blockquote>дәйексөз</blockquote>"
    "<blockquote expandable>бір\nекі\nүш\nтөрт\nбес</blockquote>&lt;script&gt;"
)


class Sandbox:
    """The running sandbox, asked over HTTP as a bot and as the world."""

    def __init__(self, running: RunningSandbox, http: aiohttp.ClientSession) -> None:
        self.url = running.url
        self._http = http

    async def bot(self, method: str, **params: Any) -> Any:
        address = f"{self.url}/bot{TOKEN}/{method}"
        async with self._http.post(address, json=params) as answer:
            body = await answer.json()
            assert body["ok"], body
            return body["result"]

    async def update(self, kind: str, having: str = "from") -> Any:
        """The next update of one kind that has a field; what came before it is dropped."""
        for _ in range(20):
            updates = await self.bot("getUpdates", timeout=1)
            for update in updates:
                await self.bot("getUpdates", offset=update["update_id"] + 1)
                if having in update.get(kind, {}):
                    return update[kind]
        raise AssertionError(f"no {kind} arrived")


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with (
        serve(options=SandboxOptions(cast=True)) as running,
        aiohttp.ClientSession() as http,
    ):
        yield Sandbox(running, http)


async def begin(page: Page, sandbox: Sandbox) -> None:
    """Айгүл presses the start button: before that a bot may not write to her."""
    await page.get_by_test_id("start-1001").click()
    assert (await sandbox.update("message"))["text"] == "/start"


async def fits(page: Page) -> bool:
    """True when nothing sticks out sideways."""
    return bool(
        await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    )


async def test_a_wide_window_shows_two_phones_and_the_group_and_asks_no_other_host(
    sandbox: Sandbox, open_page: OpenPage
) -> None:
    watched = await open_page(sandbox.url)
    page = watched.page
    for pane in ("phone-1001", "phone-1002", "group"):
        await expect(page.get_by_test_id(pane)).to_be_visible()
    await expect(page.get_by_test_id("start-1001")).to_have_text("Бастау")
    await expect(page.get_by_test_id("start-1002")).to_have_text("Начать")
    assert await fits(page)
    assert watched.foreign == []
    assert watched.complaints == []


async def test_a_phone_sized_window_shows_one_at_a_time_by_tabs_and_remembers_day_or_night(
    sandbox: Sandbox, open_page: OpenPage
) -> None:
    watched = await open_page(sandbox.url, width=360, height=640, theme="dark")
    page = watched.page
    html = page.locator("html")
    await expect(page.get_by_test_id("phone-1001")).to_be_visible()
    await expect(page.get_by_test_id("group")).to_be_hidden()
    await page.get_by_test_id("tab-group").click()
    await expect(page.get_by_test_id("phone-1001")).to_be_hidden()
    await page.get_by_test_id("thread-general").click()
    await expect(page.get_by_test_id("composer-group")).to_be_visible()
    assert await fits(page)
    await expect(html).to_have_attribute("data-theme", "night")
    await page.get_by_test_id("theme").click()
    await expect(html).to_have_attribute("data-theme", "day")
    await page.reload()
    await expect(page.get_by_test_id("group")).to_be_visible()
    await expect(html).to_have_attribute("data-theme", "day")
    assert watched.complaints == []
    assert watched.foreign == []


async def test_every_kind_of_marked_text_is_drawn_and_markup_of_others_stays_text(
    sandbox: Sandbox, open_page: OpenPage
) -> None:
    page = (await open_page(sandbox.url)).page
    await begin(page, sandbox)
    sent = await sandbox.bot("sendMessage", chat_id=1001, text=RICH, parse_mode="HTML")
    text = page.get_by_test_id(f"msg-1001-{sent['message_id']}").locator(".text")
    marks = {
        "strong": "қалың",
        "em": "көлбеу",
        "u": "асты",
        "s": "сызылған",
        ".command-link": "/why",
    }
    for tag, words in marks.items():
        await expect(text.locator(tag)).to_have_text(words)
    await expect(text.locator("> code")).to_have_text("код")
    await expect(text.locator("a")).to_have_attribute("href", "https://example.kz/")
    await expect(text.locator("pre")).to_have_attribute("data-language", "python")
    await expect(text).to_contain_text("<script>")
    await expect(text.locator("blockquote").first).to_have_text("дәйексөз")
    spoiler = text.locator(".spoiler")
    await expect(spoiler.locator(".spoiler-text")).to_be_hidden()
    await spoiler.click()
    await expect(spoiler.locator(".spoiler-text")).to_be_visible()
    fold = text.locator(".expandable .fold-button")
    await fold.click()
    await expect(fold).to_have_attribute("aria-expanded", "true")


async def test_a_pressed_button_asks_the_bot_and_its_answer_is_shown(
    sandbox: Sandbox, open_page: OpenPage
) -> None:
    page = (await open_page(sandbox.url)).page
    await begin(page, sandbox)
    rows = [
        [{"text": "Иә", "callback_data": "yes", "style": "success"}],
        [{"text": "Көшіру", "copy_text": {"text": "AK-1"}}, {"text": "Сайт", "url": "http://a.kz"}],
    ]
    markup = {"inline_keyboard": rows}
    await sandbox.bot("sendMessage", chat_id=1001, text="Жіберейік пе?", reply_markup=markup)
    phone = page.get_by_test_id("phone-1001")
    yes = phone.get_by_test_id("ib").first
    await expect(yes).to_have_class("inline-button style-success ")
    await yes.click()
    query = await sandbox.update("callback_query")
    assert query["data"] == "yes"
    await expect(yes).to_have_attribute("aria-busy", "true")
    await sandbox.bot(
        "answerCallbackQuery", callback_query_id=query["id"], text="Болды", show_alert=True
    )
    await expect(phone.get_by_test_id("alert")).to_contain_text("Болды")
    await expect(yes).not_to_have_attribute("aria-busy", "true")
    await phone.get_by_test_id("alert-ok").click()
    await phone.get_by_test_id("ib").nth(1).click()
    await expect(phone.get_by_test_id("toast")).to_contain_text("AK-1")


async def test_a_reply_keyboard_and_the_command_menu_say_what_is_pressed(
    sandbox: Sandbox, open_page: OpenPage
) -> None:
    commands = [{"command": "digest", "description": "Жаңалықтар шолуы"}]
    await sandbox.bot("setMyCommands", commands=commands, language_code="kk")
    page = (await open_page(sandbox.url)).page
    await begin(page, sandbox)
    markup: dict[str, Any] = {"keyboard": [[{"text": "Сұрақ"}]], "one_time_keyboard": True}
    markup |= {"input_field_placeholder": "Таңдаңыз", "resize_keyboard": True}
    await sandbox.bot("sendMessage", chat_id=1001, text="Мәзір", reply_markup=markup)
    phone = page.get_by_test_id("phone-1001")
    await expect(page.get_by_test_id("composer-1001")).to_have_attribute("placeholder", "Таңдаңыз")
    await phone.get_by_test_id("rb").click()
    assert (await sandbox.update("message"))["text"] == "Сұрақ"
    await expect(phone.get_by_test_id("rb")).to_have_count(0)
    await page.get_by_test_id("commands-1001").click()
    item = page.get_by_test_id("command-digest")
    await expect(item).to_contain_text("Жаңалықтар шолуы")
    await item.click()
    assert (await sandbox.update("message"))["text"] == "/digest"


async def test_a_voice_file_and_an_album_arrive_as_such(
    sandbox: Sandbox, open_page: OpenPage
) -> None:
    page = (await open_page(sandbox.url)).page
    picker = page.get_by_test_id("file-1002")
    voice = FilePayload(name="dauys.ogg", mimeType="audio/ogg", buffer=b"OggS voice")
    await picker.set_input_files([voice])
    await expect(page.get_by_test_id("kind-1002")).to_have_value("voice")
    await page.get_by_test_id("composer-1002").fill("Послушайте")
    await page.get_by_test_id("send-1002").click()
    heard = await sandbox.update("message")
    assert heard["voice"]["file_size"] == len(b"OggS voice")
    assert heard["caption"] == "Послушайте"
    shown = page.get_by_test_id(f"msg-1002-{heard['message_id']}")
    await expect(shown.locator("audio")).to_have_count(1)
    paper = FilePayload(name="Өтініш.pdf", mimeType="application/pdf", buffer=b"%PDF")
    await picker.set_input_files([paper, paper])
    await page.get_by_test_id("send-1002").click()
    first = await sandbox.update("message")
    second = await sandbox.update("message")
    assert first["media_group_id"] == second["media_group_id"]
    assert first["document"]["file_name"] == "Өтініш.pdf"


async def test_staff_answer_in_a_thread_by_a_reply_as_the_person_chosen(
    sandbox: Sandbox, open_page: OpenPage
) -> None:
    page = (await open_page(sandbox.url)).page
    thread = await sandbox.bot("createForumTopic", chat_id=GROUP, name="AK-0001 · Айгүл")
    here = {"chat_id": GROUP, "message_thread_id": thread["message_thread_id"]}
    card = await sandbox.bot("sendMessage", text="Жаңа өтініш", **here)
    await page.get_by_test_id("play-as").select_option("2002")
    await page.get_by_test_id(f"thread-{thread['message_thread_id']}").click()
    bubble = page.get_by_test_id(f"msg-{GROUP}-{card['message_id']}")
    await bubble.hover()
    await bubble.get_by_test_id("reply").click()
    await expect(page.get_by_test_id("banner-group")).to_contain_text("Жаңа өтініш")
    await page.get_by_test_id("composer-group").fill("Жауап дайын")
    await page.get_by_test_id("composer-group").press("Enter")
    said = await sandbox.update("message", having="text")
    assert (said["from"]["id"], said["text"]) == (2002, "Жауап дайын")
    assert said["reply_to_message"]["message_id"] == card["message_id"]
    mark = [{"type": "emoji", "emoji": "👌"}]
    where = {"chat_id": GROUP, "message_id": said["message_id"]}
    await sandbox.bot("setMessageReaction", reaction=mark, **where)
    own = page.get_by_test_id(f"msg-{GROUP}-{said['message_id']}")
    await expect(own.get_by_test_id("reaction")).to_contain_text("👌")
    await sandbox.bot("deleteMessage", chat_id=GROUP, message_id=card["message_id"])
    await expect(bubble).to_have_count(0)


async def test_a_news_item_is_published_by_one_button(
    sandbox: Sandbox, open_page: OpenPage
) -> None:
    page = (await open_page(sandbox.url)).page
    await page.get_by_test_id("publish").click()
    await expect(page.get_by_test_id("toast")).to_be_visible()
    feed = await (await page.request.get(f"{sandbox.url}/feeds/kk.xml")).text()
    assert "kk-inclusive-centre" in feed


async def test_a_typed_news_item_a_fault_and_a_blocked_bot_are_played_from_the_controls(
    sandbox: Sandbox, open_page: OpenPage
) -> None:
    page = (await open_page(sandbox.url)).page
    await begin(page, sandbox)
    await page.get_by_test_id("controls-toggle").click()
    await page.get_by_test_id("news-title").fill("Жаңа <b>орталық</b>")
    await page.get_by_test_id("news-publish").click()
    await expect(page.get_by_test_id("toast")).to_be_visible()
    feed = await (await page.request.get(f"{sandbox.url}/feeds/kk.xml")).text()
    assert "Жаңа &lt;b&gt;орталық&lt;/b&gt; (үлгі)" in feed
    await page.get_by_test_id("fault-429").click()
    await expect(page.get_by_test_id("toast")).to_have_text("Орындалды")
    left = await (await page.request.get(f"{sandbox.url}/sim/faults")).json()
    assert left["rules"][0]["kind"] == "429"
    await page.get_by_test_id("block-1001").click()
    await page.get_by_test_id("unblock-1001").click()
    await expect(page.get_by_test_id("unblock-1001")).to_have_count(0)


async def test_a_world_begun_anew_is_shown_anew(sandbox: Sandbox, open_page: OpenPage) -> None:
    page = (await open_page(sandbox.url)).page
    await begin(page, sandbox)
    await expect(page.get_by_test_id("start-1001")).to_have_count(0)
    await page.request.post(f"{sandbox.url}/sim/reset", data={})
    await expect(page.get_by_test_id("start-1001")).to_be_visible()
    await expect(page.get_by_test_id("phone-1001").locator(".message")).to_have_count(0)
