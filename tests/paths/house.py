"""The whole house over a running sandbox, put together as main.py does, with feeds of the test."""

from __future__ import annotations

import asyncio
import contextlib
import random
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aiogram.types import User

from bot.crew import Crew, Tools, build_crew
from bot.demo import FEEDS_S, Stage, bind_office, demo_plan, eager
from bot.desk.office.offices import Door
from bot.net.feeds import FeedFetcher
from bot.net.guard import AddressGuard
from bot.net.parsing import ParserPool
from bot.net.telegram import Telegram
from bot.news.feed_desk import Look
from bot.news.feed_reader import read_round
from bot.news.feed_scout import FeedScout
from bot.news.gathering import Reader
from bot.plan import Plan
from bot.rules.feeds.feed_parsing import read_document
from bot.settings import Address, read_settings
from handlers.doors import Doors, build_doors
from sandbox.cast import GROUP_ID
from sandbox.options import DEFAULT_TOKEN
from storage.database import Database
from storage.opening import open_database
from storage.records.feeds import FeedSpec
from storage.stores import stores
from tests.shipped import catalog, knowledge, story_words, texts
from tests.sim_driver import ADMIN, BAKYT, Sim

ME = User(id=42, is_bot=True, first_name="Алтын көпір", username="sandbox_bot")
STAFF_CHAT = Door(GROUP_ID, True, "kk", BAKYT, "Бақыт")


@dataclass(frozen=True, slots=True)
class House:
    """The bot at work."""

    sim: Sim
    crew: Crew
    database: Database


def plan_for(sim: Sim, folder: str, feeds: Sequence[FeedSpec], ports: Sequence[int]) -> Plan:
    """The demo's plan; without `feeds` the sandbox's samples are polled."""
    settings = read_settings({}, Path(folder) / "none.env", [])
    plan = Plan(settings, (), catalog(), story_words(), knowledge(), texts())
    stage = Stage(sim.url, DEFAULT_TOKEN, (ADMIN,), STAFF_CHAT)
    played = demo_plan(plan, stage, folder)
    private = (*played.settings.feeds_allow_private, *(Address("127.0.0.1", one) for one in ports))
    return replace(
        played,
        settings=replace(played.settings, feeds_allow_private=private),
        feeds=tuple(feeds) or played.feeds,
    )


def tools_of(
    doors: Doors, database: Database, telegram: Telegram, read: Reader, look: Look
) -> Tools:
    """What the crew of these doors works with."""
    return Tools(
        plan=doors.plan,
        database=database,
        server=telegram,
        handler=doors.dispatch(ME),
        effects=doors.effects(),
        threads=doors.threads,
        moves=doors.moves,
        composer=doors.composer,
        digest_view=doors.digest_view,
        read=read,
        look=look,
        feed_view=doors.feed_view,
        late_cases=doors.late_cases,
        report_pages=doors.report_pages,
        poster_pages=doors.poster_pages,
        announcement_view=doors.announcement_view,
        case_view=doors.words,
        export_view=doors.export_view,
        clock=lambda: int(time.time()),
        steady=time.monotonic,
        feeds_every_s=FEEDS_S,
    )


async def bind(doors: Doors, database: Database) -> None:
    """Let the group answer for the association, by a one-time code as ever."""
    async with database.transaction() as transaction:
        offices = doors.services(stores(transaction), int(time.time()))["offices"]
        await bind_office(offices, doors.plan.knowledge.fallback, STAFF_CHAT)


@contextlib.asynccontextmanager
async def serving(
    sim: Sim, feeds: Sequence[FeedSpec] = (), ports: Sequence[int] = (), *, bound: bool = False
) -> AsyncIterator[House]:
    """Serve until the end of the test; a crash of any worker fails it.

    `bound`: the demo's group is a staff chat already, as when the demo opens.
    """
    async with contextlib.AsyncExitStack() as house:
        folder = house.enter_context(tempfile.TemporaryDirectory())
        plan = plan_for(sim, folder, feeds, ports)
        doors = build_doors(plan, lambda: int(time.time()), "sandbox_bot")
        database = await open_database(plan.settings.database_url)
        house.push_async_callback(database.close)
        telegram = Telegram(DEFAULT_TOKEN, sim.url)
        await house.enter_async_context(telegram)
        guard = AddressGuard(str(one) for one in plan.settings.feeds_allow_private)
        fetcher = await house.enter_async_context(FeedFetcher(guard))
        parser = await house.enter_async_context(ParserPool(read_document))
        read = eager(lambda states, now: read_round(states, fetcher, parser, now, random.random))
        crew = build_crew(
            tools_of(doors, database, telegram, read, FeedScout(fetcher, parser).look)
        )
        await crew.news.list_feeds(plan.feeds)
        if bound:
            await bind(doors, database)
        stop = asyncio.Event()
        working = asyncio.create_task(crew.work(stop, crew.intake.poll))
        try:
            yield House(sim, crew, database)
        finally:
            stop.set()
            await working
