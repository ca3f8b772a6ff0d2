"""Decides what one poll comes to: entries, the feed's state after it, and its health line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.rules.feeds.feed_dates import believable
from bot.rules.feeds.feed_documents import Prepared
from bot.rules.feeds.feed_memory import KnownItem, Sighting, sort_out, unreadable, words_hash
from bot.rules.feeds.polling import (
    Wishes,
    arrivals_after,
    next_poll,
    read_max_age,
    read_retry_after,
)
from storage.records.feeds import (
    Entry,
    FeedState,
    Fetched,
    HealthLine,
    IdKind,
    Outcome,
    Parsed,
    PollResult,
    RawEntry,
)

# a place that a feed moved to and that fails this often is left for the old one
_MOVED_FAILURES = 3
# an item that ended so is not tried again at every poll
_COSTLY = frozenset({"parse_timeout", "parse_memory", "unreadable"})
_NO_SOURCE = bytes(8)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was read from one fresh body; all empty when the body was not fresh."""

    new: tuple[Entry, ...] = ()
    edited: tuple[Entry, ...] = ()
    items: int = 0
    memory: bytes | None = None
    id_kind: IdKind | None = None
    notes: tuple[str, ...] | None = None
    ttl_s: int | None = None
    body_hash: str | None = None
    complete: bool = True


NOTHING = Taken()


def refusal(prepared: Prepared, parsed: Sequence[Parsed], known: Sequence[KnownItem]) -> str | None:
    """Why a body as a whole is refused: uncut and unreadable, or nothing of it ever readable."""
    failed = [one.refused for one in parsed if one.refused]
    if not failed:
        return None
    hopeless = len(failed) == len(parsed) and not known
    return failed[0] if hopeless or not prepared.hashes else None


def take(
    state: FeedState,
    known: Sequence[KnownItem],
    prepared: Prepared,
    parsed: Sequence[Parsed],
    now: int,
) -> Taken:
    """Clean entries of a body, told apart from what is remembered of the one before."""
    sightings, lost = _sightings(prepared, parsed)
    found = sort_out(known, prepared.hashes, sightings, state.id_kind)
    language = next((one.language for one in parsed if one.language), None)
    notes = {
        "broken_xml": any(one.broken and not one.refused for one in parsed),
        "undated": _undated(sightings, now),
        "bad_ids": found.bad_ids,
        "garbled": prepared.garbled,
        "unreadable_items": any(one.refused for one in parsed),
        "empty_items": any(not _says_something(entry) for one in parsed for entry in one.entries),
        "no_items": not prepared.hashes and not any(one.entries for one in parsed),
    }
    return Taken(
        tuple(_entry(state.id, *pair, now, language) for pair in found.new),
        tuple(_entry(state.id, *pair, now, language) for pair in found.edited),
        len(prepared.hashes) or len(sightings),
        found.memory + b"".join(map(unreadable, lost)),
        found.id_kind,
        tuple(note for note, applies in notes.items() if applies) if parsed else None,
        max((one.ttl_s for one in parsed if one.ttl_s), default=None),
        complete=all(not one.refused or one.refused in _COSTLY for one in parsed),
    )


def good_result(
    state: FeedState, fetched: Fetched, taken: Taken, now: int, dice: float
) -> PollResult:
    """A poll that ended well: fresh, unchanged or not modified."""
    # a body that was not parsed says nothing anew of its <ttl>
    ttl_s = state.ttl_s if taken.notes is None else taken.ttl_s
    wishes = Wishes(max_age_s=read_max_age(fetched.cache_control), ttl_s=ttl_s)
    # at the first poll everything without a date would seem to have come at once
    arrived = [entry.time for entry in taken.new if state.first_poll_done or entry.published_at]
    arrivals = arrivals_after(state, arrived)
    plan = next_poll(state, arrivals, fetched.outcome, wishes, now, dice)
    body_hash, etag, last_modified = _validators(state, fetched, taken)
    after = replace(
        state,
        moved_to=_moved(state, fetched),
        body_hash=body_hash,
        etag=etag,
        last_modified=last_modified,
        memory=state.memory if taken.memory is None else taken.memory,
        id_kind=taken.id_kind or state.id_kind,
        notes=state.notes if taken.notes is None else taken.notes,
        arrivals=arrivals,
        next_poll_at=plan.next_poll_at,
        interval_s=plan.interval_s,
        failures=0,
        first_poll_done=True,
        last_poll_at=now,
        last_success_at=now,
        last_error=None,
        ttl_s=ttl_s,
    )
    counts = (taken.items, len(taken.new), len(taken.edited))
    health = HealthLine(state.id, fetched.outcome, None, fetched.status, after.notes, *counts)
    return PollResult(after, health, taken.new, taken.edited, announce=state.first_poll_done)


