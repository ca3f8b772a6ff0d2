"""Spares doors questions: one that hears only certain commands or buttons is asked of no others.

Each handler's own filters cost some microseconds, and an update would pass more than a hundred.
"""

from collections.abc import Collection, Iterable
from typing import TypeVar

from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters import Command, Filter
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.types import CallbackQuery, Message

Kind = TypeVar("Kind")


class SomeCommand(Filter):
    """Passes a message that begins with one of the commands; the handlers look closer."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = frozenset(names)

    async def __call__(self, message: Message) -> bool:
        text = message.text or message.caption or ""
        if not text.startswith("/"):
            return False
        return text[1:].split(maxsplit=1)[0].partition("@")[0] in self._names if text[1:] else False


class SomeButton(Filter):
    """Passes a button of one of these kinds; the handlers look closer."""

    def __init__(self, prefixes: Collection[str]) -> None:
        self._prefixes = frozenset(prefixes)

    async def __call__(self, query: CallbackQuery) -> bool:
        return (query.data or "").partition(":")[0] in self._prefixes


def signposted(router: Router) -> Router:
    """Put the signposts of a router and of those behind it; return it."""
    for inner in router.sub_routers:
        signposted(inner)
    if router.sub_routers:  # a filter of its own would stand before theirs
        return router
    commands = _each(router.message.handlers, Command)
    if commands is not None:
        names = {str(name) for one in commands for name in one.commands}
        router.message.filter(SomeCommand(names))
    buttons = _each(router.callback_query.handlers, CallbackQueryFilter)
    if buttons is not None:
        router.callback_query.filter(SomeButton({one.callback_data.__prefix__ for one in buttons}))
    return router


def _each(handlers: Iterable[HandlerObject], kind: type[Kind]) -> list[Kind] | None:
    """The filter of that kind of every handler; None when one of them has none."""
    found: list[Kind] = []
    for handler in handlers:
        own = [one.callback for one in handler.filters or () if isinstance(one.callback, kind)]
        if not own:
            return None
        found += own
    return found
