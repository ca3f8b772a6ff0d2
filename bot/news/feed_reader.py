"""Reads due feeds: asks, compares, parses what is unseen, and says what to record.

Knows no storage: a PollResult is written by who asked for it, in one transaction.
"""

from __future__ import annotations

import asyncio
import logging
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.news.our_network import OurNetwork
from bot.ports.news import Fetcher, Parser
from bot.rules.feeds.feed_documents import prepare
from bot.rules.feeds.feed_items import Piece, singly
from bot.rules.feeds.feed_memory import recall
from bot.rules.feeds.poll_results import NOTHING, Taken, bad_result, good_result, refusal, take
from bot.rules.feeds.polling import forgive
from storage.records.feeds import (
    FeedRequest,
    FeedState,
    Fetched,
    Outcome,
    Parsed,
    ParseTask,
    PollResult,
)

log = logging.getLogger(__name__)
T = TypeVar("T")
# above this, preparing and sorting would hold up the event loop and go to a thread, since twenty
# feeds may come in one turn of it: 100 KB cost 0.2 ms where the items are known and 0.7 where none
# is, a remembered item 2 µs, an entry just parsed 40
_INLINE_BYTES = 256 * 1024
_INLINE_NEW_BYTES = 32 * 1024
_INLINE_ITEMS = 400
_ITEMS_AN_ENTRY = 20
# two thousand requests begun in one turn of the event loop would hold it up for 80 ms
_STARTED_AT_ONCE = 20
# one item may have spoilt the reading of all
_ONE_BY_ONE = frozenset({"unreadable", "parse_failed"})


async def read_round(
    states: Sequence[FeedState],
    fetcher: Fetcher,
    parser: Parser,
    now: int,
    dice: Callable[[], float],
    network: OurNetwork | None = None,
) -> list[PollResult]:
    """Reads all due feeds at once, as far as the fetcher's limits allow; results in their order.

    One feed's trouble is its own; when nearly all fail it is our `network`, which remembers the
    rounds before, and nobody's fault.
    """
    reading = []
    for place, state in enumerate(states):
        reading.append(asyncio.create_task(_read_safely(state, fetcher, parser, now, dice())))
        if place % _STARTED_AT_ONCE == 0:
            await asyncio.sleep(0)
    results = await asyncio.gather(*reading)
    outcomes = [result.health.outcome for result in results]
    if not (network or OurNetwork()).is_out(states, outcomes):
        return results
    return [
        replace(result, state=forgive(state, result.state, now, dice()))
        if result.health.outcome is Outcome.FAILED
        else result
        for state, result in zip(states, results, strict=True)
    ]


async def _read_safely(
    state: FeedState, fetcher: Fetcher, parser: Parser, now: int, dice: float
) -> PollResult:
    try:
        return await read_feed(state, fetcher, parser, now, dice)
    except Exception:  # last line of defence for the other feeds of the round, logged
        log.exception("feed %s could not be read", state.id)
        return bad_result(state, Fetched(Outcome.REFUSED, "internal"), now, dice)


async def read_feed(
    state: FeedState, fetcher: Fetcher, parser: Parser, now: int, dice: float = 0.5
) -> PollResult:
    """One poll from request to clean entries; `dice` in [0, 1) spreads the next one in time."""
    fetched = await fetcher.fetch(FeedRequest(state.address, state.etag, state.last_modified))
    if fetched.outcome is Outcome.NOT_MODIFIED:
        return good_result(state, fetched, NOTHING, now, dice)
    if fetched.outcome is not Outcome.FRESH:
        return bad_result(state, fetched, now, dice)
    digest = body_hash(fetched.body)
    if digest == state.body_hash:
        return good_result(state, replace(fetched, outcome=Outcome.UNCHANGED), NOTHING, now, dice)
    taken = await _read_body(state, fetched, parser, now)
    if isinstance(taken, str):
        refused = replace(fetched, outcome=Outcome.REFUSED, reason=taken)
        return bad_result(state, refused, now, dice)
    # only now: a refused body must not count as known when it comes again
    return good_result(state, fetched, replace(taken, body_hash=digest), now, dice)


def body_hash(body: bytes) -> str:
    """Tells a body from the one before; a checksum, because it is made of every body that comes
    and nothing is lost when one change in four thousand million waits for the next."""
    return f"{len(body)}-{zlib.crc32(body):08x}"


async def _read_body(state: FeedState, fetched: Fetched, parser: Parser, now: int) -> Taken | str:
    """What the body brings, or the reason for refusing it."""
    known = recall(state.memory)
    seen = [item.source for item in known]
    page = state.page is not None
    heavy = len(fetched.body) > (_INLINE_BYTES if known else _INLINE_NEW_BYTES)
    prepared = await _call(
        lambda: prepare(fetched.body, fetched.content_type, seen, page=page), in_thread=heavy
    )
    if prepared.refused:
        return prepared.refused
    url = fetched.final_url or state.address
    task = ParseTask(prepared.kind, b"", url, state.zone, state.page, now)
    parts = await asyncio.gather(*(_parse(parser, task, piece) for piece in prepared.pieces))
    pairs = [pair for part in parts for pair in part]
    prepared = replace(prepared, pieces=tuple(piece for piece, _ in pairs))
    parsed = [one for _, one in pairs]
    unseen = sum(len(one.entries) for one in parsed)
    many = unseen * _ITEMS_AN_ENTRY + len(known) > _INLINE_ITEMS
    refused = refusal(prepared, parsed, known)
    if refused:
        return refused
    return await _call(lambda: take(state, known, prepared, parsed, now), in_thread=many)


async def _parse(parser: Parser, task: ParseTask, piece: Piece) -> list[tuple[Piece, Parsed]]:
    """A piece and what it says; its items one by one where they cannot be read together."""
    parsed = await parser.parse(replace(task, body=piece.body))
    alone = singly(piece) if parsed.refused in _ONE_BY_ONE and len(piece.hashes) > 1 else ()
    if not alone:
        return [(piece, parsed)]
    parts = await asyncio.gather(*(_parse(parser, task, one) for one in alone))
    return [pair for part in parts for pair in part]


async def _call(work: Callable[[], T], *, in_thread: bool) -> T:
    return await asyncio.to_thread(work) if in_thread else work()
