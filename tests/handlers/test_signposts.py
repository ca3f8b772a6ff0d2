"""Only handlers that hear an update are asked; who decides is as if all of them were asked."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import F, Router
from aiogram.filters import Command, Filter, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Chat, Message, User

from handlers.signposts import Signposts

AIGUL = User(id=1001, is_bot=False, first_name="Айгүл")
GIVEN = {"bot": None}


class Shelf(CallbackData, prefix="shelf"):
    do: str


class Writing(StatesGroup):
    words = State()


class By(Filter):
    """Passes one person, and hands her over."""

    def __init__(self, person: int) -> None:
        self._person = person

    async def __call__(self, event: Message | CallbackQuery) -> bool | dict[str, Any]:
        author = event.from_user
        return {"person": author.id} if author and author.id == self._person else False


def says(words: str) -> Callable[[Any], Awaitable[str]]:
    async def heard(_event: Any) -> str:
        return words

    return heard


async def passing(handler: Any, event: Any, data: dict[str, Any]) -> Any:
    return await handler(event, data)


def message(text: str | None) -> Message:
    chat, date = Chat(id=1001, type="private"), datetime.fromtimestamp(0, UTC)
    return Message(message_id=1, date=date, chat=chat, from_user=AIGUL, text=text)


def pressed(data: str | None) -> CallbackQuery:
    return CallbackQuery(id="1", from_user=AIGUL, chat_instance="1", data=data)


async def test_handlers_of_commands_are_asked_of_their_commands_only() -> None:
    router = Router()
    router.message.register(says("shelf"), Command("cards", "shelf"))
    router.message.register(says("any word"))
    signposts = Signposts([router])
    for text in ("/cards", "/cards@altyn_kopir_bot", "/shelf one two", "/cards\nmore"):
        assert len(signposts.towards("message", message(text))) == 2, text
    for other in ("cards", "/", "/card", "/cardsmore", "сұрақ", "//cards", "", None):
        assert len(signposts.towards("message", message(other))) == 1, other


async def test_commands_that_are_no_plain_words_are_looked_at_by_their_filter() -> None:
    router = Router()
    router.message.register(says("any case"), Command("Cards", ignore_case=True))
    router.message.register(says("pattern"), Command(re.compile("card_[0-9]+")))
    router.message.register(says("mark"), Command("cards", prefix="!"))
    signposts = Signposts([router])
    for text in ("/CARDS", "/card_7", "!cards", "word"):
        assert len(signposts.towards("message", message(text))) == 3, text


async def test_handlers_of_buttons_are_asked_of_their_kinds_only() -> None:
    router = Router()
    router.callback_query.register(says("open"), Shelf.filter(F.do == "open"))
    router.callback_query.register(says("stale"))
    signposts = Signposts([router])
    assert await signposts.lead("callback_query", pressed("shelf:open"), GIVEN) == "open"
    assert await signposts.lead("callback_query", pressed("shelf:close"), GIVEN) == "stale"
    for data in ("shelves:open", "", None):
        assert len(signposts.towards("callback_query", pressed(data))) == 1, data


async def test_handlers_of_a_state_are_asked_in_some_state_only() -> None:
    router = Router()
    router.message.register(says("typed"), StateFilter(Writing.words))
    router.message.register(says("beginning"), StateFilter(None))
    router.message.register(says("any"))
    signposts, word = Signposts([router]), message("сұрақ")
    assert len(signposts.towards("message", word)) == 2
    assert len(signposts.towards("message", word, "Writing:words")) == 3
    for state, said in ((None, "beginning"), ("Writing:words", "typed"), ("Other:state", "any")):
        assert await signposts.lead("message", word, {"bot": None, "raw_state": state}) == said


async def test_the_first_that_passes_decides_in_the_order_of_the_routers() -> None:
    first, second = Router(), Router()
    first.message.register(says("never"), By(2))
    second.message.register(says("first"), By(1001))
    second.message.register(says("second"))
    assert await Signposts([first, second]).lead("message", message("сұрақ"), GIVEN) == "first"
    assert await Signposts([first]).lead("message", message("сұрақ"), GIVEN) is None
    assert await Signposts([first]).lead("chat_member", message("сұрақ"), GIVEN) is None


async def test_a_filter_of_a_router_stands_before_all_behind_it_and_hands_over_what_it_found() -> (
    None
):
    async def greet(_event: Message, person: int) -> str:
        return f"hello {person}"

    for person, said in ((1001, "hello 1001"), (2, None)):
        outer, inner = Router(), Router()
        outer.message.filter(By(person))
        inner.message.register(greet)
        outer.include_router(inner)
        assert await Signposts([outer]).lead("message", message("сәлем"), GIVEN) == said


async def test_middlewares_stand_around_the_handler_the_outer_routers_first() -> None:
    def adding(word: str) -> Any:
        async def middleware(handler: Any, event: Any, data: dict[str, Any]) -> Any:
            return await handler(event, {**data, "words": [*data.get("words", ()), word]})

        return middleware

    async def handler(_event: Message, words: list[str]) -> str:
        return " ".join(words)

    outer, inner = Router(), Router()
    outer.message.middleware(adding("outer"))
    inner.message.middleware(adding("inner"))
    inner.message.register(handler)
    outer.include_router(inner)
    assert await Signposts([outer]).lead("message", message("сәлем"), GIVEN) == "outer inner"


def test_what_would_go_through_a_thread_is_refused() -> None:
    magic, plain, outer = Router(), Router(), Router()
    magic.message.register(says("yes"), F.text == "yes")
    plain.message.register(lambda _event: "yes")
    outer.message.register(says("yes"))
    outer.message.outer_middleware(passing)
    for router in (magic, plain, outer):
        with pytest.raises(ValueError, match=r"thread|outer"):
            Signposts([router])
