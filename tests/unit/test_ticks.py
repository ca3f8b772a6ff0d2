"""What ticks promise: work is asked at once and again, a failure stops nothing."""

import asyncio
import contextlib

from bot.ticks import Tick, keep_ticking


async def ticking(*ticks: Tick, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await keep_ticking(ticks)


async def test_work_is_asked_at_once_and_a_failure_does_not_stop_the_next_time() -> None:
    asked: list[str] = []

    async def good() -> None:
        asked.append("good")

    async def bad() -> None:
        asked.append("bad")
        raise RuntimeError("this round only")

    await ticking(Tick("good", 0.05, good), Tick("bad", 0.05, bad), seconds=0.3)
    assert asked.count("good") > 1
    assert asked.count("bad") > 1


async def test_long_work_is_never_begun_twice_and_ends_with_the_ticks() -> None:
    begun, ended = 0, 0

    async def long() -> None:
        nonlocal begun, ended
        begun += 1
        try:
            await asyncio.sleep(60)
        finally:
            ended += 1

    await ticking(Tick("long", 0.05, long), seconds=0.25)
    assert (begun, ended) == (1, 1)
