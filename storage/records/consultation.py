"""Shapes of the consultation desk: drafts, cases, their messages, offices and staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class CaseState(StrEnum):
    """Where a case stands, as the citizen is told."""

    ACCEPTED = "accepted"
    WORKING = "working"
    WAITING = "waiting"  # for the citizen
    FORWARDED = "forwarded"  # to another body
    ANSWERED = "answered"
    CLOSED = "closed"


class Side(StrEnum):
    """Who wrote a message of a case."""

    CITIZEN = "citizen"
    STAFF = "staff"


class Way(StrEnum):
    """Where a message is on its way to the other side."""

    WAITING = "waiting"  # cannot go yet: the office has no chat
    OWED = "owed"
    HELD = "held"  # the citizen blocked the bot: kept until she is back
    DELIVERED = "delivered"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote: where, and its content (never logged).

    `html` is the text or caption as Telegram HTML, `text` the same without markup; `file_id` sends
    the medium again, `file_key` tells it from others; `album` is the media group it is a part of;
    `author_id` 0 is an anonymous administrator. `ready`: the bot's own text, sent by a tap; it is
    said as it is kept, never copied. `rated`: said beside a rating.
    """

    chat_id: int
    message_id: int
    author_id: int
    kind: str
    text: str
    html: str
    file_id: str | None = None
    file_key: str | None = None
    album: str | None = None
    reply_to: int | None = None
    ready: bool = False
    rated: bool = False

    @property
    def content(self) -> Mapping[str, Any]:
        """What is kept of it."""
        return {
            "kind": self.kind,
            "html": self.html,
            "file_id": self.file_id,
            "file_key": self.file_key,
            **({"ready": True} if self.ready else {}),
            **({"rated": True} if self.rated else {}),
        }


@dataclass(frozen=True, slots=True)
class DraftMessage:
    """A message written before Send."""

    message_id: int
    album: str | None
    content: Mapping[str, Any]

    def written(self, chat_id: int) -> Written:
        """The message as it was written in her chat; its plain text was read already."""
        return Written(
            chat_id=chat_id,
            message_id=self.message_id,
            author_id=chat_id,
            kind=str(self.content["kind"]),
            text="",
            html=str(self.content["html"]),
            file_id=self.content["file_id"],
            file_key=self.content["file_key"],
            album=self.album,
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """A question being written. `undecided`: it is open whether it continues a case.

    `screen_at` is when the last screen was shown, `emergency_at` the last emergency block,
    `put_away_at` when she cancelled: it can be taken out again until the next one is begun.
    `sensitive`: her words speak of danger; `urgent`: of a threat to life now; `calm`: she said that
    it was a false alarm. `covered`: somebody else may read this chat, None while she has not said.
    `linked_to` is the case that this question goes on from. `screen_id` is the message of the last
    screen, `screen_row` the outbox row of one that waits for the end of a burst.
    """

    chat_id: int
    district: str | None
    category: str | None
    undecided: bool
    urgent: bool
    anonymous: bool
    screen_at: int | None
    emergency_at: int | None
    put_away_at: int | None
    created_at: int = 0
    messages: tuple[DraftMessage, ...] = ()
    sensitive: bool = False
    calm: bool = False
    covered: bool | None = None
    linked_to: int | None = None
    screen_row: int | None = None
    screen_id: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One question of one citizen; its id is the number people see.

    `citizen_chat_id` is 0 once she is forgotten. `thread_id`: None until the thread is made, 0 in a
    plain group; it stands in `thread_chat_id`. `covered`: answers wait behind a button, so that a
    lock screen shows none. `linked_to` is an earlier case of hers; `citizen_name` None unless she
    chose to show it. `forwarded_to` is an id of bodies.yaml, or a name
    as the staff wrote it. Times are UTC seconds.
    """

    id: int
    citizen_chat_id: int
    office_id: str
    district: str
    category: str
    language: str
    sensitive: bool
    urgent: bool
    anonymous: bool
    state: CaseState
    thread_chat_id: int | None
    thread_id: int | None
    taken_by: int | None
    created_at: int
    answer_due_at: int
    first_answer_at: int | None
    emergency_at: int | None
    closed_at: int | None
    outcome: str | None
    covered: bool = False
    linked_to: int | None = None
    citizen_name: str | None = None
    forwarded_to: str | None = None
    forwarded_at: int | None = None


@dataclass(frozen=True, slots=True)
class NewCase:
    """What a case is opened with."""

    citizen_chat_id: int
    office_id: str
    district: str
    category: str
    language: str
    sensitive: bool
    urgent: bool
    anonymous: bool
    consent_version: int
    answer_due_at: int
    emergency_at: int | None
    covered: bool = False
    linked_to: int | None = None


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """A message of a case as its author wrote it; `version` grows with each edit.

    `created_at` is when it came, in UTC seconds.
    """

    id: int
    case_id: int
    side: Side
    chat_id: int
    message_id: int
    author_id: int
    album: str | None
    version: int
    way: Way
    content: Mapping[str, Any]
    created_at: int = 0

    @property
    def rated(self) -> bool:
        """Whether it was said beside a rating."""
        return bool(self.content.get("rated"))

    def says(self, written: Written) -> bool:
        """Whether that is word for word what is kept: nothing was edited."""
        return self.content["html"] == written.html and self.shows(written)

    def shows(self, written: Written) -> bool:
        """Whether the medium is the same."""
        return bool(self.content["file_key"] == written.file_key)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a case; `data` holds ids and reasons, never a text of hers."""

    at: int
    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rating:
    """What she thought of the answer; words beside it are messages of the case."""

    good: bool


@dataclass(frozen=True, slots=True)
class Post:
    """What the bot put into a chat for a case: a card, a copy of a message, a note."""

    chat_id: int
    message_id: int
    case_id: int
    role: str
    origin_id: int | None


@dataclass(frozen=True, slots=True)
class Office:
    """An office's staff chat; `chat_id` None: none is bound, its cases wait.

    `layout` is forum (a thread per case) or plain (a card per case).
    """

    id: str
    chat_id: int | None
    layout: str
    language: str
    bound_at: int | None
    lost_reason: str | None


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who acted in an office's staff chat; `away_until` is UTC seconds."""

    office_id: str
    user_id: int
    name: str
    role: str
    on_duty: bool = False
    away_until: int | None = None


@dataclass(frozen=True, slots=True)
class StaffPerson:
    """Who acts in the staff chat; id 0 is an anonymous administrator of the group."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Hands:
    """In whose hands a case is. `away_until`: its taker is away until then (UTC seconds).

    `duty` are those on duty who may work on it. `answer_due` and `solution_due` are what runs (UTC
    seconds), None what was met or rests.
    """

    taker: str | None = None
    away_until: int | None = None
    duty: tuple[StaffPerson, ...] = ()
    answer_due: int | None = None
    solution_due: int | None = None
