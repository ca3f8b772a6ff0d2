"""The town of the scenario tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.news.town import Town, opened_town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with opened_town(tmp_path) as opened:
        yield opened
