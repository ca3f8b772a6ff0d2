"""A sender killed in the middle loses nothing and repeats no more than was in flight.

Here a slice of the matrix; `make matrix` kills at 200 moments and more (tests/law/matrix.py).
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.law.crash_matrix import Weather, crash_matrix, judge

PER_CHAT = 18


@pytest.mark.slow(20)
async def test_a_killed_sender_loses_nothing_and_repeats_at_most_what_was_in_flight(
    tmp_path: Path,
) -> None:
    judge(await crash_matrix(tmp_path, kills=6, per_chat=PER_CHAT, seed=20261122), PER_CHAT)


@pytest.mark.slow(12)
async def test_nor_does_it_on_a_disk_that_is_full_now_and_then(tmp_path: Path) -> None:
    weather = Weather(full=True)
    judge(await crash_matrix(tmp_path, kills=3, per_chat=12, seed=5, weather=weather), 12)


@pytest.mark.slow(12)
async def test_nor_does_it_on_a_database_that_another_holds(tmp_path: Path) -> None:
    weather = Weather(locked_s=1.0)
    judge(await crash_matrix(tmp_path, kills=3, per_chat=12, seed=6, weather=weather), 12)


@pytest.mark.slow(10)
async def test_follow_ups_come_once_for_each_outcome(tmp_path: Path) -> None:
    report = await crash_matrix(tmp_path, kills=3, per_chat=12, seed=7)
    follow_ups = Counter(
        row["id"] for row in report.rows if row["chat_id"] == 100 and row["state"] == "sent"
    )
    asked = [row for row in report.rows if row["effect"] == "follow"]
    assert len(follow_ups) == len(asked)
