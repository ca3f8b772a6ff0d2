"""What ticks promise: work is asked at once and again, a failure stops nothing."""

import asyncio
from collections import Counter

from bot.ticks import Tick, keep_ticking


async def ticking(*ticks: Tick, until: asyncio.Event) -> None:
    """Let them tick until it is enough."""
    working = asyncio.create_task(keep_ticking(ticks))
    await until.wait()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


async def test_work_is_asked_at_once_and_a_failure_does_not_stop_the_next_time() -> None:
    asked, enough = Counter[str](), asyncio.Event()

    def ask(name: str) -> None:
        asked[name] += 1
        if min(asked["good"], asked["bad"]) > 1:
            enough.set()

    async def good() -> None:
        ask("good")

    async def bad() -> None:
        ask("bad")
        raise RuntimeError("this round only")

    await ticking(Tick("good", 0.05, good), Tick("bad", 0.05, bad), until=enough)


async def test_long_work_is_never_begun_twice_and_ends_with_the_ticks() -> None:
    begun, ended, looks, enough = 0, 0, 0, asyncio.Event()

    async def long() -> None:
        nonlocal begun, ended
        begun += 1
        try:
            await asyncio.sleep(60)
        finally:
            ended += 1

    async def look() -> None:
        nonlocal looks
        looks += 1
        if looks == 4:
            enough.set()

    await ticking(Tick("long", 0.01, long), Tick("look", 0.02, look), until=enough)
    assert (begun, ended) == (1, 1)
