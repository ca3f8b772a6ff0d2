"""Knows which handlers hear an update: by command or button, in the order of their routers.

aiogram asks every router of every update, which for forty of them costs more than all our work.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.dispatcher.event.handler import CallableObject, FilterObject, HandlerObject
from aiogram.filters import Command, Filter, StateFilter
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message, TelegramObject

Kind = TypeVar("Kind")
Middleware = Callable[[Any, TelegramObject, dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Listener:
    """One handler: its routers' filters and its own before it, its middlewares around it.

    `names` are the commands or kinds of buttons that it hears; None: whatever passes its filters.
    `in_state`: it hears nobody whose conversation has no state.
    """

    handler: HandlerObject
    around: Sequence[Middleware]
    names: frozenset[str] | None
    in_state: bool

    async def hear(self, event: TelegramObject, given: Mapping[str, Any]) -> Any:
        """Return what the handler says, UNHANDLED where a filter refuses."""
        found: dict[str, Any] = {}
        for one in self.handler.filters or ():
            # as HandlerObject.check, which copies all sixty arguments for each filter
            passed = await one.callback(event, **_wanted(one, given, found))
            if not passed:
                return UNHANDLED
            if isinstance(passed, dict):
                found |= passed
        return await self._within(0, event, {**given, **found})

    async def _within(self, depth: int, event: TelegramObject, data: dict[str, Any]) -> Any:
        if depth == len(self.around):
            return await self.handler.callback(event, **_wanted(self.handler, data, {}))

        async def inner(event: TelegramObject, data: dict[str, Any]) -> Any:
            return await self._within(depth + 1, event, data)

        return await self.around[depth](inner, event, data)


def _wanted(
    one: CallableObject, given: Mapping[str, Any], found: Mapping[str, Any]
) -> Mapping[str, Any]:
    """What it asks for of what is given, or of what the filters before it found."""
    if one.varkw or found:
        given = {**given, **found}
    return given if one.varkw else {name: given[name] for name in one.params if name in given}


class Pressed(Filter):
    """A CallbackQueryFilter that does not read a button's data anew for each of its handlers."""

    def __init__(self, asked: CallbackQueryFilter) -> None:
        self._kind, self._rule = asked.callback_data, asked.rule

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        pressed = _unpacked(self._kind, query.data or "")
        if pressed is None or (self._rule is not None and not self._rule.resolve(pressed)):
            return False
        return {"callback_data": pressed}


@lru_cache(maxsize=1_024)
def _unpacked(kind: type[CallbackData], data: str) -> CallbackData | None:
    """The fields of a button; None: it is another's, or of a version before."""
    try:
        return kind.unpack(data)
    except (TypeError, ValueError):
        return None


class Signposts:
    """All handlers of these routers; the first that passes decides, as in aiogram.

    ValueError: a filter or handler that would go through a thread, or a middleware that wants to
    see what its router does not hear.
    """

    def __init__(self, routers: Iterable[Router]) -> None:
        self._listeners: dict[str, list[Listener]] = {}
        for router in routers:
            for kind, listener in _listeners(router, {}, {}):
                self._listeners.setdefault(kind, []).append(listener)
        self._known = {
            kind: frozenset(name for one in listeners for name in one.names or ())
            for kind, listeners in self._listeners.items()
        }
        self._towards: dict[tuple[str, str, bool], Sequence[Listener]] = {}

    async def lead(self, kind: str, event: TelegramObject, given: Mapping[str, Any]) -> Any:
        """Return what is said by the first handler that hears the event; None: nobody does."""
        for listener in self.towards(kind, event, given.get("raw_state")):
            said = await listener.hear(event, given)
            if said is not UNHANDLED:
                return said
        return None

    def towards(
        self, kind: str, event: TelegramObject, state: str | None = None
    ) -> Sequence[Listener]:
        """Return who is asked of such an event in such a state, in order."""
        name = _name(event)
        sign = kind, name if name in self._known.get(kind, ()) else "", state is not None
        if sign not in self._towards:
            self._towards[sign] = [
                one
                for one in self._listeners.get(kind, ())
                if (one.names is None or sign[1] in one.names) and (state or not one.in_state)
            ]
        return self._towards[sign]


def _name(event: TelegramObject) -> str:
    """The command that a message begins with, the kind of a pressed button; "": neither."""
    if isinstance(event, CallbackQuery):
        return (event.data or "").partition(":")[0]
    text = (event.text or event.caption or "") if isinstance(event, Message) else ""
    if not text.startswith("/") or len(text) == 1:
        return ""
    return text[1:].split(maxsplit=1)[0].partition("@")[0]


Inherited = Mapping[str, Sequence[Any]]


def _listeners(
    router: Router, filters: Inherited, around: Inherited
) -> Iterator[tuple[str, Listener]]:
    """Each kind of event and who hears it: a router's own handlers, then those behind it."""
    filters, around = dict(filters), dict(around)
    for kind, observer in router.observers.items():
        if len(observer.outer_middleware):
            raise ValueError(f"{router}: an outer middleware would not see what passes it by")
        # aiogram shows them nowhere else
        filters[kind] = [*filters.get(kind, ()), *(observer._handler.filters or ())]
        around[kind] = [*around.get(kind, ()), *observer.middleware]
        for handler in observer.handlers:
            own = _standing_behind(handler, filters[kind])
            yield kind, Listener(own, around[kind], _names(handler), _in_state(handler))
    for inner in router.sub_routers:
        yield from _listeners(inner, filters, around)


def _standing_behind(handler: HandlerObject, filters: Sequence[FilterObject]) -> HandlerObject:
    """The handler with its routers' filters before its own."""
    asked = [_quick(one) for one in (*filters, *(handler.filters or ()))]
    for one in (handler, *asked):
        if not one.awaitable:  # 100 µs each time, see docs/decisions
            raise ValueError(f"{one.callback} would go through a thread: write a Filter class")
    found = HandlerObject(handler.callback, filters=[], flags=handler.flags)
    found.filters = asked
    return found


def _quick(one: FilterObject) -> FilterObject:
    asked = one.callback
    return FilterObject(Pressed(asked)) if isinstance(asked, CallbackQueryFilter) else one


def _names(handler: HandlerObject) -> frozenset[str] | None:
    filters = handler.filters or ()
    commands = _first(filters, Command)
    if commands:
        plain = commands.prefix == "/" and not commands.ignore_case
        names = frozenset(name for name in commands.commands if isinstance(name, str))
        return names if plain and len(names) == len(set(commands.commands)) else None
    buttons = _first(filters, CallbackQueryFilter)
    return frozenset((buttons.callback_data.__prefix__,)) if buttons else None


def _in_state(handler: HandlerObject) -> bool:
    wanted = _first(handler.filters or (), StateFilter)
    return wanted is not None and all(isinstance(one, State) for one in wanted.states)


def _first(filters: Iterable[FilterObject], kind: type[Kind]) -> Kind | None:
    return next((one.callback for one in filters if isinstance(one.callback, kind)), None)
