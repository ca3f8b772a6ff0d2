"""Plays a storm from a seed: a rage of deeds and weather, then a calm in which all is settled."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sandbox.control import arranging
from sandbox.errors import ApiError, SimError
from tests.desk.storm.bot import StormBot
from tests.desk.storm.citizens import Citizens
from tests.desk.storm.people import CITIZENS, STAFF, People
from tests.desk.storm.staff import Staff
from tests.desk.storm.verdict import Verdict, judged
from tests.desk.storm.weather import Weather
from tests.sim_driver import ADMIN, running_sandbox

# What the bot's clock gains between two handfuls of deeds, and now and then: weeks in the whole.
PACE_S, LEAP_S, LEAPS = 600, 6 * 3600, 0.1
HANDFUL = 12
# People act upon what they see, so they do not run far ahead of the bot.
BEHIND = 30
STEPS_OF_ASKING = 12


@dataclass
class Storm:
    """One storm over a world that has arrived."""

    people: People
    citizens: Citizens
    staff: Staff
    weather: Weather
    bot: StormBot
    dice: Random

    async def begin(self) -> None:
        """Everybody is there and each office has its group; who watches can be written to."""
        for who in (ADMIN, *STAFF):
            self.people.write(who, who, "/start")
        await self.bot.quiet()
        for group in self.people.groups:
            await self.weather.bind(group)
        await self.bot.quiet()

    async def rage(self, updates: int) -> None:
        """Deeds in handfuls, with weather between them, until people made so many updates."""
        deeds, weights = zip(*self.citizens.deeds(), *self.staff.deeds(), strict=True)
        first = self.people.world.updates.next_id
        while self.people.world.updates.next_id - first < updates:
            for deed in self.dice.choices(deeds, weights, k=HANDFUL):
                self._do(deed)
            await asyncio.sleep(0.005)
            while await self.bot.behind() > BEHIND:  # noqa: ASYNC110 - no bell rings for that
                await asyncio.sleep(0.005)
            leaps = self.dice.random() < LEAPS
            await self.bot.pass_time(self.dice.randrange(LEAP_S if leaps else PACE_S))
            await self.weather.change()

    def _do(self, deed: object) -> None:
        """A refusal of Telegram is part of life."""
        try:
            deed()  # type: ignore[operator]
        except (SimError, ApiError):
            return
        self.people.deeds[deed.__name__] += 1  # type: ignore[attr-defined]

    async def clear_up(self) -> None:
        """Everybody is calm: chats are opened again, and each question is sent."""
        self.people.world.faults.replace([])
        for group in list(self.people.lost):
            await self.weather.return_to(group)
        for who in self.people.blockers:
            arranging.block(self.people.world, {"user_id": who, "blocked": False})
        while self.citizens.late:
            self.citizens.late_part()
        await self.bot.quiet()
        for who in self.people.crowd:
            self.people.write(who, who, "/ask")
        await self._send_questions()
        for _ in range(5):
            await self.bot.pass_time(5 * 3600)
            await self.bot.look()
            await self.bot.quiet()
        for who in self.people.crowd:
            self.citizens.read_all(who)
        await self.bot.quiet()

    async def _send_questions(self) -> None:
        for _ in range(STEPS_OF_ASKING):
            await self.bot.quiet()
            await self.bot.pass_time(5)
            if not [who for who in self.people.crowd if self.citizens.forward(who)]:
                return


async def play(updates: int, seed: int, folder: Path, citizens: int = len(CITIZENS)) -> Verdict:
    """Play the storm of that seed, judge it and replay its log; files stay in the folder."""
    keep = {"keep_rows": 60 * updates + 20_000, "seed": seed}
    async with running_sandbox(cast=True, **keep) as sim:
        people = People(sim.world, Random(seed), CITIZENS[:citizens])
        bot = StormBot(sim, folder / "storm.sqlite3")
        weather = Weather(people, bot, Random(seed + 1))
        storm = Storm(people, Citizens(people), Staff(people), weather, bot, Random(seed + 2))
        people.arrive()
        await bot.start()
        try:
            await storm.begin()
            await storm.rage(updates)
            await storm.clear_up()
            return await judged(people, weather, bot, folder / "replay.sqlite3")
        finally:
            await bot.kill()
