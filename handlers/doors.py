"""Lists the doors in the order in which they are asked, and what stands behind each of them."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiogram import Router
from aiogram.types import User

from bot.delivery.chat_moves import ChatMoves
from bot.delivery.outbox_watch import OutboxWatch
from bot.desk.case_effects import CaseEffects
from bot.desk.case_threads import CaseThreads
from bot.desk.citizen import export_effects
from bot.desk.citizen.alarms import Alarms
from bot.desk.citizen.cases import Cases
from bot.desk.citizen.knowledge_cards import KnowledgeCards, card_drafted
from bot.desk.citizen.my_cases import MyCases
from bot.desk.citizen.privacy import Privacy
from bot.desk.citizen.question_effects import QuestionEffects
from bot.desk.citizen.questions import Questions
from bot.desk.citizen.reveals import Reveals
from bot.desk.desk_hooks import DeskHooks
from bot.desk.office.audit import OfficeAudit
from bot.desk.office.categories import OfficeCategories
from bot.desk.office.effects import OfficeEffects
from bot.desk.office.office_desk import OfficeDesk
from bot.desk.office.offices import Offices
from bot.desk.office.people import OfficePeople
from bot.desk.office.report_desk import ReportDesk
from bot.desk.office.rerouting import Rerouting
from bot.desk.office.rights import OfficeRights
from bot.health import Watch
from bot.links import DeepLinks
from bot.news import announcement_rounds, digest_effects
from bot.news.announcing import Announcing
from bot.news.digest_composer import Composer
from bot.news.digests import Digests
from bot.news.feed_desk import FeedDesk
from bot.news.fewer import Fewer
from bot.news.place_effects import PlaceEffects, PlaceHooks
from bot.news.places import Places
from bot.news.poster_rounds import Posters
from bot.news.saved import Saved
from bot.news.search import Search
from bot.news.story_desk import StoryDesk
from bot.news.subscriptions import SubscriptionHooks, Subscriptions
from bot.news.whys import Whys
from bot.plan import Plan
from bot.ports.delivery import Clock, Effect, Stores
from handlers import admin, moves, outbox, strays
from handlers.commands import EFFECT, profile_told
from handlers.context import Context
from handlers.desk.case_view import CaseWords
from handlers.desk.citizen import (
    ask,
    knowledge_cards,
    my_cases,
    privacy,
    private_data,
    reveal,
    safety,
    writing,
)
from handlers.desk.citizen.export_view import ExportFiles
from handlers.desk.office import (
    audit,
    binding,
    binding_codes,
    categories,
    office,
    people,
    report,
    reroute,
)
from handlers.desk.office.report_view import ReportPages
from handlers.desk.staff import doors as staff_doors
from handlers.desk.staff.late_cases import LateCases
from handlers.dispatch import Dispatch
from handlers.news import (
    announce,
    feed_desk,
    invited,
    news,
    newsroom,
    places,
    poster,
    preferences,
    reading,
    saved,
    search,
    start,
    stories,
    when,
    why,
)
from handlers.news.announce_screens import AnnouncementWords
from handlers.news.digest_view import DigestMessage
from handlers.news.place_screens import PlaceWords
from handlers.news.poster_view import PosterPages


@dataclass(frozen=True, slots=True)
class Doors:
    """The doors of one bot: what hears updates, and what its words and outcomes are."""

    plan: Plan
    words: CaseWords
    digest_view: DigestMessage
    feed_view: feed_desk.FeedMessage
    announcement_view: AnnouncementWords
    place_view: PlaceWords
    places: Callable[[Stores, int], Places]
    composer: Composer
    links: DeepLinks
    moves: ChatMoves
    threads: CaseThreads
    late_cases: LateCases
    export_view: ExportFiles
    report_pages: ReportPages
    poster_pages: PosterPages

    def dispatch(self, me: User) -> Dispatch:
        """Return what handles updates for the bot that getMe described."""
        plan = self.plan
        context = Context(
            plan.texts,
            self.services,
            settings=plan.settings,
            knowledge=plan.knowledge,
            admins=plan.settings.admin_ids,
            moves=self.moves,
            extra={
                "composer": self.composer,
                "links": self.links,
                "desk_words": self.words,
                "poster_pages": self.poster_pages,
            },
        )
        return Dispatch(me, self._routers(), context)

    def _routers(self) -> Sequence[Router]:
        admins = self.plan.settings.admin_ids
        return (
            moves.build_router(self.moves),
            admin.for_admins(admins, self._for_admins(admins)),
            binding.build_router(),
            binding_codes.build_router(admins),
            office.build_router(),
            audit.build_router(),
            categories.build_router(),
            people.build_router(),
            reroute.build_router(),
            report.build_router(),
            poster.build_router(),
            staff_doors.build_router(),
            places.build_router(),
            invited.build_router(),
            start.build_router(),
            preferences.build_router(),
            when.build_router(),
            reading.build_router(),
            news.build_router(),
            stories.build_router(),
            saved.build_router(),
            search.build_router(),
            why.build_router(),
            ask.build_router(),
            knowledge_cards.build_router(),
            safety.build_router(),
            my_cases.build_router(),
            privacy.build_router(),
            private_data.build_router(),
            reveal.build_router(),
            writing.build_router(),  # hears every word that no other door of private chats took
            strays.build_router(),  # answers whatever nobody else expected: it stays last
        )

    def _for_admins(self, admins: Sequence[int]) -> Sequence[Router]:
        return (
            admin.build_router(admins),
            newsroom.build_router(admins),
            feed_desk.build_router(admins),
            outbox.build_router(admins),
            announce.build_router(admins),
        )

    def services(self, stores: Stores, now: int) -> Mapping[str, Any]:
        """Return the services of one operation by the names that handlers ask for."""
        plan = self.plan
        return {
            "watch": Watch(stores, now),
            "outbox_watch": OutboxWatch(stores, now),
            "feed_desk": FeedDesk(stores, now),
            "story_desk": StoryDesk(stores, now),
            **self._reading(stores, now),
            **self._watching(stores, now),
            "announcing": Announcing(stores, self.announcement_view, plan.settings.admin_ids, now),
            "knowledge_cards": KnowledgeCards(stores, plan.knowledge, now),
            "questions": Questions(stores, plan.knowledge, self.words, now),
            "cases": Cases(stores, plan.knowledge, self.words, now),
            "my_cases": MyCases(stores, plan.knowledge, self.words, now),
            "privacy": Privacy(stores, plan.knowledge, self.words, now),
            "reveals": Reveals(stores, self.words, now),
            "words": self.words,
            "alarms": Alarms(stores, plan.knowledge, self.words, now),
            "offices": Offices(stores, plan.knowledge, self.words, secrets.choice, now),
        }

    def _reading(self, stores: Stores, now: int) -> Mapping[str, Any]:
        """Return the services of the doors of news."""
        subscriptions = Subscriptions(stores, now, self.plan.settings.default_timezone)
        search = Search(stores, self.plan.news, self.plan.words)
        return {
            "subscriptions": subscriptions,
            "places": self.places(stores, now),
            "digests": Digests(stores, self.composer, self.digest_view, now),
            "posters": Posters(stores, now),
            "saved": Saved(stores, now),
            "fewer": Fewer(stores, self.composer, subscriptions),
            "search": search,
            "whys": Whys(stores, self.composer, search),
        }

    def _watching(self, stores: Stores, now: int) -> Mapping[str, Any]:
        """Return the services of coordinators."""
        settings = self.plan.settings
        return {
            "office_rights": OfficeRights(stores, settings.admin_ids),
            "office_desk": OfficeDesk(stores, self.plan.knowledge, now),
            "office_categories": OfficeCategories(stores, self.plan.knowledge, self.words, now),
            "office_audit": OfficeAudit(stores),
            "office_people": OfficePeople(stores, self.words, now),
            "rerouting": Rerouting(stores, self.plan.knowledge, self.words, now),
            "report_desk": ReportDesk(stores, settings.default_timezone, now),
        }

    def effects(self) -> Mapping[str, Effect]:
        """Return what follows once the outcome of a call is known, by the name in its row."""
        knowledge = self.plan.knowledge
        return {
            EFFECT: profile_told,
            **digest_effects.EFFECTS,
            **announcement_rounds.EFFECTS,
            **QuestionEffects(self.words).effects(),
            **export_effects.EFFECTS,
            **CaseEffects(self.words, knowledge).effects(),
            **PlaceEffects(self.places, self.place_view).effects(),
            "card_drafted": card_drafted,
            **OfficeEffects(self.words, knowledge, secrets.choice).effects(),
        }


def build_doors(plan: Plan, clock: Clock, username: str) -> Doors:
    """Put the doors of a plan together for the bot of that name; nothing is opened by it."""
    links = DeepLinks(username)
    words = CaseWords(plan.texts, plan.knowledge, plan.settings.admin_ids)
    composer = Composer(plan.texts, plan.news)
    place_view = PlaceWords(plan.texts, composer, links)

    def places_of(stores: Stores, now: int) -> Places:
        subscriptions = Subscriptions(stores, now, plan.settings.default_timezone)
        return Places(stores, subscriptions, place_view, now)

    hooks = (SubscriptionHooks(), PlaceHooks(places_of), DeskHooks(words, plan.knowledge))
    return Doors(
        plan=plan,
        words=words,
        digest_view=DigestMessage(plan.texts, links),
        place_view=place_view,
        feed_view=feed_desk.FeedMessage(plan.texts),
        announcement_view=AnnouncementWords(plan.texts, composer),
        composer=composer,
        links=links,
        moves=ChatMoves(hooks),
        places=places_of,
        threads=CaseThreads(words, clock),
        late_cases=LateCases(plan.texts, plan.knowledge),
        export_view=ExportFiles(plan.texts),
        report_pages=ReportPages(plan.texts, plan.knowledge, plan.settings.default_timezone),
        poster_pages=PosterPages(plan.texts, plan.knowledge, plan.news, links),
    )
