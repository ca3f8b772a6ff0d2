"""Shapes of what a person may take with her, and of the log about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of a log; `what` is a word such as exported, `count` of cases or rows.

    `actor_id` is a person, below zero a staff chat, 0 an anonymous administrator, None the bot or a
    citizen; `subject_id` is whom it was about. Names are those of the staff.
    """

    at: int
    actor_id: int | None
    what: str
    case_id: int | None
    count: int | None = None
    subject_id: int | None = None
    office_id: str | None = None
    actor_name: str | None = None
    subject_name: str | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A closed case whose term may have come; times are UTC seconds."""

    id: int
    category: str
    sensitive: bool
    closed_at: int


@dataclass(frozen=True, slots=True)
class Everything:
    """All that is kept of one person: rows by the table's name, texts included."""

    chat_id: int
    tables: Mapping[str, Sequence[Mapping[str, Any]]]
