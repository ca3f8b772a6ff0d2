"""Runs a command's work until a person or the system stops it, and says where logs go."""

import asyncio
import gc
import logging
import signal
from collections.abc import Awaitable, Callable


def log_to_stderr(level: str) -> None:
    """Send the log to stderr from `level` on; libraries are heard from WARNING on."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("aiogram", "aiohttp", "apscheduler", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def settle_memory() -> None:
    """Take what a start has built out of the garbage collector's rounds: libraries and catalogues
    stay for good, and looking through all of them held the event loop for 170 ms each time."""
    gc.collect()
    gc.freeze()


def until_stopped(work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Run `work`; Ctrl-C or SIGTERM sets the event that it waits for."""

    async def stoppable() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        await work(stop)

    asyncio.run(stoppable())
