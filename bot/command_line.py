"""The words of the command line, in plain sentences, and how lines are said there."""

import argparse
import os
import sys


def build_parser() -> argparse.ArgumentParser:
    """Return the parser; `name` of what it reads is the command."""
    parser = argparse.ArgumentParser(
        prog="main.py",
        description="Altyn Kopir: NGO news and consultations on Telegram. "
        "Settings come from the environment or from .env; .env.example explains each.",
    )
    commands = parser.add_subparsers(
        title="commands", required=True, metavar="COMMAND", dest="name"
    )
    commands.add_parser("run", help="serve Telegram (or any Bot API server) with BOT_TOKEN")
    demo = commands.add_parser(
        "demo", help="play all of it in a browser: sandbox, bot and page; needs no token"
    )
    sandbox = commands.add_parser(
        "sandbox", help="the Telegram emulator and its page alone, for a bot of your own"
    )
    for command in (demo, sandbox):
        command.add_argument("--port", type=_port, default=8081, help="of the page (8081)")
    commands.add_parser(
        "check", help="list every mistake in settings, feeds and catalogues; then exit 0 or 1"
    )
    feed = commands.add_parser("feed", help="show what would be taken from a feed, as JSON lines")
    feed.add_argument("target", metavar="FILE_OR_URL", help="or the id of a feed in feeds.yaml")
    classify = commands.add_parser("classify", help="judge texts: JSON lines in, JSON lines out")
    classify.add_argument("file", metavar="FILE.jsonl", help="with title and summary; - is stdin")
    triage = commands.add_parser(
        "triage", help="guess what messages are about, and which speak of danger: JSON lines"
    )
    triage.add_argument("file", metavar="FILE.jsonl", help="objects with text; - is stdin")
    return parser


def say(line: str) -> None:
    """Print a line at once; the command ends when nobody reads on (`| head`)."""
    try:
        print(line, flush=True)  # noqa: T201 - what the command is for
    except BrokenPipeError:
        # what is still in the buffer must not fail once more at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 (any free one) to 65535")
    return int(text)
