"""Every emulated method, called through aiogram: the answer is of aiogram's return type."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiogram import Bot
from aiogram import methods as m
from aiogram import types as t

from sandbox.methods.table import emulated_methods
from tests.sim_driver import AIGUL, BAKYT, GROUP, Sim

FILE = t.BufferedInputFile(b"body of a file", "file.png")
BUTTONS = t.InlineKeyboardMarkup(
    inline_keyboard=[[t.InlineKeyboardButton(text="Иә", callback_data="yes", style="primary")]]
)
KEYBOARD = t.ReplyKeyboardMarkup(keyboard=[[t.KeyboardButton(text="Мәзір", style="success")]])
Scene = Callable[["Stage"], Awaitable[Any]]


class Stage:
    """What the calls of the table can refer to."""

    def __init__(self, bot: Bot, sim: Sim) -> None:
        self.bot = bot
        self.sim = sim

    async def said(self) -> int:
        return int((await self.sim.send(AIGUL, "Сәлем"))["message_id"])

    async def text(self) -> int:
        return (await self.bot.send_message(AIGUL, "мәтін", reply_markup=BUTTONS)).message_id

    async def photo(self) -> int:
        return (await self.bot.send_photo(AIGUL, FILE, caption="сурет")).message_id

    async def thread(self) -> int:
        return (await self.bot.create_forum_topic(GROUP, "№7")).message_thread_id

    async def pressed(self) -> str:
        message = {"chat": {"id": AIGUL}, "message_id": await self.text()}
        return str((await self.sim.press(AIGUL, message, row=0, col=0))["callback_query_id"])

    async def file_id(self) -> str:
        sent = await self.bot.send_document(AIGUL, FILE)
        assert sent.document is not None
        return sent.document.file_id


def media(kind: Callable[..., Any]) -> Any:
    return kind(media=FILE, caption="<b>бірге</b>", parse_mode="HTML")


async def _closed_thread(s: Stage) -> int:
    thread = await s.thread()
    await s.bot.close_forum_topic(GROUP, thread)
    return thread


async def _pinned(s: Stage) -> int:
    message = await s.text()
    await s.bot.pin_chat_message(AIGUL, message)
    return message


async def _poll(s: Stage) -> int:
    return (await s.bot.send_poll(GROUP, "Қашан?", ["бүгін", "ертең"])).message_id


async def _album(s: Stage) -> list[int]:
    sent = await s.bot.send_media_group(AIGUL, [media(t.InputMediaPhoto)] * 2)
    return [message.message_id for message in sent]


async def _general_closed(s: Stage) -> None:
    await s.bot.close_general_forum_topic(GROUP)


COMMANDS = [t.BotCommand(command="start", description="бастау")]
CALLS: dict[str, Scene] = {
    "getMe": lambda s: s.bot(m.GetMe()),
    "logOut": lambda s: s.bot(m.LogOut()),
    "close": lambda s: s.bot(m.Close()),
    "getUpdates": lambda s: s.bot.get_updates(timeout=0, allowed_updates=["message"]),
    "setWebhook": lambda s: s.bot.set_webhook(f"{s.sim.url}/nowhere", secret_token="s3cret"),
    "deleteWebhook": lambda s: s.bot.delete_webhook(drop_pending_updates=True),
    "getWebhookInfo": lambda s: s.bot.get_webhook_info(),
    "sendMessage": lambda s: s.bot.send_message(AIGUL, "<b>a</b>", parse_mode="HTML"),
    "sendPhoto": lambda s: s.bot.send_photo(AIGUL, FILE, caption="c", reply_markup=KEYBOARD),
    "sendDocument": lambda s: s.bot.send_document(AIGUL, FILE, caption="c"),
    "sendVideo": lambda s: s.bot.send_video(AIGUL, FILE),
    "sendAudio": lambda s: s.bot.send_audio(AIGUL, FILE, title="ән"),
    "sendVoice": lambda s: s.bot.send_voice(AIGUL, FILE, duration=4),
    "sendVideoNote": lambda s: s.bot.send_video_note(AIGUL, FILE),
    "sendAnimation": lambda s: s.bot.send_animation(AIGUL, FILE),
    "sendSticker": lambda s: s.bot.send_sticker(AIGUL, FILE),
    "sendMediaGroup": lambda s: s.bot.send_media_group(
        AIGUL, [media(t.InputMediaPhoto), media(t.InputMediaVideo)]
    ),
    "sendChatAction": lambda s: s.bot.send_chat_action(AIGUL, "typing"),
    "sendLocation": lambda s: s.bot.send_location(AIGUL, 50.28, 57.17),
    "sendVenue": lambda s: s.bot.send_venue(AIGUL, 50.28, 57.17, "Кеңсе", "Ақтөбе"),
    "sendContact": lambda s: s.bot.send_contact(AIGUL, "+77130000000", "Кеңсе"),
    "sendPoll": lambda s: s.bot.send_poll(GROUP, "Қашан?", ["бүгін", "ертең"]),
    "stopPoll": lambda s: _then(_poll(s), lambda n: s.bot.stop_poll(GROUP, n)),
    "copyMessage": lambda s: _then(s.said(), lambda n: s.bot.copy_message(GROUP, AIGUL, n)),
    "copyMessages": lambda s: _then(_album(s), lambda n: s.bot.copy_messages(GROUP, AIGUL, n)),
    "forwardMessage": lambda s: _then(s.said(), lambda n: s.bot.forward_message(GROUP, AIGUL, n)),
    "forwardMessages": lambda s: _then(
        _album(s), lambda n: s.bot.forward_messages(GROUP, AIGUL, n)
    ),
    "editMessageText": lambda s: _then(
        s.text(), lambda n: s.bot.edit_message_text("жаңа", chat_id=AIGUL, message_id=n)
    ),
    "editMessageCaption": lambda s: _then(
        s.photo(), lambda n: s.bot.edit_message_caption(chat_id=AIGUL, message_id=n, caption="x")
    ),
    "editMessageReplyMarkup": lambda s: _then(
        s.text(), lambda n: s.bot.edit_message_reply_markup(chat_id=AIGUL, message_id=n)
    ),
    "editMessageMedia": lambda s: _then(
        s.photo(),
        lambda n: s.bot.edit_message_media(
            media(t.InputMediaDocument), chat_id=AIGUL, message_id=n
        ),
    ),
    "deleteMessage": lambda s: _then(s.text(), lambda n: s.bot.delete_message(AIGUL, n)),
    "deleteMessages": lambda s: _then(_album(s), lambda n: s.bot.delete_messages(AIGUL, n)),
    "answerCallbackQuery": lambda s: _then(
        s.pressed(), lambda n: s.bot.answer_callback_query(n, text="ok")
    ),
    "setMessageReaction": lambda s: _then(
        s.said(),
        lambda n: s.bot.set_message_reaction(AIGUL, n, [t.ReactionTypeEmoji(emoji="👍")]),
    ),
    "getFile": lambda s: _then(s.file_id(), lambda f: s.bot.get_file(f)),
    "getChat": lambda s: s.bot.get_chat(GROUP),
    "getChatMember": lambda s: s.bot.get_chat_member(GROUP, BAKYT),
    "getChatAdministrators": lambda s: s.bot.get_chat_administrators(GROUP),
    "getChatMemberCount": lambda s: s.bot.get_chat_member_count(GROUP),
    "leaveChat": lambda s: s.bot.leave_chat(GROUP),
    "createChatInviteLink": lambda s: s.bot.create_chat_invite_link(GROUP, name="бір"),
    "exportChatInviteLink": lambda s: s.bot.export_chat_invite_link(GROUP),
    "pinChatMessage": lambda s: _then(s.text(), lambda n: s.bot.pin_chat_message(AIGUL, n)),
    "unpinChatMessage": lambda s: _then(_pinned(s), lambda n: s.bot.unpin_chat_message(AIGUL)),
    "unpinAllChatMessages": lambda s: s.bot.unpin_all_chat_messages(GROUP),
    "getForumTopicIconStickers": lambda s: s.bot.get_forum_topic_icon_stickers(),
    "createForumTopic": lambda s: s.bot.create_forum_topic(GROUP, "№1", icon_color=7322096),
    "editForumTopic": lambda s: _then(
        s.thread(), lambda n: s.bot.edit_forum_topic(GROUP, n, name="№2")
    ),
    "closeForumTopic": lambda s: _then(s.thread(), lambda n: s.bot.close_forum_topic(GROUP, n)),
    "reopenForumTopic": lambda s: _then(
        _closed_thread(s), lambda n: s.bot.reopen_forum_topic(GROUP, n)
    ),
    "deleteForumTopic": lambda s: _then(s.thread(), lambda n: s.bot.delete_forum_topic(GROUP, n)),
    "unpinAllForumTopicMessages": lambda s: _then(
        s.thread(), lambda n: s.bot.unpin_all_forum_topic_messages(GROUP, n)
    ),
    "closeGeneralForumTopic": lambda s: s.bot.close_general_forum_topic(GROUP),
    "reopenGeneralForumTopic": lambda s: _then(
        _general_closed(s), lambda _: s.bot.reopen_general_forum_topic(GROUP)
    ),
    "editGeneralForumTopic": lambda s: s.bot.edit_general_forum_topic(GROUP, "Жалпы"),
    "setMyCommands": lambda s: s.bot.set_my_commands(
        COMMANDS, scope=t.BotCommandScopeAllPrivateChats(), language_code="kk"
    ),
    "getMyCommands": lambda s: _then(
        s.bot.set_my_commands(COMMANDS), lambda _: s.bot.get_my_commands()
    ),
    "deleteMyCommands": lambda s: s.bot.delete_my_commands(),
    "setMyName": lambda s: s.bot.set_my_name("Көпір", language_code="kk"),
    "getMyName": lambda s: s.bot.get_my_name(),
    "setMyDescription": lambda s: s.bot.set_my_description("Сипаттама"),
    "getMyDescription": lambda s: s.bot.get_my_description(),
    "setMyShortDescription": lambda s: s.bot.set_my_short_description("Қысқа"),
    "getMyShortDescription": lambda s: s.bot.get_my_short_description(),
    "setChatMenuButton": lambda s: s.bot.set_chat_menu_button(menu_button=t.MenuButtonCommands()),
    "getChatMenuButton": lambda s: s.bot.get_chat_menu_button(),
    "setMyDefaultAdministratorRights": lambda s: s.bot.set_my_default_administrator_rights(),
    "getMyDefaultAdministratorRights": lambda s: s.bot.get_my_default_administrator_rights(),
}


async def _then(first: Awaitable[Any], second: Callable[[Any], Awaitable[Any]]) -> Any:
    return await second(await first)


def test_every_emulated_method_is_in_the_table() -> None:
    assert set(CALLS) == set(emulated_methods())


@pytest.mark.parametrize("method", sorted(CALLS))
async def test_an_answer_validates_as_the_type_aiogram_expects(
    method: str, bot: Bot, sandbox: Sim
) -> None:
    await sandbox.send(AIGUL, "/start")
    answer = await CALLS[method](Stage(bot, sandbox))
    assert answer is not None
    calls = (await sandbox.transcript())["calls"]
    if method != "getUpdates":
        assert calls[-1]["method"] == method
    assert all(row["status"] == 200 for row in calls), calls


async def test_every_update_a_person_causes_is_one_aiogram_can_read(bot: Bot, sandbox: Sim) -> None:
    await bot.get_updates(
        allowed_updates=[
            "message",
            "edited_message",
            "message_reaction",
            "callback_query",
            "my_chat_member",
            "chat_member",
        ]
    )
    said = await sandbox.send(AIGUL, "/start grants")
    await sandbox.edit(AIGUL, said, "түзетілді")
    await sandbox.react(AIGUL, said, "👍")
    asked = await bot.send_message(AIGUL, "?", reply_markup=BUTTONS)
    await sandbox.press(
        AIGUL, {"chat": {"id": AIGUL}, "message_id": asked.message_id}, row=0, col=0
    )
    await sandbox.send_files(AIGUL, "photo", b"one", b"two", caption="альбом")
    await sandbox.send_files(AIGUL, "voice", b"three")
    await sandbox.post("block", user_id=AIGUL, blocked=True)
    await sandbox.post("membership", chat_id=GROUP, user_id=AIGUL, status="member")
    updates = await bot.get_updates()
    kinds = [update.event_type for update in updates]
    assert kinds == [
        "message", "edited_message", "message_reaction", "callback_query", "message", "message",
        "message", "my_chat_member", "chat_member", "message",
    ]  # fmt: skip
    album = [u.message.media_group_id for u in updates if u.message and u.message.photo]
    assert len(album) == 2
    assert len(set(album)) == 1
