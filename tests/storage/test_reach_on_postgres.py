"""Announcements and places over PostgreSQL: their own tests, once more."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from storage.opening import open_database
from tests.desk.at_work import Desk, desk_over
from tests.reach.test_announcing import (  # noqa: F401 - promised here too
    test_a_crash_at_any_slice_doubles_and_loses_nothing,
    test_each_gets_it_once_in_the_language_in_which_she_reads,
    test_stopping_takes_back_at_once_what_has_not_left,
    test_the_audience_is_counted_and_nobody_else_is_reached,
    test_the_author_cannot_agree_and_refused_words_go_to_nobody,
    test_whoever_has_quiet_hours_gets_it_when_they_end,
)
from tests.reach.test_places import (  # noqa: F401 - promised here too
    test_a_place_that_shuts_the_bot_out_is_paused_and_its_owner_told_once,
    test_only_an_administrator_of_the_group_sets_it,
    test_who_is_no_administrator_any_more_arranges_nothing,
)
from tests.sim_driver import ADMIN, BAKYT, SVETLANA, Sim

pytestmark = pytest.mark.postgres


@pytest_asyncio.fixture
async def two(sandbox: Sim, postgres_url: str) -> AsyncIterator[Desk]:
    """A bot with two administrators."""
    database = await open_database(postgres_url)
    async with desk_over(database, sandbox, (ADMIN, SVETLANA)) as desk:
        await desk.starts(SVETLANA)
        yield desk


@pytest_asyncio.fixture
async def desk(sandbox: Sim, postgres_url: str) -> AsyncIterator[Desk]:
    """A bot that somebody arranges places with."""
    async with desk_over(await open_database(postgres_url), sandbox) as desk:
        await desk.starts(BAKYT)
        yield desk
