"""An update is one transaction: what is written, said and remembered stands or falls together."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.errors import BotError
from bot.ports.delivery import Stores
from storage.records.people import Chat
from tests.law.conftest import Start
from tests.sim_driver import ADMIN, AIGUL, IRINA, Json, Sim


class NothingToAnswerError(BotError):
    key = "error.button_stale"


async def pressed_go(query: CallbackQuery) -> bool:
    return query.data == "go"


def talking() -> Router:
    router = Router()

    @router.message(Command("fail"))
    async def fail(message: Message, stores: Stores, chat: Chat) -> None:
        await stores.chats.choose_language(chat.id, "en")
        raise KeyError(message.text)

    @router.message(Command("refuse"))
    async def refuse(message: Message, stores: Stores, chat: Chat) -> None:
        await stores.chats.choose_language(chat.id, "en")
        raise NothingToAnswerError

    @router.message(Command("await"))
    async def wait(message: Message) -> None:
        await message.answer("now")

    @router.message(Command("menu"))
    async def menu(message: Message) -> object:
        button = InlineKeyboardButton(text="Go", callback_data="go")
        return message.answer("menu", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]))

    @router.callback_query(pressed_go)
    async def go(callback_query: CallbackQuery) -> object:
        return [callback_query.answer("gone"), callback_query.message.answer("went")]  # type: ignore[union-attr]

    @router.message()
    async def count(message: Message, state: FSMContext) -> object:
        heard = (await state.get_data()).get("heard", 0) + 1
        await state.update_data(heard=heard)
        return message.answer(f"{heard}: {message.text}")

    return router


async def test_what_a_handler_returns_is_said_and_its_state_is_kept(
    sandbox: Sim, bot_on: Start
) -> None:
    async with bot_on(talking()) as bot:
        bot.start()
        await sandbox.send(AIGUL, "сәлем")
        await sandbox.wait_for(AIGUL, "1: сәлем")
        await sandbox.send(AIGUL, "тағы")
        await sandbox.wait_for(AIGUL, "2: тағы")
        assert [row["body"] for row in await bot.rows("inbox")] == ["", ""]
        assert [row["state"] for row in await bot.settled()] == ["sent", "sent"]


async def test_a_button_is_answered_and_an_old_one_calmly(sandbox: Sim, bot_on: Start) -> None:
    async with bot_on(talking()) as bot:
        bot.start()
        await sandbox.send(AIGUL, "/menu")
        menu = await sandbox.wait_for(AIGUL, "menu")
        await sandbox.press(AIGUL, menu, "Go")
        await sandbox.wait_for(AIGUL, "went")
        await sandbox.api(
            "editMessageReplyMarkup",
            chat_id=AIGUL,
            message_id=menu["message_id"],
            reply_markup={"inline_keyboard": [[{"text": "Old", "callback_data": "old"}]]},
        )
        await sandbox.press(AIGUL, (await sandbox.messages(AIGUL))[1], "Old")
        answers: list[Json] = []
        while len(answers) < 2:
            answers = await sandbox.calls("answerCallbackQuery")
        assert [one["status"] for one in answers] == [200, 200]
        assert "Түйме ескірді" in str(answers[1]["params"])


async def test_a_refusal_writes_nothing_and_is_told_in_her_language(
    sandbox: Sim, bot_on: Start
) -> None:
    async with bot_on(talking()) as bot:
        bot.start()
        await sandbox.send(IRINA, "/refuse")
        await sandbox.wait_for(IRINA, "Кнопка")
        chats = await bot.rows("chats")
        assert [(row["language"], row["language_chosen"]) for row in chats] == [("ru", 0)]
        assert [row["state"] for row in await bot.rows("inbox")] == ["done"]


async def test_a_failing_update_is_tried_thrice_then_set_aside_and_shown(
    sandbox: Sim, bot_on: Start
) -> None:
    now = [1_000_000]
    async with bot_on(talking(), clock=lambda: now[0]) as bot:
        await sandbox.send(AIGUL, "/fail мәтін")
        await sandbox.send(IRINA, "привет")
        bot.start(sending=False)
        await bot.failed()
        for times, seconds in ((2, 2), (3, 10)):
            now[0] += seconds
            bot.worker.wake()
            await bot.failed(times)
        inbox = await bot.acted()
        assert [row["state"] for row in inbox] == ["failed", "done"]
        assert inbox[0]["attempts"] == 3
        assert inbox[0]["error"].startswith("KeyError at law/test_one_update.py:")
        assert "мәтін" not in inbox[0]["error"]
        chats = {row["id"]: row["language_chosen"] for row in await bot.rows("chats")}
        assert chats[AIGUL] == 0
        said = [(row["chat_id"], row["body"]) for row in await bot.rows()]
        assert [chat_id for chat_id, _ in said] == [IRINA, ADMIN, AIGUL]
        assert "Қате шықты" in said[2][1]


async def test_others_go_on_while_one_chat_waits_for_its_retry(sandbox: Sim, bot_on: Start) -> None:
    async with bot_on(talking()) as bot:
        bot.start()
        await sandbox.send(AIGUL, "/fail")
        await sandbox.send(AIGUL, "кейін")
        await sandbox.send(IRINA, "сразу")
        await sandbox.wait_for(IRINA, "1: сразу")
        states = {row["lane"]: row["state"] for row in await bot.rows("inbox")}
        assert states == {AIGUL: "new", IRINA: "done"}


async def test_a_handler_that_awaits_a_call_is_told_not_to(sandbox: Sim, bot_on: Start) -> None:
    async with bot_on(talking()) as bot:
        await sandbox.send(AIGUL, "/await")
        bot.start(sending=False)
        rows = await bot.failed()
        assert rows[0]["error"].startswith("RuntimeError at handlers/dispatch.py")
        assert not await sandbox.calls("sendMessage")


async def test_strangers_and_unknown_updates_are_met_with_silence(
    sandbox: Sim, bot_on: Start
) -> None:
    async with bot_on(talking()) as bot:
        bot.start()
        channel = {"id": -1005, "type": "channel", "title": "c"}
        other_bot = {"id": 77, "is_bot": True, "first_name": "b"}
        post = {"message_id": 1, "date": 1, "chat": channel, "text": "x"}
        words = {"message_id": 1, "date": 1, "chat": {"id": 77, "type": "private"}}
        updates = [
            {"update_id": 900_001, "something_new": {"a": 1}},
            {"update_id": 900_002, "channel_post": post},
            {"update_id": 900_003, "message": {**words, "from": other_bot, "text": "x"}},
            {"update_id": 900_004, "edited_channel_post": post},
        ]
        await bot.intake.take(updates)
        await bot.acted()
        assert [row["state"] for row in await bot.rows("inbox")] == ["done"] * 4
        assert not await bot.rows()


async def test_an_update_nobody_can_read_does_not_stick(sandbox: Sim, bot_on: Start) -> None:
    now = [1_000_000]
    async with bot_on(talking(), clock=lambda: now[0]) as bot:
        await bot.intake.take([{"update_id": 5, "message": {"text": 7}}])
        for _ in range(3):
            assert await bot.worker.drain() == 1
            now[0] += 60
        assert [row["state"] for row in await bot.rows("inbox")] == ["failed"]
        assert [row["chat_id"] for row in await bot.rows()] == [ADMIN]


async def test_updates_that_share_a_commit_stand_or_fall_alone(sandbox: Sim, bot_on: Start) -> None:
    async with bot_on(talking()) as bot:
        chats = (AIGUL, IRINA, 3001, 3002)
        for number, chat in enumerate(chats, start=1):
            text = {IRINA: "/fail", 3001: "/refuse"}.get(chat, "сәлем")
            update = {
                "message_id": 1,
                "date": 1,
                "text": text,
                "chat": {"id": chat, "type": "private"},
                "from": {"id": chat, "is_bot": False, "first_name": "a"},
            }
            if text.startswith("/"):
                command = {"type": "bot_command", "offset": 0, "length": len(text)}
                update["entities"] = [command]
            await bot.intake.take([{"update_id": number, "message": update}])
        assert await bot.worker.drain() == len(chats)
        states = {row["lane"]: row["state"] for row in await bot.rows("inbox")}
        assert states == {AIGUL: "done", IRINA: "new", 3001: "done", 3002: "done"}
        assert {row["chat_id"] for row in await bot.rows()} == {AIGUL, 3001, 3002}
        kept = {row["id"] for row in await bot.rows("chats")}
        assert kept == {AIGUL, 3001, 3002}
