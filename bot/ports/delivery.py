"""What the law needs of others: who handles an update, where a case stands, what follows a send."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.errors import BotError
from storage.records.delivery import Answer, Attachment, Call, Outcome, Owed, SetAside
from storage.stores import Stores

__all__ = ["Stores"]

Clock = Callable[[], int]
"""Return the UTC second."""

Effect = Callable[[Stores, Owed, Outcome, int], Awaitable[Sequence[Call]]]
"""Record what became of an owed call, in the settling transaction; return what else to say."""

ServicesFor = Callable[[Stores, int], Mapping[str, Any]]
"""Build the services of one operation by the names that handlers ask for."""


class UpdateHandler(Protocol):
    """Acts upon updates inside a transaction; implemented by handlers/dispatch.py."""

    async def handle(self, body: str, stores: Stores, now: int) -> Sequence[Call]:
        """Let the handlers decide and write; return what must be said."""

    async def apologise(
        self, body: str, error: BotError | None, stores: Stores, now: int
    ) -> Sequence[Call]:
        """Return the calm sentence for the person: the error's own, or "try later" for a bug."""

    async def report(self, failed: SetAside, stores: Stores, now: int) -> Sequence[Call]:
        """Return what the administrators are told of an update that was set aside."""


@dataclass(frozen=True, slots=True)
class ThreadPlan:
    """Where a case stands: its thread (0: the plain group), or the body of createForumTopic.

    `card` is the message in a plain group below which everything about the case is said.
    """

    thread_id: int | None
    create: Mapping[str, Any] | None = None
    card: int | None = None


class ThreadDirectory(Protocol):
    """Knows the threads of cases; implemented by bot/desk/case_threads.py."""

    async def thread_of(self, stores: Stores, case_id: int) -> ThreadPlan:
        """Return the thread to send into, or how to make it."""

    async def record(self, stores: Stores, case_id: int, chat_id: int, thread_id: int) -> None:
        """Keep the thread that was made in that chat; 0: it has no threads, write into the group.

        A case that has left the chat meanwhile stays where it is.
        """

    async def forget(self, stores: Stores, case_id: int) -> None:
        """The thread is gone; the next call for the case makes another."""


class ChatHooks(Protocol):
    """What else must be written when a chat closes its door or moves (main.py composes it)."""

    async def on_blocked(self, stores: Stores, chat_id: int, now: int) -> None:
        """The bot may not write there any more; chats.blocked has been written already."""

    async def on_welcome(self, stores: Stores, chat_id: int, now: int) -> None:
        """The bot may write there again."""

    async def on_migrated(self, stores: Stores, old: int, new: int, now: int) -> None:
        """The group has a new id; chats and outbox have been moved already."""


class BotApi(Protocol):
    """Calls the Bot API; implemented by bot/net/telegram.py. Never raises for a failed call."""

    async def call(self, method: str, body: str, files: Sequence[Attachment] = ()) -> Answer:
        """Send one request: its JSON text as stored, with its files; return what came of it."""


class Carrier(Protocol):
    """Carries calls to the Bot API, many at once; implemented by bot/net/telegram.py."""

    def begin(
        self,
        method: str,
        body: str,
        landed: Callable[[Answer], None],
        files: Sequence[Attachment] = (),
    ) -> None:
        """Send one request and return at once; `landed` hears once, later, what came of it."""
