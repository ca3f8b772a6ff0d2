"""Fixtures for every test; heavy imports stay inside them, so unit tests need no aiogram."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest_asyncio

if TYPE_CHECKING:
    from tests.sim_driver import Sim


def pytest_configure() -> None:
    """Let no example fail because the machine is slow."""
    from hypothesis import HealthCheck, settings

    slow = [HealthCheck.too_slow]
    settings.register_profile("house", settings(), deadline=None, suppress_health_check=slow)
    settings.load_profile("house")


def pytest_collection_finish() -> None:
    """What was loaded by now stays: the garbage collector need not look through it again."""
    gc.collect()
    gc.freeze()


@pytest_asyncio.fixture
async def sandbox() -> AsyncIterator[Sim]:
    """A running sandbox with the demo cast on a free port, and its driver."""
    from tests.sim_driver import running_sandbox

    async with running_sandbox() as sim:
        yield sim
