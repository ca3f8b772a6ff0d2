"""Shapes of the inbox and the outbox: what came in, what is owed, what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any


class Priority(IntEnum):
    """Who goes first when not all can: people before mailings."""

    REPLY = 0
    CASE = 1
    ALERT = 2
    DIGEST = 3
    HOUSEKEEPING = 4


@dataclass(frozen=True, slots=True)
class Call:
    """A call to the Bot API that is owed.

    `body` is its JSON. `chat_id` 0 means no chat (answers to buttons, commands); it is read from
    the body where the body names one. `case_id`: the call stands in that case's thread, which the
    sender makes first where it is missing. `effect` names what to record once the outcome is known
    (`effect_data` is its JSON). `due_at`: not before this UTC second.
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


@dataclass(frozen=True, slots=True)
class Owed:
    """One outbox row that has not been settled; `body` is JSON text, ready to send."""

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
