"""A short storm: whatever people do and Telegram refuses, nothing is lost or misled."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.opening import open_database
from tests.desk.storm.play import play
from tests.desk.storm.replay import differences


@pytest.mark.slow
async def test_a_storm_of_random_updates_loses_nothing_and_mistakes_nobody(tmp_path: Path) -> None:
    verdict = await play(300, 1, tmp_path, citizens=25)
    assert verdict.counts["updates"] >= 300
    assert verdict.counts["cases"] > 15
    assert verdict.counts["copies"] > 40
    assert verdict.counts["escalations"] > 0
    assert verdict.calm, verdict.broken
    await _a_replay_notices_what_the_log_lacks(tmp_path)


async def _a_replay_notices_what_the_log_lacks(folder: Path) -> None:
    database = await open_database(f"sqlite:///{folder}/storm.sqlite3")
    try:
        async with database.transaction() as transaction:
            await transaction.run(
                """
                DELETE FROM storm_log WHERE seq = (SELECT max(seq) FROM storm_log
                    WHERE what = 'effect' AND data LIKE '%case_copied%')
                """
            )
        found = await differences(database, folder / "lacking.sqlite3")
    finally:
        await database.close()
    assert any(line.startswith("case_posts") for line in found)
