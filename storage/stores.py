"""All stores over one transaction: what a service is given for one operation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

from storage.database import Transaction
from storage.delivery.chats import Chats
from storage.delivery.conversations import Conversations
from storage.delivery.flights import Flights
from storage.delivery.health import HealthFacts
from storage.delivery.inbox import Inbox
from storage.delivery.outbox import Outbox
from storage.delivery.profile import Profile
from storage.desk.audit import Audit
from storage.desk.binding_codes import BindingCodes
from storage.desk.case_clocks import CaseClocks
from storage.desk.case_log import CaseLog
from storage.desk.case_messages import CaseMessages
from storage.desk.case_notes import CaseNotes
from storage.desk.case_posts import CasePosts
from storage.desk.case_waits import CaseWaits
from storage.desk.case_words import CaseWords
from storage.desk.case_work import CaseWork
from storage.desk.cases import Cases
from storage.desk.citizens import Citizens
from storage.desk.drafts import Drafts
from storage.desk.erasing import Erasing
from storage.desk.knowledge_cards import KnowledgeCards
from storage.desk.office_settings import OfficeSettingsStore
from storage.desk.offices import Offices
from storage.desk.reports import Reports
from storage.desk.staff import Staff
from storage.news.alerts import Alerts
from storage.news.announcements import Announcements
from storage.news.due_digests import DueDigests
from storage.news.editions import Editions
from storage.news.facts import Facts
from storage.news.feed_proposals import FeedProposals
from storage.news.feeds import Feeds
from storage.news.judgements import Judgements
from storage.news.places import Places
from storage.news.posters import Posters
from storage.news.saved_stories import SavedStories
from storage.news.search_index import SearchIndex
from storage.news.stories import Stories
from storage.news.subscribers import Subscribers


@dataclass(frozen=True, slots=True)
class Stores:
    """One store per column, sharing the transaction."""

    transaction: Transaction
    audit: Audit
    case_log: CaseLog
    erasing: Erasing
    inbox: Inbox
    outbox: Outbox
    flights: Flights
    conversations: Conversations
    chats: Chats
    citizens: Citizens
    feeds: Feeds
    feed_proposals: FeedProposals
    stories: Stories
    facts: Facts
    judgements: Judgements
    subscribers: Subscribers
    alerts: Alerts
    saved: SavedStories
    search: SearchIndex
    due_digests: DueDigests
    editions: Editions
    drafts: Drafts
    cases: Cases
    case_clocks: CaseClocks
    case_messages: CaseMessages
    case_posts: CasePosts
    case_notes: CaseNotes
    case_waits: CaseWaits
    case_words: CaseWords
    case_work: CaseWork
    knowledge_cards: KnowledgeCards
    staff: Staff
    offices: Offices
    office_settings: OfficeSettingsStore
    reports: Reports
    binding_codes: BindingCodes
    announcements: Announcements
    places: Places
    posters: Posters
    profile: Profile
    health: HealthFacts


def stores(transaction: Transaction) -> Stores:
    """Open every store over this transaction."""
    return Stores(transaction, **{name: kind(transaction) for name, kind in _kinds().items()})


@cache
def _kinds() -> Mapping[str, Callable[[Transaction], Any]]:
    """Return what stands behind each name but the transaction."""
    kinds = get_type_hints(Stores)
    return {name: kind for name, kind in kinds.items() if name != "transaction"}
