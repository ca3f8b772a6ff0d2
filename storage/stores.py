"""All stores over one transaction: what a service is given for one operation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

from storage.alerts import Alerts
from storage.announcements import Announcements
from storage.audit import Audit
from storage.binding_codes import BindingCodes
from storage.case_clocks import CaseClocks
from storage.case_log import CaseLog
from storage.case_messages import CaseMessages
from storage.case_notes import CaseNotes
from storage.case_posts import CasePosts
from storage.case_waits import CaseWaits
from storage.case_words import CaseWords
from storage.case_work import CaseWork
from storage.cases import Cases
from storage.chats import Chats
from storage.citizens import Citizens
from storage.conversations import Conversations
from storage.database import Transaction
from storage.drafts import Drafts
from storage.due_digests import DueDigests
from storage.editions import Editions
from storage.erasing import Erasing
from storage.facts import Facts
from storage.feed_proposals import FeedProposals
from storage.feeds import Feeds
from storage.health import HealthFacts
from storage.inbox import Inbox
from storage.judgements import Judgements
from storage.knowledge_cards import KnowledgeCards
from storage.office_settings import OfficeSettingsStore
from storage.offices import Offices
from storage.outbox import Outbox
from storage.places import Places
from storage.profile import Profile
from storage.reports import Reports
from storage.saved_stories import SavedStories
from storage.search_index import SearchIndex
from storage.staff import Staff
from storage.stories import Stories
from storage.subscribers import Subscribers


@dataclass(frozen=True, slots=True)
class Stores:
    """One store per column, sharing the transaction."""

    transaction: Transaction
    audit: Audit
    case_log: CaseLog
    erasing: Erasing
    inbox: Inbox
    outbox: Outbox
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
