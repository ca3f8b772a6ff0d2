"""Plays a storm from a seed: what people do, what Telegram refuses, when the bot is killed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sandbox.faults import Fault
from tests.desk.storm.bot import StormBot
from tests.desk.storm.oracle import Oracle, steps_twice
from tests.desk.storm.people import CITIZENS, People
from tests.sim_driver import running_sandbox

# What the bot's clock gains between two handfuls of deeds: a storm takes some working days.
PACE_S = 1_500
HANDFUL = 12


@dataclass
class Verdict:
    """What came of a storm."""

    updates: int
    cases: int
    carried: int
    steps: int
    restarts: int
    broken: dict[str, list[str]] = field(default_factory=dict)

    @property
    def calm(self) -> bool:
        """No promise was broken."""
        return not any(self.broken.values())


@dataclass
class Storm:
    """One storm; `updates` is how many the people make before they become calm."""

    people: People
    bot: StormBot
    dice: Random
    restarts: int = 0

    async def rage(self, updates: int) -> None:
        """Deeds in handfuls, with weather between them."""
        world = self.people.world
        while len(world.transcript.updates) < updates:
            for _ in range(HANDFUL):
                self.people.act()
            await asyncio.sleep(0.01)
            self.bot.now += self.dice.randrange(PACE_S)
            await self._weather()

    async def _weather(self) -> None:
        world, dice = self.people.world, self.dice
        if dice.random() < 0.06:
            kind = dice.choice(("429", "500", "502", "drop_before", "403"))
            methods = ("copyMessage", "sendMessage", "editMessageText", "copyMessages")
            world.faults.rules.append(
                Fault(kind, dice.choice(methods[: 2 if kind != "403" else 1]))
            )
        if dice.random() < 0.10:
            self.people.late_part()
        if dice.random() < 0.15:
            await self.bot.escalate()
        if dice.random() < 0.015:
            self.restarts += 1
            await self.bot.kill()
            await self.bot.start()
        if dice.random() < 0.01:
            self.people.leave()
        elif self.people.lost and dice.random() < 0.05:
            await self.return_to(dice.choice(list(self.people.lost)))
        if dice.random() < 0.01:
            self.people.migrate()

    async def return_to(self, group: int) -> None:
        """The bot is let into a group again, which is bound anew."""
        await self.bot.quiet()
        self.people.come_back(group)
        await self.bot.quiet()
        await self.bind(group)

    async def bind(self, group: int) -> None:
        """The group answers for its office."""
        forum = self.people.world.chats[group].is_forum
        by = min(self.people.world.chats[group].members, key=lambda one: one == 42)
        await self.bot.bind(self.people.groups[group], group, by, forum=forum)

    async def clear_up(self) -> None:
        """Everybody is calm: chats are opened again, and each question is sent."""
        self.people.calm()
        for group in list(self.people.lost):
            await self.return_to(group)
        while self.people.late:
            self.people.late_part()
        await self.bot.quiet()
        for _ in range(8):
            self.bot.now += 5
            pressed = [who for who in CITIZENS if self.people.press(who)]
            await self.bot.quiet()
            if not pressed:
                break
        for _ in range(5):
            self.bot.now += 5 * 3600
            await self.bot.escalate()
            await self.bot.quiet()


async def play(updates: int, seed: int, folder: Path) -> Verdict:
    """Play the storm of that seed and judge it."""
    keep = {"keep_rows": 40 * updates + 10_000, "seed": seed}
    async with running_sandbox(cast=True, **keep) as sim:
        people = People(sim.world, Random(seed))
        bot = StormBot(sim, folder / "storm.sqlite3")
        storm = Storm(people, bot, Random(seed + 1))
        people.arrive()
        await bot.start()
        try:
            await bot.quiet()
            for group in people.groups:
                await storm.bind(group)
            await bot.quiet()
            await storm.rage(updates)
            await storm.clear_up()
            return await judged(storm)
        finally:
            await bot.kill()


async def judged(storm: Storm) -> Verdict:
    """Ask the oracle; then hand every update over once more, which must change nothing."""
    oracle, bot = Oracle(storm.people), storm.bot
    events = await bot.rows("SELECT case_id, data FROM case_events WHERE kind = 'step'")
    failed = await bot.rows("SELECT update_id, error FROM inbox WHERE error IS NOT NULL")
    broken = {
        "to a wrong person": list(oracle.strangers()),
        "internal words outside": list(oracle.leaks()),
        "lost": list(oracle.lost()),
        "order": list(oracle.disorder()),
        "said twice": list(steps_twice(events)),
        "failed": [f"{row['update_id']}: {row['error']}" for row in failed],
        "replay": await replayed(storm),
    }
    [cases] = await bot.rows("SELECT count(*) AS n FROM cases")
    log = storm.people.world.transcript.updates
    return Verdict(len(log), cases["n"], len(oracle.carried), len(events), storm.restarts, broken)


async def replayed(storm: Storm) -> list[str]:
    """The log of updates handed over again: what changed in the database."""
    bot, world = storm.bot, storm.people.world
    before = await dump(bot)
    for row in list(world.transcript.updates):
        world.updates.redeliver(int(row["update"]["update_id"]))
    await bot.quiet()
    after = await dump(bot)
    return [table for table in before if before[table] != after[table]]


async def dump(bot: StormBot) -> dict[str, list[tuple[object, ...]]]:
    """Every table but the note of when something came in last."""
    names = await bot.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    tables = [row["name"] for row in names if row["name"] not in ("intake", "sqlite_stat1")]
    plain = [name for name in tables if "fts" not in name and "search" not in name]
    return {
        name: sorted((tuple(row) for row in await bot.rows(f"SELECT * FROM {name}")), key=repr)
        for name in plain
    }
