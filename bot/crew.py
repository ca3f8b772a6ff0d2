"""Starts and stops those who work while the bot serves: intake, inbox worker, sender, ticks."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.delivery.chat_moves import ChatMoves
from bot.delivery.folding import fold
from bot.delivery.inbox_worker import InboxWorker
from bot.delivery.intake import Intake, Source
from bot.delivery.sender import Sender
from bot.delivery.sender_options import IN_FLIGHT, SenderOptions
from bot.desk.citizen.aftercare import Aftercare
from bot.desk.citizen.exports import Exports, ExportView
from bot.desk.desk_rounds import DeskRounds
from bot.desk.office.report_rounds import ReportRounds, ReportView
from bot.desk.staff.escalation import Escalation
from bot.news.alert_rounds import AlertRounds
from bot.news.announcement_rounds import AnnouncementRounds
from bot.news.digest_composer import Composer
from bot.news.digest_rounds import DigestRounds
from bot.news.feed_desk import Look, ProposalRounds
from bot.news.gathering import News, Reader
from bot.news.poster_rounds import PosterRounds, PosterView
from bot.news.search import SearchIndexing
from bot.plan import Plan
from bot.ports.announcement_view import AnnouncementView
from bot.ports.consultation import CaseView
from bot.ports.delivery import BotApi, Carrier, Clock, Effect, ThreadDirectory, UpdateHandler
from bot.ports.digest_view import DigestView
from bot.ports.escalation import EscalationView
from bot.ports.feed_view import FeedView
from bot.rules.delivery.limits import Limits
from bot.settings import Settings
from bot.ticks import Tick, keep_ticking
from storage.database import Database
from storage.stores import stores

# seconds between looks at what is due
FEEDS_S, DIGESTS_S, SEARCH_S, PROPOSALS_S, CASES_S, HOUSEKEEPING_S = 30, 20, 15, 3, 30, 3600
ANNOUNCEMENTS_S = 2
EXPORTS_S, AFTERCARE_S = 3, 900
# another replica may have taken an update in, so this one looks without being woken
REPLICA_LOOKS_S = 1.0
# what Telegram allows a bot that pays for broadcasting (core.telegram.org/bots/api)
PAID_RATE = 1000.0
# Telegram repeats no update after a day
INBOX_KEPT_S = 2 * 86_400
# reports and posters that were made: long enough to look after one that never came
JOBS_KEPT_S = 30 * 86_400


class Server(BotApi, Carrier, Source, Protocol):
    """A Bot API server: calls go out, updates come in."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the crew works with and cannot make itself; `feeds_every_s` is between looks."""

    plan: Plan
    database: Database
    server: Server
    handler: UpdateHandler
    effects: Mapping[str, Effect]
    threads: ThreadDirectory
    moves: ChatMoves
    composer: Composer
    digest_view: DigestView
    read: Reader
    look: Look
    feed_view: FeedView
    late_cases: EscalationView
    report_pages: ReportView
    poster_pages: PosterView
    announcement_view: AnnouncementView
    case_view: CaseView
    export_view: ExportView
    clock: Clock
    steady: Callable[[], float]
    feeds_every_s: float = FEEDS_S


@dataclass(frozen=True, slots=True)
class Crew:
    """The workers of one bot, put together and not yet begun."""

    intake: Intake
    worker: InboxWorker
    sender: Sender
    news: News
    ticks: Sequence[Tick]

    async def work(
        self, stop: asyncio.Event, receive: Callable[[], Coroutine[Any, Any, None]]
    ) -> None:
        """Serve until `stop` is set; then take nothing new in, and finish what was begun.

        `receive` brings updates in until it is cancelled. A bug in any of them stops all and keeps
        its traceback.
        """
        async with asyncio.TaskGroup() as tasks:
            working = tasks.create_task(self.worker.run())
            tasks.create_task(self.sender.run())
            bringing = tasks.create_task(receive())
            ticking = tasks.create_task(keep_ticking(self.ticks))
            await stop.wait()
            bringing.cancel()
            ticking.cancel()
            self.worker.stop()
            await working
            await self.sender.stop()


