"""Shapes of the staff's own work: notes, awaited replies, earlier threads, waiting, findings."""

from dataclasses import dataclass

from storage.records.consultation import Case


@dataclass(frozen=True, slots=True)
class Note:
    """What one of the staff wrote for colleagues only; `at` is UTC seconds.

    `shown_in`: the chat in which the bot has shown it last.
    """

    case_id: int
    chat_id: int
    message_id: int
    author_id: int
    name: str
    html: str
    at: int
    shown_in: int | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """A message of the bot that waits for a reply.

    `purpose`: reason (of a transfer), body (to which a case was forwarded), template (`html` is
    what will be sent).
    """

    chat_id: int
    message_id: int
    case_id: int
    purpose: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of ours as somebody's reply to it shows it.

    `kind`, `html` and `file_key` as in Written; `card_of` is the case that its buttons name.
    """

    chat_id: int
    message_id: int
    kind: str
    html: str
    file_key: str | None
    card_of: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case stood before it left; `closing` is the outbox row that closes the thread."""

    case_id: int
    chat_id: int
    thread_id: int
    closing: int | None


@dataclass(frozen=True, slots=True)
class Wait:
    """A case that waits for its citizen; times are UTC seconds."""

    case_id: int
    since: int
    remind_at: int
    close_at: int
    reminded: bool


@dataclass(frozen=True, slots=True)
class WordUse:
    """How often a stem stands in a message of a case; `side` is who wrote it."""

    word: str
    case_id: int
    message_id: int
    side: str
    times: int


@dataclass(frozen=True, slots=True)
class Due:
    """What is due for a case: its answer or its solution, at a UTC second."""

    case: Case
    kind: str
    due_at: int
