"""Fixtures for every test; heavy imports stay inside them, so unit tests need no aiogram."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from tests.sim_driver import Sim


def pytest_configure() -> None:
    """Load everything before collecting garbage: there is hardly any, and looking for it takes a
    fifth of the time."""
    gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begin first, so that none is left to one process at the end."""
    items.sort(key=_seconds, reverse=True)


def _seconds(item: pytest.Item) -> float:
    marker = item.get_closest_marker("slow")
    return marker.args[0] if marker and marker.args else 60.0 if marker else 0.0


def pytest_collection_finish() -> None:
    """What was loaded by now stays: the garbage collector need not look through it again."""
    gc.enable()
    gc.freeze()


@pytest_asyncio.fixture
async def sandbox() -> AsyncIterator[Sim]:
    """A running sandbox with the demo cast on a free port, and its driver."""
    from tests.sim_driver import running_sandbox

    async with running_sandbox() as sim:
        yield sim
