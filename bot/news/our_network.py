"""Tells an outage of our own network from feeds that are out, also where few are due at once."""

from collections.abc import Sequence

from bot.rules.feeds.polling import is_our_outage
from storage.records.feeds import FeedState, Outcome

# hosts of the last polls that are judged together; a whole round where it has more
_JUDGED = 5


class OurNetwork:
    """Remembers how the last poll of each host ended, of feeds that had been well before."""

    def __init__(self) -> None:
        self._failed: dict[str, bool] = {}

    def is_out(self, states: Sequence[FeedState], outcomes: Sequence[Outcome]) -> bool:
        """Whether more than 80 % of the hosts asked last gave no answer, at least five of them."""
        asked: dict[str, bool] = {}
        for state, outcome in zip(states, outcomes, strict=True):
            # a feed that was out before says nothing of us, but one that answers does
            if state.failures and outcome is Outcome.FAILED:
                continue
            # a tenth of what urlsplit costs, of addresses that are known to be good
            host = state.address.partition("//")[2].partition("/")[0]
            asked[host] = asked.get(host, True) and outcome is Outcome.FAILED
        for host, failed in asked.items():
            # the hosts asked last stand last
            self._failed.pop(host, None)
            self._failed[host] = failed
        return is_our_outage(list(self._failed.values())[-max(_JUDGED, len(asked)) :])
