"""The scheduler sends people first, in order within a chat, and never beyond a limit."""

from collections import defaultdict
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.delivery.limits import Limits
from bot.rules.delivery.pacing import Scheduler
from storage.records.delivery import Priority, Waiting

EPSILON = 1e-6


def row(row_id: int, chat_id: int, priority: int = 3, method: str = "sendMessage") -> Waiting:
    return Waiting(row_id, chat_id, priority, method, 0, 0)


@dataclass
class Server:
    """What the scheduler let out: (time, row), and answers on their way: (time, row, flood)."""

    scheduler: Scheduler
    sent: list[tuple[float, Waiting]] = field(default_factory=list)
    flying: list[tuple[float, Waiting, float, float]] = field(default_factory=list)
    failures: dict[int, float] = field(default_factory=dict)

    def run(self, floods: dict[int, float], latency: float, until: float = 3000.0) -> None:
        now = 0.0
        while now < until:
            self.land(now)
            self.foretell(now)
            while (taken := self.scheduler.take(now)) is not None:
                flood = floods.pop(len(self.sent), 0.0)
                failure = self.failures.pop(len(self.sent), 0.0)
                self.sent.append((now, taken))
                self.flying.append((now + latency, taken, flood, failure))
            times = [at for at, *_ in self.flying]
            following = self.scheduler.next_at(now)
            times += [] if following is None else [following]
            if not times:
                return
            now = max(min(times), now + EPSILON)

    def land(self, now: float) -> None:
        for flight in [one for one in self.flying if one[0] <= now]:
            self.flying.remove(flight)
            _, taken, flood, failure = flight
            if flood:
                self.scheduler.flooded(taken, now, flood)
            if flood or failure:
                self.scheduler.again(taken, now, now + max(flood, failure))
            else:
                self.scheduler.finished(taken, now)

    def foretell(self, now: float) -> None:
        """Look ahead as the sender does before it marks: that must change nothing."""
        soon = self.scheduler.upcoming(now, now + 0.1, 5)
        flying = {taken.id for _, taken, *_ in self.flying}
        assert len(soon) == len({one.id for one in soon}) <= 5
        assert not flying & {one.id for one in soon}


def most_in(times: list[float], window: float) -> int:
    """The most sends in any window of that length, its far end excluded."""
    most, first = 0, 0
    for last, at in enumerate(times):
        while times[first] <= at - window + EPSILON * 10:
            first += 1
        most = max(most, last - first + 1)
    return most


ROWS = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 3, 4, 5, -1, -2]),
        st.integers(0, 4),
        st.sampled_from(["sendMessage", "editMessageText", "copyMessage", "createForumTopic"]),
    ),
    max_size=60,
)


@settings(max_examples=60)
@given(
    rows=ROWS,
    per_second=st.floats(0.5, 60),
    bucket=st.floats(1, 20),
    interval=st.floats(0.1, 3),
    per_minute=st.integers(6, 20),
    latency=st.floats(0.001, 1.5),
    floods=st.dictionaries(st.integers(0, 80), st.floats(0.5, 20), max_size=8),
    failures=st.dictionaries(st.integers(0, 80), st.floats(0.1, 9), max_size=8),
)
def test_no_window_ever_holds_more_than_is_allowed_and_everything_goes(
    rows: list[tuple[int, int, str]],
    per_second: float,
    bucket: float,
    interval: float,
    per_minute: int,
    latency: float,
    floods: dict[int, float],
    failures: dict[int, float],
) -> None:
    limits = Limits(per_second, bucket, interval, per_minute)
    scheduler = Scheduler(limits, 0.0)
    for number, (chat, priority, method) in enumerate(rows):
        scheduler.add(row(number + 1, chat, priority, method), 0.0)
    scheduler.resume(0.0, 0)
    server = Server(scheduler, failures=dict(failures))
    server.run(dict(floods), latency)
    assert {taken.id for _, taken in server.sent} == {n + 1 for n in range(len(rows))}
    times = [at for at, _ in server.sent]
    for window in (0.1, 1.0, 7.0, 60.0):
        assert most_in(times, window) <= max(1.0, bucket) + per_second * window + 1
    by_chat: dict[int, list[float]] = defaultdict(list)
    for at, taken in server.sent:
        by_chat[taken.chat_id].append(at)
    for chat, sent in by_chat.items():
        if chat > 0:
            assert most_in(sent, interval) <= 1
        else:
            assert most_in(sent, 60.0) <= per_minute


