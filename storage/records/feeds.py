"""The frozen records of polling: what a feed is, what is known of it, what one poll brings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# instead of the selector of an entry: the list is found on each page by what repeats
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class PageSelectors:
    """CSS selectors of a news page without a feed; `link`, `title`, `date` are inside `entry`,
    which may be AUTO."""

    entry: str
    link: str = "a"
    title: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class FeedSpec:
    """One feed as feeds.yaml (or the administrator) describes it.

    `langs` are ISO 639-1 codes in order of weight; `region` is KZ, KZ-nn (ISO 3166-2), CA or INT;
    `zone` is the IANA zone of dates that name none.
    """

    id: str
    name: str
    langs: tuple[str, ...]
    region: str
    url: str
    enabled: bool = True
    site: str | None = None
    zone: str = "Asia/Aqtobe"
    page: PageSelectors | None = None


class IdKind(StrEnum):
    """What tells the entries of one feed apart; a feed whose ids are bad goes down this list."""

    GUID = "guid"
    LINK = "link"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class FeedState:
    """All that the poller must be given of one feed, and gives back after a poll.

    Times are UTC unix seconds. `etag` and `last_modified` are kept exactly as received.
    `memory` is the packed list of the items of the last body (bot/rules/feeds/feed_memory.py):
    store it as it is. `arrivals` are the times of the newest entries (at most 20), oldest first:
    the rhythm.
    `ttl_s` is what the feed's last parsed body wished between two polls.
    `last_error` and `notes` are reason keys such as `too_big` or `undated`.
    """

    id: str
    url: str
    zone: str = "Asia/Aqtobe"
    page: PageSelectors | None = None
    moved_to: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    memory: bytes = b""
    id_kind: IdKind = IdKind.GUID
    next_poll_at: int = 0
    interval_s: int = 3600
    failures: int = 0
    first_poll_done: bool = False
    last_poll_at: int | None = None
    last_success_at: int | None = None
    last_error: str | None = None
    notes: tuple[str, ...] = ()
    arrivals: tuple[int, ...] = ()
    ttl_s: int | None = None

    @property
    def address(self) -> str:
        """The address to ask: where the feed said it moved for good, else its own."""
        return self.moved_to or self.url


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A feed that is polled: the name people see, its region, and what is known of it."""

    name: str
    region: str
    state: FeedState


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """One conditional request; the validators go out exactly as they once came in."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


class Outcome(StrEnum):
    """How one poll ended. UNCHANGED is a good answer whose body is the one already read."""

    FRESH = "fresh"
    NOT_MODIFIED = "not_modified"
    UNCHANGED = "unchanged"
    GONE = "gone"
    REFUSED = "refused"
    FAILED = "failed"

    @property
    def good(self) -> bool:
        """Whether the feed answered as a feed should."""
        return self in (Outcome.FRESH, Outcome.NOT_MODIFIED, Outcome.UNCHANGED)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came over the wire. `reason` is set unless the outcome is good; headers are raw."""

    outcome: Outcome
    reason: str | None = None
    status: int | None = None
    final_url: str = ""
    moved_to: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_type: str = ""
    retry_after: str | None = None
    cache_control: str | None = None
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class ParseTask:
    """A well-bounded document in UTF-8 for the parsing worker: at most a few hundred items.

    `now` (UTC unix seconds) is when it came: a page may say "yesterday".
    """

    kind: str
    body: bytes
    url: str
    zone: str
    page: PageSelectors | None = None
    now: int = 0


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One item as the worker read it: plain text, absolute link, dates unchecked."""

    guid: str
    link: str
    title: str
    lead: str
    text: str
    published_at: int | None = None
    updated_at: int | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the worker made of one task; `refused` is a reason key, `ttl_s` the feed's own wish."""

    entries: tuple[RawEntry, ...] = ()
    refused: str | None = None
    broken: bool = False
    ttl_s: int | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as a feed published it, clean.

    `identity` (32 hex digits) tells entries of one feed apart for good. `lead` is plain text of at
    most 280 characters and may be kept; `text` (at most 4,000) is for deciding relevance and
    facts only and is never stored: the full text belongs to its publisher. `published_at` is None
    where the feed gave no believable date. `content_hash` changes when title or text do.
    """

    feed_id: str
    identity: str
    link: str
    title: str
    lead: str
    text: str
    content_hash: str
    seen_at: int
    published_at: int | None = None
    updated_at: int | None = None
    language: str | None = None

    @property
    def time(self) -> int:
        """When it was published, or first seen where the feed does not say."""
        return self.seen_at if self.published_at is None else self.published_at


@dataclass(frozen=True, slots=True)
class HealthLine:
    """One poll for the administrator: outcome, reason key, remarks and counts."""

    feed_id: str
    outcome: Outcome
    reason: str | None = None
    status: int | None = None
    notes: tuple[str, ...] = ()
    items: int = 0
    new: int = 0
    edited: int = 0


@dataclass(frozen=True, slots=True)
class PollResult:
    """One poll to be recorded in one transaction: the state after it and what it brought.

    `new` was not in the feed's last body: storage ignores what it knows from earlier. `edited` was
    there with another title or text. `announce` is False for a feed's first poll.
    """

    state: FeedState
    health: HealthLine
    new: tuple[Entry, ...] = ()
    edited: tuple[Entry, ...] = ()
    announce: bool = True
