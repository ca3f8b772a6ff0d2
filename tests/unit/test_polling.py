"""When a feed is asked again."""

from dataclasses import replace
from itertools import product

import pytest

from bot.rules.feeds.poll_results import Taken, good_result
from bot.rules.feeds.polling import (
    Wishes,
    forgive,
    next_poll,
    read_max_age,
    read_retry_after,
    rhythm,
)
from storage.records.feeds import FeedState, Fetched, Outcome

NOW = 1_795_000_000
HOUR = 3_600
FEED = FeedState(
    id="a", url="https://a.example/rss", next_poll_at=NOW, first_poll_done=True, last_poll_at=NOW
)


def _wait(state: FeedState, outcome: Outcome, wishes: Wishes | None = None) -> int:
    return next_poll(state, (), outcome, wishes or Wishes(), NOW, 0.5).next_poll_at - NOW


def test_a_feed_is_asked_twice_in_its_own_rhythm() -> None:
    assert rhythm([NOW - n * 2 * HOUR for n in range(9, -1, -1)], NOW) == HOUR


def test_the_interval_stays_between_a_quarter_and_six_hours() -> None:
    assert rhythm([NOW - n for n in range(9, -1, -1)], NOW) == 15 * 60
    assert rhythm([NOW - n * 90 * HOUR for n in range(9, -1, -1)], NOW) == 6 * HOUR


def test_a_feed_that_fell_silent_is_asked_less_often() -> None:
    busy = [NOW - n * 600 for n in range(9, -1, -1)]
    assert rhythm(busy, NOW + 16 * HOUR) > rhythm(busy, NOW)


def test_the_servers_wishes_are_obeyed_up_to_a_day() -> None:
    assert _wait(FEED, Outcome.FRESH, Wishes(max_age_s=10 * HOUR)) == 10 * HOUR
    assert _wait(FEED, Outcome.NOT_MODIFIED, Wishes(ttl_s=90 * HOUR)) == 24 * HOUR
    assert _wait(FEED, Outcome.FAILED, Wishes(retry_after_s=20 * HOUR)) == 20 * HOUR


def test_errors_back_off_doubling_and_end_at_twelve_hours() -> None:
    for failures, dice in product(range(501), (0.0, 0.31, 0.5, 1 - 2**-53)):
        state = FeedState(id="a", url="u", failures=failures)
        wait = next_poll(state, (), Outcome.FAILED, Wishes(), NOW, dice).next_poll_at - NOW
        nominal = min(300 * 2 ** min(failures, 20), 12 * HOUR)
        assert 0.8 * nominal - 1 <= wait <= 1.2 * nominal + 1, (failures, dice)


def test_one_good_answer_ends_the_back_off() -> None:
    state = FeedState(id="a", url="u", failures=9)
    assert next_poll(state, (), Outcome.NOT_MODIFIED, Wishes(), NOW, 0.5).failures == 0


def test_a_feed_that_is_gone_is_still_asked_twice_a_day() -> None:
    assert _wait(FEED, Outcome.GONE) == 12 * HOUR


def test_retry_after_is_read_as_seconds_and_as_a_date() -> None:
    assert read_retry_after("120", NOW) == 120
    assert read_retry_after("Wed, 18 Nov 2026 11:06:40 GMT", NOW) == max(0, 1_795_000_000 - NOW)
    for nonsense in ("soon", "", "-5", "²", "1.5", "٣", "Wed, 99 Nov 2026 25:00:00 GMT"):
        assert read_retry_after(nonsense, NOW) is None
    assert read_retry_after("Mon, 01 Jan 1990 00:00:00 GMT", NOW) == 0
    assert read_max_age("public, max-age=900") == 900
    assert read_max_age("no-store") is None


def test_our_own_outage_is_not_held_against_a_feed() -> None:
    after = replace(FEED, failures=1, next_poll_at=NOW + 9_999)
    forgiven = forgive(FEED, after, NOW, 0.5)
    assert (forgiven.failures, forgiven.next_poll_at) == (0, NOW + 300)


@pytest.mark.parametrize(
    "crowd",
    [replace(FEED, first_poll_done=False), replace(FEED, next_poll_at=NOW - 9 * HOUR)],
    ids=["listed together", "polled together after a standstill"],
)
def test_feeds_that_come_together_do_not_stay_together(crowd: FeedState) -> None:
    dice = [n / 60 for n in range(60)]
    times = [next_poll(crowd, (), Outcome.FRESH, Wishes(), NOW, one).next_poll_at for one in dice]
    quarters = [(at - NOW) // (HOUR // 4) for at in times]
    assert max(map(quarters.count, quarters)) <= 16
    assert max(times) - NOW <= 1.1 * HOUR


@pytest.mark.parametrize("first", [True, False])
def test_no_feed_is_asked_sooner_than_it_wishes(first: bool) -> None:
    state = replace(FEED, first_poll_done=not first)
    for wish, dice in product(range(0, 30 * HOUR, 601), (0.0, 0.5, 1 - 2**-53)):
        for wishes in (Wishes(ttl_s=wish), Wishes(max_age_s=wish)):
            plan = next_poll(state, (), Outcome.NOT_MODIFIED, wishes, NOW, dice)
            assert plan.next_poll_at - NOW >= min(wish, 24 * HOUR), (wish, dice)


def test_a_wish_that_a_feed_wrote_holds_while_it_does_not_change() -> None:
    fresh = Fetched(Outcome.FRESH, etag='"a"')
    known = good_result(FEED, fresh, Taken(notes=(), ttl_s=9 * HOUR), NOW, 0.5).state
    for outcome in (Outcome.NOT_MODIFIED, Outcome.UNCHANGED, Outcome.FRESH):
        after = good_result(known, Fetched(outcome), Taken(), NOW, 0.5).state
        assert after.next_poll_at == NOW + 9 * HOUR
    rid = good_result(known, fresh, Taken(notes=()), NOW, 0.5).state
    assert rid.next_poll_at == NOW + HOUR


def test_a_body_of_which_a_part_is_owed_is_asked_for_again() -> None:
    known = replace(FEED, etag='"a"', body_hash="b")
    fetched = Fetched(Outcome.FRESH, etag='"c"')
    owed = good_result(known, fetched, Taken(body_hash="d", complete=False), NOW, 0.5).state
    assert (owed.etag, owed.body_hash) == (None, None)
    read = good_result(known, fetched, Taken(body_hash="d"), NOW, 0.5).state
    assert (read.etag, read.body_hash) == ('"c"', "d")
