"""Starts the real bot again and again without importing aiogram each time: imports once, forks.

Each line on stdin starts `main.py run` in a new process, whose id is printed; when that process is
gone, its exit status is printed.
"""

import os
import sys

import bot.crew
import bot.net.telegram
import bot.news.feed_reader
import handlers.doors
import main

LOADED = (bot.crew, bot.news.feed_reader, bot.net.telegram, handlers.doors)


def told(number: int) -> None:
    """Tell the test a number, on a line."""
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def serve() -> None:
    """Fork for every line until stdin ends."""
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                code = main.main(["run"])
            finally:
                os._exit(code)
        told(child)
        _, status = os.waitpid(child, 0)
        told(status)


if __name__ == "__main__":
    serve()
