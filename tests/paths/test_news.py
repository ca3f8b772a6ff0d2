"""The news path from a feed over HTTP to a phone, in Kazakh and Russian, through the sandbox."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.utils import formatdate
from html import escape
from pathlib import Path

import pytest

from storage.records.feeds import FeedSpec
from storage.stores import stores
from tests.feeds.origin import Origin, response, rss
from tests.paths.house import House, serving
from tests.patience import Patience
from tests.sim_driver import AIGUL, IRINA, Json, Sim

SEEDS = Path("../shared/data/seeds")
# a reader would look for each under the sector of NGOs, and under at least one of these too; what
# exactly the rules find is tests/news/test_labelled_news.py
SEED_TOPICS = {
    "000": {"ngo_law", "disability", "mediation"},
    "001": {"ngo_law"},
    "002": {"events"},
    "003": {"ngo_law", "grants", "mediation"},
    "004": {"grants", "civic", "events"},
}


@pytest.fixture
async def house(sandbox: Sim) -> AsyncIterator[House]:
    async with serving(sandbox) as opened:
        await polled(opened, 5)
        yield opened


async def polled(house: House, stories: int) -> None:
    """Wait until so many stories are known."""
    patience, known = Patience(), 0
    while known < stories:
        await asyncio.sleep(0.05)
        async with house.database.reading() as transaction:
            known = await stores(transaction).stories.last_number()
        patience.look(known)


@dataclass(frozen=True, slots=True)
class Words:
    """What a person looks for on her screen."""

    who: int
    tongue: str
    next: str
    done: str
    digest: str
    menu: str
    nothing_new: str
    feed: str


KAZAKH = Words(
    AIGUL, "Қазақша", "Келесі", "жазылдыңыз", "Жаңалықтар шолуы ·", "📰 Жаңалықтар шолуы",
    "Жаңасы әзірге жоқ", "kk",
)  # fmt: skip
RUSSIAN = Words(
    IRINA, "Русский", "Далее", "вы подписаны", "Дайджест новостей ·", "📰 Дайджест новостей",
    "Нового пока нет", "ru",
)  # fmt: skip


async def join(sim: Sim, words: Words) -> Json:
    """/start and three taps; the digest that follows."""
    await sim.send(words.who, "/start")
    hello = await sim.wait_for(words.who, "Altyn Kopir")
    await sim.press(words.who, hello, words.tongue)
    topics = await sim.wait_for(words.who, lambda m: words.next in str(m.get("reply_markup")))
    await sim.press(words.who, topics, words.next)
    hours = await sim.wait_for(words.who, lambda m: "08:00" in str(m.get("reply_markup")))
    await sim.press(words.who, hours, "08:00")
    await sim.wait_for(words.who, words.done)
    return await sim.wait_for(words.who, words.digest)


@pytest.mark.parametrize("words", [KAZAKH, RUSSIAN], ids=["kk", "ru"])
async def test_three_taps_from_start_to_a_digest_of_the_feeds(house: House, words: Words) -> None:
    sim = house.sim
    digest = await join(sim, words)
    links = [one for one in digest["entities"] if one["type"] == "text_link"]
    assert len(links) >= 5
    assert all(one["url"].startswith(sim.url) for one in links)


@pytest.mark.parametrize("words", [KAZAKH, RUSSIAN], ids=["kk", "ru"])
async def test_what_is_published_now_is_in_the_digest_at_once(house: House, words: Words) -> None:
    sim = house.sim
    first = await join(sim, words)
    title = {"kk": "Ойылда еріктілер кітапхана ашты", "ru": "Волонтёры Уила открыли библиотеку"}
    await sim.post("feeds/publish", feed=words.feed, title=title[words.feed])
    async with house.database.reading() as transaction:
        known = await stores(transaction).stories.last_number()
    await polled(house, known + 1)
    await sim.send(words.who, "/digest")
    after = first["message_id"]
    digest = await sim.wait_for(words.who, title[words.feed], after=after)
    assert digest["text"].startswith(words.digest)
    await sim.send(words.who, words.menu)
    await sim.wait_for(words.who, words.nothing_new, after=digest["message_id"])


def seeds() -> dict[str, str]:
    if not SEEDS.is_dir():
        pytest.skip("the documents of the associations (../shared/data/seeds) are not here")
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))}


def title_and_text(document: str) -> tuple[str, str]:
    """The first line is the title; pages begin with a date that is none of it."""
    first, _, rest = document.strip().partition("\n")
    return re.sub(r"^date \S+ ", "", first), rest


def seed_feed(documents: dict[str, str]) -> bytes:
    items = []
    for name, document in documents.items():
        title, text = title_and_text(document)
        items.append(
            f"<guid>{name}</guid><title>{escape(title)}</title>"
            f"<link>https://aqtobe.example/{name}</link><pubDate>{formatdate(time.time())}</pubDate>"
            f"<description>{escape(text)}</description>"
        )
    return rss(*items)


async def test_the_documents_of_the_associations_reach_a_kazakh_digest(sandbox: Sim) -> None:
    documents = seeds()
    body = seed_feed(documents)
    async with Origin() as origin:
        origin.answers["/"] = response(200, body, {"Content-Type": "application/rss+xml"})
        feed = FeedSpec("aqtobe", "Ақтөбе қауымдастығы", ("kk",), "KZ-15", origin.url())
        async with serving(sandbox, [feed], [origin.port]) as house:
            await polled(house, len(documents))
            digest = await join(sandbox, KAZAKH)
            async with house.database.reading() as transaction:
                found = await stores(transaction).stories.after(0, 0)
    assert {story.tier for story in found} == {"core"}
    shown = " ".join(digest["text"].split())
    for document in documents.values():
        title = title_and_text(document)[0]
        assert " ".join(title.split())[:40] in shown, title
    assert all("ngo_sector" in story.topics for story in found)
    topics = {story.entries[0].link.rsplit("/", 1)[1][:3]: set(story.topics) for story in found}
    assert all(topics[number] & wanted for number, wanted in SEED_TOPICS.items()), topics
