"""The roof: the command line and the composition root; the only file that knows everybody."""

import argparse
import asyncio
import contextlib
import os
import random
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.command_line import build_parser, say
from bot.plan import Plan, read_plan
from bot.problems import CatalogProblems, Refusal
from bot.process import log_to_stderr, settle_memory, until_stopped
from bot.settings import Settings
from storage.database import Database, StorageError
from storage.opening import open_database
from storage.records.feed_proposals import Finding
from storage.records.feeds import FeedState, PollResult
from storage.stores import stores

# aiogram costs seconds to import: what needs it is imported where it is used
if TYPE_CHECKING:
    from bot.crew import Tools
    from bot.delivery.intake import Intake
    from bot.demo import Stage
    from bot.net.feeds import FeedFetcher
    from bot.net.parsing import ParserPool
    from bot.net.telegram import Telegram
    from handlers.doors import Doors
    from sandbox.server import RunningSandbox

ENV_FILE = Path(".env")

Read = Callable[[Sequence[FeedState], int], Awaitable[Sequence[PollResult]]]
Look = Callable[[str, int], Awaitable[Finding]]
Eyes = tuple[Read, Look]
Command = Callable[[argparse.Namespace], int | None]


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code."""
    asked = build_parser().parse_args(words)
    commands: Mapping[str, Command] = {
        "run": _run,
        "demo": _demo,
        "sandbox": _sandbox,
        "check": _check,
        "feed": _feed,
        "classify": _classify,
        "triage": _triage,
    }
    try:
        return commands[asked.name](asked) or 0
    except (CatalogProblems, Refusal, StorageError) as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def _check(_asked: argparse.Namespace) -> None:
    read_plan(os.environ, ENV_FILE)
    print("Settings, feeds and catalogues are in order.")


def _classify(asked: argparse.Namespace) -> int:
    from bot.news.classify_trial import classify_file

    plan = read_plan(os.environ, ENV_FILE)
    return classify_file(asked.file, sys.stdin.buffer, plan.news, say)


def _triage(asked: argparse.Namespace) -> int:
    from bot.desk.triage_trial import triage_file

    plan = read_plan(os.environ, ENV_FILE)
    return triage_file(asked.file, sys.stdin.buffer, plan.knowledge, say)


def _feed(asked: argparse.Namespace) -> int:
    from bot.news.feed_trial import FeedTrial

    plan = read_plan(os.environ, ENV_FILE)

    async def show() -> int:
        async with contextlib.AsyncExitStack() as house:
            trial = FeedTrial(*await _feed_tools(house, plan.settings), plan.news, plan.feeds)
            return await trial.show(asked.target, _now(), say)

    return asyncio.run(show())


def _run(_asked: argparse.Namespace) -> None:
    plan = read_plan(os.environ, ENV_FILE)
    if not plan.settings.bot_token:
        raise Refusal(
            "BOT_TOKEN is missing: put the token that @BotFather gave you into .env, as "
            ".env.example shows, or type python main.py demo to play without one."
        )
    log_to_stderr(plan.settings.log_level)
    until_stopped(lambda stop: _serve(plan, stop))


def _demo(asked: argparse.Namespace) -> None:
    plan = read_plan(os.environ, ENV_FILE)
    # the one address is all that is printed, unless somebody asked for more
    log_to_stderr(plan.settings.log_level if "LOG_LEVEL" in os.environ else "WARNING")
    until_stopped(lambda stop: _play(plan, asked.port, stop))


def _sandbox(asked: argparse.Namespace) -> None:
    async def wait(stop: asyncio.Event) -> None:
        async with _sandbox_at(asked.port) as site:
            told = f"Open {site.url} in a browser; a bot calls it with the token 42:SANDBOX."
            print(told, flush=True)
            await stop.wait()

    until_stopped(wait)


def _now() -> int:
    return int(time.time())


@contextlib.asynccontextmanager
async def _sandbox_at(port: int) -> AsyncIterator["RunningSandbox"]:
    async with contextlib.AsyncExitStack() as opened:
        try:
            socket.create_server(("127.0.0.1", port)).close()  # told before aiogram is loaded
            from sandbox.options import SandboxOptions
            from sandbox.server import serve

            site = serve("127.0.0.1", port, SandboxOptions(cast=True))
            running = await opened.enter_async_context(site)
        except OSError as error:
            raise Refusal(
                f"Port {port} cannot be opened, another program has it: choose one with --port, "
                "or type make run PORT=8082."
            ) from error
        yield running


async def _play(plan: Plan, port: int, stop: asyncio.Event) -> None:
    """Serve the sandbox from a temporary folder: nothing is kept."""
    from bot.demo import Stage, demo_plan
    from bot.desk.office.offices import Door
    from sandbox.cast import GROUP_ID, PEOPLE
    from sandbox.options import DEFAULT_TOKEN
    from sandbox.sample_news import load_news

    feeds = tuple((lang, feed.title) for lang, feed in load_news(_now()).feeds.items())
    admins = tuple(number for number, _, _, role in PEOPLE if role == "admin")
    person, name, language, _ = next(one for one in PEOPLE if one[-1] == "staff")
    group = Door(GROUP_ID, True, language, person, name)
    with tempfile.TemporaryDirectory(prefix="altyn-kopir-") as folder:
        async with _sandbox_at(port) as site:
            stage = Stage(site.url, DEFAULT_TOKEN, admins, group, feeds)
            await _serve(demo_plan(plan, stage, folder), stop, stage)


async def _serve(plan: Plan, stop: asyncio.Event, stage: "Stage | None" = None) -> None:
    """Open what the plan names, serve until `stop`, and close it in the other order."""
    from bot.crew import build_crew
    from bot.greeting import who_we_are
    from bot.net.telegram import Telegram

    settings = plan.settings
    async with contextlib.AsyncExitStack() as house:
        database = await open_database(settings.database_url, sole=True)
        house.push_async_callback(database.close)
        telegram = Telegram(settings.bot_token, settings.telegram_api_url)
        await house.enter_async_context(telegram)
        me = await who_we_are(telegram, settings)

        from handlers.commands import owe_profile
        from handlers.doors import build_doors

        doors, eyes = build_doors(plan, _now, str(me["username"])), await _eyes(house, settings)
        crew = build_crew(_tools(doors, database, telegram, me, eyes, playing=bool(stage)))
        await crew.news.list_feeds(plan.feeds)
        async with database.transaction() as transaction:
            await owe_profile(stores(transaction), plan.texts, settings.admin_ids, _now())
        receive = await _receiving(house, crew.intake, telegram, settings)
        if stage:
            await _open_stage(stage, doors, database)
        settle_memory()
        await crew.work(stop, receive)


async def _open_stage(stage: "Stage", doors: "Doors", database: Database) -> None:
    from bot.demo import bind_office

    async with database.transaction() as transaction:
        offices = doors.services(stores(transaction), _now())["offices"]
        await bind_office(offices, doors.plan.knowledge.fallback, stage.group)
    print(f"Open {stage.url} in a browser. Ctrl-C ends it.", flush=True)


def _tools(
    doors: "Doors",
    database: Database,
    telegram: "Telegram",
    me: Mapping[str, Any],
    eyes: Eyes,
    *,
    playing: bool,
) -> "Tools":
    from aiogram.types import User

    from bot import crew, demo

    read, look = eyes
    return crew.Tools(
        plan=doors.plan,
        database=database,
        server=telegram,
        handler=doors.dispatch(User.model_validate(me)),
        effects=doors.effects(),
        threads=doors.threads,
        moves=doors.moves,
        composer=doors.composer,
        digest_view=doors.digest_view,
        read=demo.eager(read) if playing else read,
        look=look,
        feed_view=doors.feed_view,
        late_cases=doors.late_cases,
        report_pages=doors.report_pages,
        poster_pages=doors.poster_pages,
        announcement_view=doors.announcement_view,
        case_view=doors.words,
        export_view=doors.export_view,
        clock=_now,
        steady=time.monotonic,
        feeds_every_s=demo.FEEDS_S if playing else crew.FEEDS_S,
    )


async def _receiving(
    house: contextlib.AsyncExitStack, intake: "Intake", telegram: "Telegram", settings: Settings
) -> Callable[[], Coroutine[Any, Any, None]]:
    """Return what brings updates in: polling, or waiting beside a webhook that listens."""
    if not settings.webhook_url:
        return intake.poll
    from bot.greeting import ask_to_be_called
    from bot.net.webhook import listening

    where, secret = settings.webhook_listen, settings.webhook_secret
    path = urlsplit(settings.webhook_url).path or "/"
    try:
        await house.enter_async_context(
            listening(where.host, where.port, path, secret, intake.take)
        )
    except OSError as error:
        raise Refusal(f"WEBHOOK_LISTEN {where} cannot be opened: {error.strerror}.") from error
    await ask_to_be_called(telegram, settings)

    async def wait() -> None:
        await asyncio.Event().wait()

    return wait


async def _eyes(house: contextlib.AsyncExitStack, settings: Settings) -> Eyes:
    """Return what reads feeds that are due, and what looks at an address for a feed."""
    from bot.news.feed_reader import read_round
    from bot.news.feed_scout import FeedScout
    from bot.news.our_network import OurNetwork

    fetcher, parser = await _feed_tools(house, settings)
    network = OurNetwork()

    async def read(states: Sequence[FeedState], now: int) -> list[PollResult]:
        return await read_round(states, fetcher, parser, now, random.random, network)

    return read, FeedScout(fetcher, parser).look


async def _feed_tools(
    house: contextlib.AsyncExitStack, settings: Settings
) -> "tuple[FeedFetcher, ParserPool]":
    from bot.net.feeds import FeedFetcher
    from bot.net.guard import AddressGuard
    from bot.net.parsing import ParserPool
    from bot.rules.feeds.feed_parsing import read_document

    guard = AddressGuard(str(address) for address in settings.feeds_allow_private)
    fetcher = await house.enter_async_context(FeedFetcher(guard))
    return fetcher, await house.enter_async_context(ParserPool(read_document))


if __name__ == "__main__":
    sys.exit(main())
