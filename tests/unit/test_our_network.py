"""Our own network is out: told from single feeds, whether many are due at once or one by one."""

from __future__ import annotations

from dataclasses import replace

from bot.news.our_network import OurNetwork
from storage.records.feeds import FeedState, Outcome

FEEDS = [FeedState(f"f{n}", f"https://gazet{n}.example/rss") for n in range(12)]
OUT, WELL = Outcome.FAILED, Outcome.NOT_MODIFIED


def one_by_one(watch: OurNetwork, states: list[FeedState], outcome: Outcome) -> list[bool]:
    return [watch.is_out([state], [outcome]) for state in states]


def test_a_round_in_which_nearly_all_fail_is_our_outage() -> None:
    assert OurNetwork().is_out(FEEDS[:10], [*[OUT] * 9, WELL])
    assert not OurNetwork().is_out(FEEDS[:10], [*[OUT] * 8, WELL, WELL])
    assert not OurNetwork().is_out(FEEDS[:3], [OUT] * 3)


def test_an_outage_is_noticed_where_feeds_are_due_one_by_one() -> None:
    watch = OurNetwork()
    one_by_one(watch, FEEDS, WELL)
    assert one_by_one(watch, FEEDS[:6], OUT) == [False] * 4 + [True] * 2
    assert one_by_one(watch, FEEDS[6:8], WELL) == [False] * 2


def test_feeds_that_were_out_before_do_not_vote() -> None:
    watch = OurNetwork()
    sick = [replace(feed, failures=4) for feed in FEEDS[:6]]
    one_by_one(watch, FEEDS[6:], WELL)
    assert one_by_one(watch, sick, OUT) == [False] * 6
    assert not watch.is_out([*sick, FEEDS[7]], [*[OUT] * 6, WELL])


def test_five_feeds_of_one_host_are_one_voice() -> None:
    watch = OurNetwork()
    twins = [FeedState(f"t{n}", f"https://one.example/{n}") for n in range(6)]
    assert not watch.is_out(twins, [OUT] * 6)
    assert not any(one_by_one(watch, twins, OUT))
