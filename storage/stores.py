"""All stores over one transaction: what a service is given for one operation."""

from dataclasses import dataclass

from storage.chats import Chats
from storage.conversations import Conversations
from storage.database import Transaction
from storage.inbox import Inbox
from storage.outbox import Outbox


@dataclass(frozen=True, slots=True)
class Stores:
    """One store per column, sharing the transaction."""

    transaction: Transaction
    inbox: Inbox
    outbox: Outbox
    conversations: Conversations
    chats: Chats


def stores(transaction: Transaction) -> Stores:
    """Open every store over this transaction."""
    return Stores(
        transaction,
        Inbox(transaction),
        Outbox(transaction),
        Conversations(transaction),
        Chats(transaction),
    )
