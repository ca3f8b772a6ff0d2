"""A short storm: whatever people do and Telegram refuses, nothing is lost or misled."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.opening import open_database
from tests.desk.storm.play import play
from tests.desk.storm.replay import compared


@pytest.mark.slow(30)
async def test_a_storm_of_random_updates_loses_nothing_and_mistakes_nobody(tmp_path: Path) -> None:
    verdict = await play(300, 1, tmp_path, citizens=25)
    assert verdict.counts["updates"] >= 300
    assert verdict.counts["cases"] > 15
    assert verdict.counts["copies"] > 40
    assert verdict.counts["escalations"] > 0
    assert verdict.calm, verdict.broken
    await _one_row_that_is_not_equal_is_noticed(tmp_path)


async def _one_row_that_is_not_equal_is_noticed(folder: Path) -> None:
    was = await open_database(f"sqlite:///{folder}/storm.sqlite3")
    again = await open_database(f"sqlite:///{folder}/replay.sqlite3")
    try:
        assert not await compared(was, again)
        async with again.transaction() as transaction:
            await transaction.run(
                """
                UPDATE case_posts SET message_id = message_id + 1000000
                WHERE message_id = (SELECT max(message_id) FROM case_posts)
                """
            )
        [table, *_] = await compared(was, again)
    finally:
        await was.close()
        await again.close()
    assert table == "case_posts: 1 rows differ, 1 new"
