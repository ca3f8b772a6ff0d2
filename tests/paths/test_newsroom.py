"""The administrator looks after the news in her chat: feeds, stories, a split, a merge."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from storage.stores import stores
from tests.paths.house import House, serving
from tests.paths.test_news import polled
from tests.sim_driver import ADMIN, AIGUL, Sim, text_of


@pytest.fixture
async def house(sandbox: Sim) -> AsyncIterator[House]:
    async with serving(sandbox) as opened:
        await polled(opened, 5)
        await opened.sim.send(ADMIN, "/start")
        yield opened


async def told(house: House, command: str, expected: str) -> str:
    """Send a command as the administrator; return the answer that holds `expected`."""
    asked = await house.sim.send(ADMIN, command)
    answer = await house.sim.wait_for(ADMIN, expected, after=asked["message_id"])
    return text_of(answer)


async def test_feeds_and_stories_are_looked_after_in_chat(house: House) -> None:
    feeds = await told(house, "/feeds", "Sample (kk)")
    assert "Sample (ru)" in feeds
    listed = await told(house, "/story", "/story")
    pairs = re.findall(r"(\d+) \(2\)", listed)
    assert pairs, listed
    page = await told(house, f"/story {pairs[0]}", "Sample (ru)")
    entry = re.findall(r"• (\d+) ", page)[-1]
    await told(house, f"/split {entry}", pairs[0])
    async with house.database.reading() as transaction:
        newest = await stores(transaction).stories.last_number()
        alone = await stores(transaction).stories.members(newest)
    assert [str(one.entry_id) for one in alone] == [entry]
    await told(house, f"/merge {pairs[0]} {newest}", ": 2")


async def test_nobody_else_is_answered(house: House) -> None:
    await house.sim.send(AIGUL, "/feeds")
    await house.sim.send(AIGUL, "/split 1")
    await told(house, "/feeds", "Sample (kk)")
    assert not any("Sample (" in text_of(one) for one in await house.sim.messages(AIGUL))