def bad_result(state: FeedState, fetched: Fetched, now: int, dice: float) -> PollResult:
    """A poll that brought nothing: gone, refused or failed; what is known stays as it is."""
    wishes = Wishes(retry_after_s=read_retry_after(fetched.retry_after, now))
    plan = next_poll(state, state.arrivals, fetched.outcome, wishes, now, dice)
    after = replace(
        state,
        next_poll_at=plan.next_poll_at,
        failures=plan.failures,
        last_poll_at=now,
        last_error=fetched.reason or fetched.outcome.value,
    )
    if after.moved_to and after.failures >= _MOVED_FAILURES:
        after = replace(after, moved_to=None, etag=None, last_modified=None)
    health = HealthLine(state.id, fetched.outcome, fetched.reason, fetched.status, state.notes)
    return PollResult(after, health, announce=state.first_poll_done)


def _sightings(
    prepared: Prepared, parsed: Sequence[Parsed]
) -> tuple[list[Sighting], Iterable[bytes]]:
    """The parsed entries with the hash of their source, and the sources that gave none."""
    sightings: list[Sighting] = []
    lost: dict[bytes, None] = {}
    for piece, one in zip(prepared.pieces, parsed, strict=True):
        matched = len(piece.hashes) == len(one.entries)
        sources = piece.hashes if matched else (_NO_SOURCE,) * len(one.entries)
        for source, entry in zip(sources, one.entries, strict=True):
            if _says_something(entry):
                sightings.append(Sighting(source, entry))
            elif matched:
                lost[source] = None
        if not matched and (not one.refused or one.refused in _COSTLY):
            lost.update(dict.fromkeys(piece.hashes))
    return sightings, lost


def _says_something(entry: RawEntry) -> bool:
    return bool(entry.title or entry.text)


def _undated(sightings: Sequence[Sighting], now: int) -> bool:
    dated = sum(1 for sighting in sightings if _published(sighting.entry, now) is not None)
    return dated * 2 < len(sightings)


def _published(entry: RawEntry, now: int) -> int | None:
    published = believable(entry.published_at, now)
    return believable(entry.updated_at, now) if published is None else published


def _entry(feed_id: str, identity: str, raw: RawEntry, now: int, language: str | None) -> Entry:
    return Entry(
        feed_id=feed_id,
        identity=identity,
        link=raw.link,
        title=raw.title,
        lead=raw.lead,
        text=raw.text,
        content_hash=words_hash(raw).hex(),
        seen_at=now,
        published_at=_published(raw, now),
        updated_at=believable(raw.updated_at, now),
        language=language,
    )


def _moved(state: FeedState, fetched: Fetched) -> str | None:
    target = fetched.moved_to or state.moved_to
    return None if target == state.url else target


def _validators(
    state: FeedState, fetched: Fetched, taken: Taken
) -> tuple[str | None, str | None, str | None]:
    """Body hash, ETag and Last-Modified for the next request to be compared with; nothing, where
    the rest of this body is still owed because a worker failed us."""
    if not taken.complete:
        return None, None, None
    fresh = fetched.outcome is Outcome.FRESH
    return (
        taken.body_hash or state.body_hash,
        fetched.etag if fresh or fetched.etag else state.etag,
        fetched.last_modified if fresh or fetched.last_modified else state.last_modified,
    )
