"""The desk, at work and bound to the demo's staff group."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest_asyncio

if TYPE_CHECKING:
    from tests.desk.at_work import Desk
    from tests.sim_driver import Sim


@pytest_asyncio.fixture
async def unbound(sandbox: Sim, tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk whose offices have no staff chat yet."""
    from tests.desk.at_work import desk_at_work

    async with desk_at_work(sandbox, tmp_path) as desk:
        yield desk


@pytest_asyncio.fixture
async def desk(unbound: Desk) -> Desk:
    """A desk whose association answers in the demo's forum group."""
    await unbound.bind()
    return unbound
