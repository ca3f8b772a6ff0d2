"""A short storm: whatever people do and Telegram refuses, nothing is lost or misled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.storm.weather import play


@pytest.mark.slow
async def test_a_storm_of_random_updates_loses_nothing_and_mistakes_nobody(tmp_path: Path) -> None:
    verdict = await play(250, 1, tmp_path)
    assert verdict.cases > 25
    assert verdict.carried > 50
    assert verdict.steps > 0
    assert verdict.calm, verdict.broken