def build_crew(tools: Tools) -> Crew:
    """Put the workers together; nothing is begun by it."""
    plan, database, clock = tools.plan, tools.database, tools.clock
    alone = plan.settings.database_url.startswith("sqlite")
    looks = None if alone else REPLICA_LOOKS_S
    sender = Sender(
        database,
        tools.server,
        effects=tools.effects,
        threads=tools.threads,
        moves=tools.moves,
        clock=clock,
        steady=tools.steady,
        options=_options(plan.settings, looks),
    )
    worker = InboxWorker(database, tools.handler, clock, sender.wake, look_every_s=looks)
    intake = Intake(database, tools.server, clock, worker.wake)
    news = News(database, tools.read, plan.news, plan.words, clock)
    return Crew(intake, worker, sender, news, _ticks(tools, news, sender.wake))


def _options(settings: Settings, looks: float | None) -> SenderOptions:
    rate = PAID_RATE if settings.fast_broadcast else settings.send_rate
    return SenderOptions(
        # half of the server's burst, which is a second's worth
        limits=Limits(per_second=rate, bucket=max(1.0, rate / 2)),
        rescan_s=looks or SenderOptions().rescan_s,
        # as many as are asked for within the quarter of a second that an answer may take
        in_flight=max(IN_FLIGHT, int(rate / 4)),
        paid=settings.fast_broadcast,
    )


def _ticks(tools: Tools, news: News, wake: Callable[[], None]) -> Sequence[Tick]:
    database, clock, plan = tools.database, tools.clock, tools.plan
    rounds = DigestRounds(database, tools.composer, tools.digest_view, clock, wake)
    alerts = AlertRounds(database, tools.composer, tools.digest_view, clock, wake)
    index = SearchIndexing(database, plan.news, plan.words)
    proposals = ProposalRounds(database, tools.look, tools.feed_view, clock, wake)
    admins = plan.settings.admin_ids
    zone = plan.settings.default_timezone
    reports = ReportRounds(database, tools.report_pages, zone, clock, wake)
    posters = PosterRounds(database, tools.poster_pages, clock, wake)
    late = Escalation(database, plan.knowledge, tools.late_cases, admins, clock, owed=wake)
    after = Aftercare(database, plan.knowledge, tools.case_view, clock, wake)
    announcements = AnnouncementRounds(database, tools.announcement_view, clock, wake)
    desk = DeskRounds(database, plan.knowledge, tools.case_view, clock, wake)

    async def tidy() -> None:
        await news.tidy()
        async with tools.database.transaction() as transaction:
            opened, now = stores(transaction), tools.clock()
            await opened.inbox.forget_done(now - INBOX_KEPT_S)
            await opened.reports.forget_done(now - JOBS_KEPT_S)
            await opened.posters.forget_done(now - JOBS_KEPT_S)
        await fold(tools.database, tools.clock())

    return (
        Tick("feeds", tools.feeds_every_s, news.poll_due),
        Tick("digests", DIGESTS_S, rounds.run),
        Tick("alerts", DIGESTS_S, alerts.run),
        Tick("search", SEARCH_S, index.run),
        Tick("proposals", PROPOSALS_S, proposals.run),
        Tick("cases", CASES_S, late.run),
        Tick("reports", PROPOSALS_S, reports.run),
        Tick("posters", PROPOSALS_S, posters.run),
        Tick("announcements", ANNOUNCEMENTS_S, announcements.run),
        Tick("exports", EXPORTS_S, Exports(database, tools.export_view, clock, wake).run),
        Tick("aftercare", AFTERCARE_S, after.run),
        Tick("desk", CASES_S, desk.run),
        Tick("housekeeping", HOUSEKEEPING_S, tidy),
    )