@settings(max_examples=60)
@given(rows=ROWS, latency=st.floats(0.001, 0.5))
def test_within_a_conversation_and_within_a_mailing_order_is_kept(
    rows: list[tuple[int, int, str]], latency: float
) -> None:
    scheduler = Scheduler(Limits(), 0.0)
    for number, (chat, priority, method) in reversed(list(enumerate(rows))):
        scheduler.add(row(number + 1, chat, priority, method), 0.0)
    server = Server(scheduler)
    server.run({}, latency)
    lanes: dict[tuple[int, int], list[int]] = defaultdict(list)
    for _, taken in server.sent:
        lanes[taken.chat_id, max(taken.priority, 1)].append(taken.id)
    assert all(ids == sorted(ids) for ids in lanes.values())


def test_a_reply_overtakes_a_mailing_at_once() -> None:
    scheduler = Scheduler(Limits(), 0.0)
    for number in range(100):
        scheduler.add(row(number + 1, number + 1), 0.0)
    taken = list[Waiting]()
    now = 0.0
    while len(taken) < 30:
        now += 0.01
        taken += [one for one in [scheduler.take(now)] if one]
    scheduler.add(row(999, 5000, Priority.REPLY), now)
    first = scheduler.take(now)
    assert first is not None
    assert first.id == 999


def test_an_answer_to_a_button_waits_for_nothing() -> None:
    scheduler = Scheduler(Limits(per_second=1, bucket=1), 0.0)
    scheduler.add(row(1, 7, Priority.REPLY), 0.0)
    assert scheduler.take(0.0) is not None
    scheduler.add(row(2, 8, Priority.REPLY), 0.0)
    scheduler.add(row(3, 0, Priority.REPLY, "answerCallbackQuery"), 0.0)
    scheduler.add(row(4, 0, Priority.REPLY, "answerCallbackQuery"), 0.0)
    taken = [scheduler.take(0.0), scheduler.take(0.0), scheduler.take(0.0)]
    assert [one.id if one else None for one in taken] == [3, 4, None]


def test_one_limited_group_does_not_stall_the_rest() -> None:
    scheduler = Scheduler(Limits(), 0.0)
    group, person = row(1, -5, Priority.CASE), row(2, 6)
    scheduler.add(group, 0.0)
    taken = scheduler.take(0.0)
    assert taken == group
    scheduler.flooded(group, 0.0, 60.0)
    scheduler.again(group, 0.0, 60.0)
    scheduler.add(person, 0.5)
    assert scheduler.take(0.5) == person
    assert scheduler.take(59.0) is None
    assert scheduler.take(60.1) == group


def test_two_chats_flooded_at_once_mean_that_everything_rests() -> None:
    scheduler = Scheduler(Limits(), 0.0)
    for number in (1, 2, 3):
        scheduler.add(row(number, number, Priority.REPLY), 0.0)
    first, second = scheduler.take(1.0), scheduler.take(1.0)
    assert first
    assert second
    scheduler.flooded(first, 1.0, 9.0)
    scheduler.flooded(second, 1.0, 5.0)
    assert scheduler.take(5.9) is None
    third = scheduler.take(6.1)
    assert third
    assert third.id == 3


def test_a_mailing_at_the_limit_uses_nearly_all_of_it() -> None:
    scheduler = Scheduler(Limits(), 0.0)
    for number in range(600):
        scheduler.add(row(number + 1, number + 1), 0.0)
    server = Server(scheduler)
    server.run({}, 0.05)
    last = server.sent[-1][0]
    assert 600 / last / 30 >= 0.985


def test_a_chat_that_has_nothing_to_wait_for_is_forgotten() -> None:
    scheduler = Scheduler(Limits(), 0.0)
    for number in range(50):
        scheduler.add(row(number + 1, number + 1), 0.0)
    Server(scheduler).run({}, 0.05)
    scheduler.take(1000.0)
    assert not scheduler._chats


def test_what_is_foretold_leaves_next_and_a_reply_still_overtakes_it() -> None:
    scheduler = Scheduler(Limits(bucket=1), 0.0)
    for number in range(100):
        scheduler.add(row(number + 1, number + 1), 0.0)
    soon = [one.id for one in scheduler.upcoming(0.0, 0.1, 3)]
    assert soon == [1, 2, 3]
    scheduler.add(row(999, 5000, Priority.REPLY), 0.0)
    server = Server(scheduler)
    server.run({}, 0.05)
    assert [taken.id for _, taken in server.sent[:4]] == [999, *soon]


def test_a_limit_of_a_method_without_messages_is_its_own() -> None:
    scheduler = Scheduler(Limits(), 0.0)
    names = [row(number, 0, Priority.HOUSEKEEPING, "setMyName") for number in (1, 2)]
    for one in names:
        scheduler.add(one, 0.0)
        assert scheduler.take(0.0) == one
        scheduler.flooded(one, 0.0, 40_000.0)
        scheduler.again(one, 0.0, 40_000.0)
    scheduler.add(row(3, 7), 1.0)
    taken = scheduler.take(1.0)
    assert taken
    assert taken.id == 3
