"""A sender killed in the middle loses nothing and repeats no more than was in flight."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.law.crash_matrix import CHATS, Report, crash_matrix, group_of
from tests.law.crash_server import BLOCKED

PER_CHAT = 18


def counts_of(report: Report) -> Counter[str]:
    return Counter(text for texts in report.server.delivered.values() for text in texts)


async def test_a_killed_sender_loses_nothing_and_repeats_at_most_what_was_in_flight(
    tmp_path: Path,
) -> None:
    report = await crash_matrix(tmp_path, kills=8, per_chat=PER_CHAT, seed=20261122)
    states = Counter(row["state"] for row in report.rows)
    assert set(states) <= {"sent", "failed", "unknown"}
    delivered = counts_of(report)
    for chat in CHATS:
        for n in range(PER_CHAT):
            text = f"{chat} {n:04}"
            if chat == BLOCKED:
                assert delivered[text] == 0
            elif n % 3 == 2:
                assert delivered[text] <= 1, f"the digest {text} came twice"
            else:
                assert delivered[text] >= 1, f"{text} is lost"
    repeated = sum(count - 1 for count in delivered.values())
    dropped = sum(report.server.dropped.values())
    assert repeated <= sum(report.in_flight.values()) + dropped
    lost_digests = [
        text
        for chat in CHATS
        for n in range(2, PER_CHAT, 3)
        if chat != BLOCKED and not delivered[text := f"{chat} {n:04}"]
    ]
    assert len(lost_digests) <= states["unknown"] <= sum(report.in_flight.values()) + dropped
    refused = Counter(row["state"] for row in report.rows if row["chat_id"] == BLOCKED)
    assert refused["failed"] + refused["unknown"] == PER_CHAT


async def test_order_is_kept_and_follow_ups_come_once_for_each_outcome(tmp_path: Path) -> None:
    report = await crash_matrix(tmp_path, kills=3, per_chat=12, seed=7)
    for chat in CHATS:
        for talk in (True, False):
            came = [
                text
                for text in report.server.delivered.get(group_of(chat), [])
                if (int(text.split()[1]) % 3 != 2) is talk
            ]
            firsts = list(dict.fromkeys(came))
            assert firsts == sorted(firsts), f"chat {chat} out of order"
    follow_ups = Counter(
        row["id"] for row in report.rows if row["chat_id"] == 100 and row["state"] == "sent"
    )
    asked = [row for row in report.rows if row["effect"] == "follow"]
    assert len(follow_ups) == len(asked)
