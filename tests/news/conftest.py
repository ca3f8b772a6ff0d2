"""The town of the scenario tests."""

from collections.abc import AsyncIterator

import pytest

from tests.news.town import Town, opened_town


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with opened_town() as opened:
        yield opened
