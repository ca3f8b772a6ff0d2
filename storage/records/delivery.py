"""Shapes of the inbox and the outbox: what came in, what is owed, what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any


class Priority(IntEnum):
    """Who goes first when not all can: people before mailings."""

    REPLY = 0
    CASE = 1
    ALERT = 2
    DIGEST = 3
    HOUSEKEEPING = 4


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes out with a call: the body names it as `attach://<name>`."""

    name: str
    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """A call to the Bot API that is owed.

    `body` is its JSON. `chat_id` 0 means no chat (answers to buttons, commands); it is read from
    the body where the body names one. `case_id`: the call stands in that case's thread, which the
    sender makes first where it is missing. `effect` names what to record once the outcome is known
    (`effect_data` is its JSON). `due_at`: not before this UTC second. `files` go out with it.
    """

    method: str
    body: Mapping[str, Any]
    priority: Priority = Priority.REPLY
    kind: str = "reply"
    chat_id: int = 0
    case_id: int | None = None
    effect: str | None = None
    effect_data: Mapping[str, Any] = field(default_factory=dict)
    due_at: int = 0
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Owed:
    """One outbox row that has not been settled; `body` is JSON text, ready to send.

    Where an edition is shared, `body` has been completed from it. `attempts` counts the calls made,
    `unsure` those whose answer was lost.
    """

    id: int
    chat_id: int
    priority: int
    kind: str
    method: str
    body: str
    edition_id: int | None
    case_id: int | None
    effect: str | None
    effect_data: Mapping[str, Any]
    due_at: int
    attempts: int
    unsure: int = 0

    @property
    def answered(self) -> int:
        """How many calls Telegram answered: only an answer says anything about a place."""
        return self.attempts - self.unsure


@dataclass(frozen=True, slots=True)
class Waiting:
    """One owed row as the scheduler knows it; `messages` is how many the call makes at once."""

    id: int
    chat_id: int
    priority: int
    method: str
    due_at: int
    attempts: int
    messages: int = 1


class Stream(StrEnum):
    """How owed rows are read: those answers that stand in no chat, talk in one order, mailings."""

    ANSWERS = "answers"
    TALK = "talk"
    ALERTS = "alerts"
    DIGESTS = "digests"
    HOUSEKEEPING = "housekeeping"


@dataclass(frozen=True, slots=True)
class Depth:
    """How many rows of one priority are owed and since when the oldest waits (UTC seconds)."""

    priority: int
    rows: int
    oldest_at: int


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A call that was given up or may not have arrived; `error` says why, never what it said."""

    id: int
    chat_id: int
    priority: int
    kind: str
    method: str
    state: str
    error: str
    settled_at: int


@dataclass(frozen=True, slots=True)
class DailyCount:
    """How many calls of a kind ended in one state on one day (UTC days since 1970)."""

    day: int
    priority: int
    kind: str
    state: str
    count: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an owed call, for its effect.

    `message_id` is that of the message sent, the first of several (`message_ids`: all, in order).
    `reason` is None when sent, else one word of bot/rules/delivery/outcomes.py (blocked, chat_gone,
    not_found, no_rights, …) or `unknown`: it may or may not have arrived. `result` is the answer's
    own JSON, for calls whose result is more than a message. `left_at`: the UTC second at which the
    call left, 0 where nobody knows.
    """

    sent: bool
    message_id: int | None = None
    message_ids: tuple[int, ...] = ()
    reason: str | None = None
    result: Any = None
    left_at: int = 0


class Reached(StrEnum):
    """How far a request came. UNSENT: certainly not sent. LOST: it left, no answer came."""

    ANSWERED = "answered"
    UNSENT = "unsent"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Answer:
    """What Telegram said to one request. `code` is 0 and `description` a cause unless ANSWERED."""

    reached: Reached
    ok: bool = False
    code: int = 0
    description: str = ""
    result: Any = None
    retry_after: int | None = None
    migrate_to: int | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update as it came. `lane`: the chat in which its order matters, 0 for none.

    `message_id` is that of a message in a private chat, None for everything else.
    """

    update_id: int
    lane: int
    body: str
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """One inbox row to be acted upon; `attempts` counts the handlings that failed so far."""

    update_id: int
    lane: int
    body: str
    attempts: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """An update that failed each time it was tried; `error` is for the administrator."""

    update_id: int
    lane: int
    error: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where one person stands in one chat: aiogram's state and data."""

    state: str | None
    data: Mapping[str, Any]
