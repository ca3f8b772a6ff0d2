"""A slice of the simulated year: summer time, outages, pauses, blocks; the oracle is its own."""

import pytest

from tests.reach.year import lived


@pytest.mark.parametrize("seed", [2, 3])
async def test_each_due_digest_comes_once_and_no_story_twice(seed: int) -> None:
    year = await lived(12, 17, seed)  # 20 March to 6 April: two zones turn their clocks
    try:
        assert year.digests > 50
        assert await year.judge() == []
    finally:
        await year.database.close()
