"""Fixtures of the law's tests."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.law.running_bot import RunningBot
    from tests.sim_driver import Sim

Start = Callable[..., "AbstractAsyncContextManager[RunningBot]"]


@pytest.fixture
def bot_on(sandbox: Sim, tmp_path: Path) -> Start:
    """Build a bot on the sandbox with the routers given."""
    from tests.law.running_bot import running_bot

    def build(*routers: Any, **options: Any) -> AbstractAsyncContextManager[RunningBot]:
        return running_bot(sandbox.url, tmp_path, *routers, **options)

    return build
