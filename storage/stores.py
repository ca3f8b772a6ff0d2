"""All stores over one transaction: what a service is given for one operation."""

from dataclasses import dataclass

from storage.chats import Chats
from storage.conversations import Conversations
from storage.database import Transaction
from storage.editions import Editions
from storage.feeds import Feeds
from storage.health import HealthFacts
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.profile import Profile
from storage.stories import Stories
from storage.subscribers import Subscribers


@dataclass(frozen=True, slots=True)
class Stores:
    """One store per column, sharing the transaction."""

    transaction: Transaction
    inbox: Inbox
    outbox: Outbox
    conversations: Conversations
    chats: Chats
    feeds: Feeds
    stories: Stories
    subscribers: Subscribers
    editions: Editions
    profile: Profile
    health: HealthFacts


def stores(transaction: Transaction) -> Stores:
    """Open every store over this transaction."""
    return Stores(
        transaction,
        Inbox(transaction),
        Outbox(transaction),
        Conversations(transaction),
        Chats(transaction),
        Feeds(transaction),
        Stories(transaction),
        Subscribers(transaction),
        Editions(transaction),
        Profile(transaction),
        HealthFacts(transaction),
    )
