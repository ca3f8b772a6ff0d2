"""Doors are asked only of commands and buttons that they hear; what else they hear stays."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Chat, Message, User

from handlers.signposts import SomeButton, SomeCommand, signposted

AIGUL = User(id=1001, is_bot=False, first_name="Айгүл")


class Shelf(CallbackData, prefix="shelf"):
    do: str


async def heard(_event: Any) -> str:
    return "heard"


def message(text: str) -> Message:
    chat, date = Chat(id=1001, type="private"), datetime.fromtimestamp(0, UTC)
    return Message(message_id=1, date=date, chat=chat, from_user=AIGUL, text=text)


def pressed(data: str) -> CallbackQuery:
    return CallbackQuery(id="1", from_user=AIGUL, chat_instance="1", data=data)


async def passes(router: Router, kind: str, event: Any) -> bool:
    passed, _ = await router.observers[kind].check_root_filters(event)
    return bool(passed)


async def test_a_door_of_commands_is_asked_of_its_commands_only() -> None:
    router = Router()
    router.message.register(heard, Command("cards", "shelf"))
    signposted(router)
    for text in ("/cards", "/cards@altyn_kopir_bot", "/shelf one two", "/cards\nmore"):
        assert await passes(router, "message", message(text)), text
    for text in ("cards", "/", "/card", "/cardsmore", "сұрақ", "//cards"):
        assert not await passes(router, "message", message(text)), text


async def test_a_door_of_buttons_is_asked_of_its_kinds_only() -> None:
    router = Router()
    router.callback_query.register(heard, Shelf.filter(F.do == "open"))
    signposted(router)
    assert await passes(router, "callback_query", pressed("shelf:open"))
    assert not await passes(router, "callback_query", pressed("shelves:open"))


async def test_a_door_that_hears_any_word_is_asked_of_everything() -> None:
    router = Router()
    router.message.register(heard, Command("cards"))
    router.message.register(heard)
    router.callback_query.register(heard, Shelf.filter())
    router.callback_query.register(heard)
    signposted(router)
    assert await passes(router, "message", message("сұрақ"))
    assert await passes(router, "callback_query", pressed("old:keyboard"))


async def test_doors_behind_a_door_have_signposts_of_their_own() -> None:
    outer, inner = Router(), Router()
    inner.message.register(heard, Command("cards"))
    outer.message.register(heard, Command("health"))
    outer.include_router(inner)
    signposted(outer)
    assert await passes(outer, "message", message("/cards"))
    assert await passes(inner, "message", message("/cards"))
    assert not await passes(inner, "message", message("/health"))


async def test_a_button_without_data_and_a_message_without_text_reach_no_signpost() -> None:
    assert not await SomeButton({"shelf"})(pressed(""))
    assert not await SomeCommand({"cards"})(message("").model_copy(update={"text": None}))
