"""A scripted day in which the bot is killed (kill -9) at 25 seeded moments, and what came of it."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.plan import Plan, read_plan
from bot.texts import Voice
from tests.house.tree import ROOT
from tests.paths.mortal_bot import MortalBot, mortal_bot
from tests.sim_driver import ADMIN, BAKYT, GROUP, SVETLANA, Found, Json, Sim, text_of

KILLS = 25
SEED = 20261122
# seconds between a start and its kill: while it starts, while it works, while it rests
LIVES_S = (0.2, 2.2)
# how long anything may take once nobody kills the bot any more
PATIENCE_S = 120.0
# offices and where their citizens live; each has a group of its own, since a bot may write only
# twenty messages a minute into one
OFFICES = {
    "aqtobe_association": "",
    "bqo_alliance": "bqo",
    "qostanay_alliance": "qostanay",
    "mangystau_alliance": "mangystau",
}


@dataclass(slots=True)
class Day:
    """Who asked what, and what was answered."""

    sim: Sim
    plan: Plan
    groups: dict[str, int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    answered: dict[str, int] = field(default_factory=dict)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def voice(self, language: str) -> Voice:
        return self.plan.texts.voice(language)

    async def sees(self, chat: int, words: str) -> Json:
        return await self._shown(chat, words)

    async def button(self, who: int, words: str) -> Json:
        """Wait for a message with that button."""
        return await self._shown(who, lambda m: words in str(m.get("reply_markup")))

    async def _shown(self, chat: int, fits: Found | str) -> Json:
        """Wait as long as the bot is killed again and again, which a slow machine makes long."""
        while True:
            calm = self.over.is_set()
            try:
                return await self.sim.wait_for(chat, fits, seconds=PATIENCE_S)
            except AssertionError:
                if calm:
                    raise

    async def tap(self, who: int, words: str) -> None:
        await self.sim.press(who, await self.button(who, words), words)

    async def bind_offices(self) -> None:
        """The administrator gives codes, a coordinator enters each in its group."""
        await self.sim.send(ADMIN, "/start")
        for number, office in enumerate(OFFICES):
            group = GROUP if not number else await self._group(office, is_forum=number % 2 == 0)
            await self.sim.send(ADMIN, "/binding")
            name = self.plan.knowledge.offices[office].names.kk
            await self.tap(ADMIN, name)
            shown = await self.sees(ADMIN, f"{name}\n\n1.")
            code = re.search(r"/bind ([A-Z0-9]{8})", text_of(shown))
            assert code
            await self.sim.send(BAKYT, f"/bind {code[1]}", chat_id=group)
            await self.sees(group, name)
            self.groups[office] = group

    async def _group(self, title: str, *, is_forum: bool) -> int:
        members = [BAKYT, SVETLANA]
        made = await self.sim.post(
            "chats", type="supergroup", title=title, is_forum=is_forum, members=members
        )
        return int(made.get("chat", made)["id"])

    async def life_of(self, office: str, region: str, language: str) -> None:
        """New citizens of one region ask, one after another, until the day is over."""
        while not self.over.is_set():
            number = len(self.asked)
            words = f"№{number} {office}: {language} вопрос"
            who = 5000 + number
            self.asked[words] = who
            await self.sim.post("users", id=who, first_name=str(who), language_code=language)
            await self._ask(who, words, region, self.voice(language))
            await self._answer(self.groups[office], words)

    async def _ask(self, who: int, words: str, region: str, voice: Voice) -> None:
        await self.sim.send(who, words)
        knowledge, language = self.plan.knowledge, voice.language
        if region:
            await self.tap(who, voice.plain("ask.other_region"))
            await self.tap(who, getattr(knowledge.regions[region].names, language))
        else:
            district = next(iter(knowledge.districts.values()))
            await self.tap(who, getattr(district.names, language))
        await self.tap(who, getattr(knowledge.categories["labour"].button, language))
        await self.tap(who, voice.plain("ask.send"))
        await self.button(who, voice.plain("ask.copy_number", number=""))  # of the receipt

    async def _answer(self, group: int, words: str) -> None:
        """The staff reply to the citizen's words; she reads the answer."""
        copied = await self.sees(group, words)
        answer = f"Ответ на {words}"
        self.answered[answer] = self.asked[words]
        where = {"chat_id": group, "reply_to": copied["message_id"]}
        if copied.get("is_topic_message"):
            where["thread_id"] = copied["message_thread_id"]
        await self.sim.send(SVETLANA, answer, **where)
        await self.sees(self.asked[words], answer)


async def killed_again_and_again(bot: MortalBot, day: Day) -> None:
    """Kill at seeded moments, whatever the bot is doing; then let it live."""
    moments = random.Random(SEED)
    while bot.kills < KILLS:
        await asyncio.sleep(moments.uniform(*LIVES_S))
        await bot.kill()
        await bot.start()
    day.over.set()


async def settled(bot: MortalBot) -> None:
    """Wait until nothing waits: no update, no call."""
    for _ in range(int(PATIENCE_S / 0.1)):
        waiting = bot.rows("SELECT 1 FROM inbox WHERE state = 'new'")
        owed = bot.rows("SELECT 1 FROM outbox WHERE state IN ('owed', 'sending')")
        if not waiting and not owed:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the bot does not come to rest")


async def copies(sim: Sim, chat: int) -> Counter[str]:
    return Counter(
        text_of(message) for message in await sim.messages(chat) if message["sim"]["by_bot"]
    )


@pytest.mark.slow
async def test_no_question_is_lost_and_none_is_answered_twice(sandbox: Sim, tmp_path: Path) -> None:
    plan = read_plan({"FEEDS_FILE": str(ROOT / "feeds.yaml")}, tmp_path / "none.env")
    day = Day(sandbox, plan)
    async with mortal_bot(sandbox, tmp_path) as bot:
        await bot.start()
        await day.bind_offices()
        async with asyncio.TaskGroup() as people:
            people.create_task(killed_again_and_again(bot, day))
            for number, (office, region) in enumerate(OFFICES.items()):
                people.create_task(day.life_of(office, region, ("kk", "ru")[number % 2]))
        await settled(bot)
        await bot.end()
    await no_question_is_lost(day, bot)
    await none_is_answered_twice(day, bot)


async def no_question_is_lost(day: Day, bot: MortalBot) -> None:
    """Each question is one case, stands in its office's group, and was answered."""
    assert bot.kills == KILLS
    assert len(bot.rows("SELECT id FROM cases")) == len(day.asked) >= len(OFFICES)
    assert bot.rows("SELECT * FROM inbox WHERE state = 'failed'") == []
    groups = [await copies(day.sim, group) for group in day.groups.values()]
    for words in day.asked:
        assert sum(seen[words] for seen in groups) >= 1, f"{words} is lost"
    assert len(day.answered) == len(day.asked)


async def none_is_answered_twice(day: Day, bot: MortalBot) -> None:
    """An answer comes once. Only one that was on its way at a kill may come again: Telegram keeps
    no key by which the bot could know that it had arrived."""
    unsure = Counter(row["chat_id"] for row in bot.in_flight)
    for answer, who in day.answered.items():
        seen = (await copies(day.sim, who))[answer]
        assert 1 <= seen <= 1 + unsure[who], f"{answer} came {seen} times"
