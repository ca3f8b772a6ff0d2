"""python-telegram-bot, a client that knows nothing of ours, works against the sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from tests.sim_driver import AIGUL, BAKYT, GROUP, Sim

BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("Иә", callback_data="yes")]])


@pytest_asyncio.fixture
async def other(sandbox: Sim) -> AsyncIterator[Bot]:
    base = f"{sandbox.url}/bot"
    async with Bot(sandbox.token, base_url=base, base_file_url=f"{sandbox.url}/file/bot") as bot:
        yield bot


async def test_it_polls_sends_presses_and_edits(sandbox: Sim, other: Bot) -> None:
    await sandbox.send(AIGUL, "/start")
    updates = await other.get_updates(timeout=1)
    assert updates[0].message is not None
    assert updates[0].message.text == "/start"
    sent = await other.send_message(AIGUL, "<b>Келесіз бе?</b>", "HTML", reply_markup=BUTTONS)
    assert sent.entities[0].type == "bold"
    await sandbox.press(AIGUL, sent.to_dict(), "Иә")
    pressed = (await other.get_updates(offset=updates[-1].update_id + 1))[0].callback_query
    assert pressed is not None
    assert pressed.data == "yes"
    assert await pressed.answer("ok")
    edited = await other.edit_message_text("Рақмет", AIGUL, sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("Рақмет", None)


async def test_it_sends_albums_and_reads_files_back(sandbox: Sim, other: Bot) -> None:
    said = await sandbox.send_files(AIGUL, "voice", b"sound of a voice")
    update = (await other.get_updates())[0]
    assert update.message is not None
    assert update.message.voice is not None
    file = await update.message.voice.get_file()
    assert await file.download_as_bytearray() == b"sound of a voice"
    copy = await other.copy_message(GROUP, AIGUL, said[0]["message_id"])
    assert copy.message_id > 0
    album = await other.send_media_group(AIGUL, [InputMediaPhoto(b"1"), InputMediaPhoto(b"2")])
    assert len({message.media_group_id for message in album}) == 1


async def test_it_gets_the_same_refusals(sandbox: Sim, other: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await other.send_message(77, "x")
    with pytest.raises(BadRequest, match="find end tag corresponding"):
        await other.send_message(GROUP, "<b>x", "HTML")
    with pytest.raises(BadRequest, match="Message thread not found"):
        await other.send_message(GROUP, "x", message_thread_id=999)
    await sandbox.send(AIGUL, "/start")
    await sandbox.post("block", user_id=AIGUL)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await other.send_message(AIGUL, "x")
    await sandbox.post("faults", rules=[{"kind": "429", "retry_after": 7}])
    with pytest.raises(RetryAfter, match="7 seconds"):
        await other.send_message(GROUP, "x")
    with pytest.raises(InvalidToken):
        await Bot("41:NOBODY", base_url=f"{sandbox.url}/bot").initialize()


async def test_it_sees_conflicts_and_migrations(sandbox: Sim, other: Bot) -> None:
    await other.set_webhook(f"{sandbox.url}/nowhere")
    with pytest.raises(Conflict, match="webhook is active"):
        await other.get_updates()
    chat = await sandbox.post("chats", type="group", title="Топ", members=[BAKYT])
    grown = await sandbox.post("migrate", chat_id=chat["id"])
    with pytest.raises(ChatMigrated) as caught:
        await other.send_message(chat["id"], "x")
    assert caught.value.new_chat_id == grown["migrated_to"]


async def test_its_own_application_runs_a_conversation(sandbox: Sim) -> None:
    async def echo(update: object, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message  # type: ignore[attr-defined]
        await message.reply_text(f"жаңғырық: {message.text}", reply_markup=BUTTONS)

    async def thank(update: object, _: ContextTypes.DEFAULT_TYPE) -> None:
        await update.callback_query.answer()  # type: ignore[attr-defined]
        await update.callback_query.edit_message_text("рақмет")  # type: ignore[attr-defined]

    app = Application.builder().token(sandbox.token).base_url(f"{sandbox.url}/bot").build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.add_handler(CallbackQueryHandler(thank))
    async with app:
        assert app.updater is not None
        await app.updater.start_polling(poll_interval=0, timeout=1)
        await app.start()
        await sandbox.send(AIGUL, "сәлем")
        shown = await sandbox.wait_for(AIGUL, "жаңғырық: сәлем")
        await sandbox.press(AIGUL, shown, "Иә")
        await sandbox.wait_for(AIGUL, "рақмет")
        await app.updater.stop()
        await app.stop()
