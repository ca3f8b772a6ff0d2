"""How each refusal about texts, buttons, messages and files is provoked in the sandbox."""

from __future__ import annotations

from typing import Any

from tests.sandbox.error_scenes import Scene, call, upload
from tests.sim_driver import AIGUL, BAKYT, GROUP, Json, Sim


def text(raw: str, mode: str = "HTML", **more: Any) -> Scene:
    async def scene(sim: Sim) -> Json:
        await sim.send(AIGUL, "/start")
        return await sim.api("sendMessage", chat_id=AIGUL, text=raw, parse_mode=mode, **more)

    return scene


def markup(value: Any) -> Scene:
    return text("x", reply_markup=value)


def button(**fields: Any) -> Scene:
    return markup({"inline_keyboard": [[{"text": "Басу", **fields}]]})


def absent(method: str, **more: Any) -> Scene:
    return on("said", method, message_id=999, **more)


def on(what: str, method: str, **more: Any) -> Scene:
    """Calls a method about a message: one the person said, the bot's text, photo or album."""

    async def scene(sim: Sim) -> Json:
        said = await sim.send(AIGUL, "сұрақ")
        number = said["message_id"]
        if what == "text":
            sent = await sim.api("sendMessage", chat_id=AIGUL, text="мәтін")
            number = sent["result"]["message_id"]
        elif what == "photo":
            sent = await upload(sim, "sendPhoto", "photo", b"p", chat_id=AIGUL)
            number = sent["result"]["message_id"]
        elif what == "secret":
            sent = await sim.api("sendMessage", chat_id=AIGUL, text="a", protect_content=True)
            number = sent["result"]["message_id"]
        return await sim.api(method, **{"chat_id": AIGUL, "message_id": number, **more})

    return scene


async def deleted_by_a_member(sim: Sim) -> Json:
    said = await sim.send(BAKYT, "/x", chat_id=GROUP)
    await sim.post("membership", chat_id=GROUP, user_id="bot", status="member")
    return await sim.api("deleteMessage", chat_id=GROUP, message_id=said["message_id"])


async def deleted_too_late(sim: Sim) -> Json:
    said = await sim.send(AIGUL, "ескі")
    sim.world.chats[AIGUL].posts[said["message_id"]].at -= 48 * 3600 + 1
    return await sim.api("deleteMessage", chat_id=AIGUL, message_id=said["message_id"])


async def answered_twice(sim: Sim) -> Json:
    query = await _pressed(sim)
    await sim.api("answerCallbackQuery", callback_query_id=query)
    return await sim.api("answerCallbackQuery", callback_query_id=query)


async def answered_at_length(sim: Sim) -> Json:
    return await sim.api(
        "answerCallbackQuery", callback_query_id=await _pressed(sim), text="я" * 201
    )


async def _pressed(sim: Sim) -> str:
    await sim.send(AIGUL, "/start")
    rows = {"inline_keyboard": [[{"text": "Басу", "callback_data": "x"}]]}
    sent = await sim.api("sendMessage", chat_id=AIGUL, text="?", reply_markup=rows)
    pressed = await sim.press(AIGUL, sent["result"], row=0, col=0)
    return str(pressed["callback_query_id"])


async def big_file(sim: Sim) -> Json:
    sent = await sim.send_files(AIGUL, "document", b"x" * 600)
    return await sim.api("getFile", file_id=sent[0]["document"]["file_id"])


def document(**params: Any) -> Scene:
    return call("sendDocument", chat_id=GROUP, **params)


def entities(**entity: Any) -> Scene:
    return text("қысқа", "", entities=[{"type": "bold", **entity}])


PARSE = "Bad Request: can't parse entities: "
MANY = [[{"text": "т" * 60, "callback_data": "x" * 60}] for _ in range(60)]
NEW = {"text": "x"}
SCENES: dict[str, Scene] = {
    "Bad Request: message text is empty": text(""),
    "Bad Request: text must be non-empty": text("<b>  </b>"),
    "Bad Request: text is too long": text("я" * 16_385),
    "Bad Request: message is too long": text("<b>" + "я" * 4097 + "</b>"),
    "Bad Request: message caption is too long": on(
        "photo", "editMessageCaption", caption="я" * 1025
    ),
    "Bad Request: unsupported parse_mode": text("x", "bbcode"),
    PARSE + 'Unsupported start tag "TAG" at byte offset N': text("ә<br>"),
    PARSE + "Unclosed start tag at byte offset N": text("ә<b"),
    PARSE + 'Unclosed start tag "TAG" at byte offset N': text("<a href"),
    PARSE + "Unexpected end tag at byte offset N": text("ә</b>"),
    PARSE + "Unclosed end tag at byte offset N": text("<b>ә</b"),
    PARSE + 'Unmatched end tag at byte offset N, expected "</A>", found "</B>"': text("<b>ә</i>"),
    PARSE + 'Can\'t find end tag corresponding to start tag "TAG"': text("<b>ә"),
    PARSE + 'Empty attribute name in the tag "TAG" at byte offset N': text('<a ="x">ә</a>'),
    PARSE + "Unexpected end of name token at byte offset N": text("<a href=x/>ә</a>"),
    PARSE + 'Tag "span" must have class "tg-spoiler" at byte offset N': text("<span>ә</span>"),
    PARSE + "Character 'X' is reserved and must be escaped with the preceding '\\'": text(
        "а.б", "MarkdownV2"
    ),
    PARSE + "Can't find end of the entity starting at byte offset N": text("ә *b", "Markdown"),
    "Bad Request: ENTITY_BOUNDS_INVALID / ENTITIES_TOO_LONG": entities(offset=3, length=9),
    "Bad Request: BUTTON_DATA_INVALID": button(callback_data="қ" * 33),
    "Bad Request: BUTTON_URL_INVALID": button(url="nowhere"),
    "Bad Request: BUTTON_USER_PRIVACY_RESTRICTED": button(url="tg://user?id=1"),
    "Bad Request: BUTTON_TYPE_INVALID": button(web_app={"url": "http://example.org"}),
    "Bad Request: reply markup is too long": markup({"inline_keyboard": MANY}),
    "Bad Request: inline keyboard button text must be non-empty": markup(
        {"inline_keyboard": [[{"text": " ", "callback_data": "x"}]]}
    ),
    "Bad Request: can't parse inline keyboard button: "
    "Text buttons are unallowed in the inline keyboard": button(),
    "Bad Request: can't parse reply keyboard markup JSON object": markup("{"),
    "Bad Request: object expected as reply markup": markup([]),
    "Bad Request: can't parse inline keyboard button: invalid button style specified": button(
        callback_data="x", style="pink"
    ),
    "Bad Request: message to be replied not found": text("x", reply_parameters={"message_id": 99}),
    "Bad Request: can't parse reply parameters JSON object": text("x", reply_parameters="{"),
    "Bad Request: message to edit not found": absent("editMessageText", **NEW),
    "Bad Request: message to delete not found": absent("deleteMessage"),
    "Bad Request: message to copy not found": absent("copyMessage", from_chat_id=AIGUL),
    "Bad Request: message to forward not found": absent("forwardMessage", from_chat_id=AIGUL),
    "Bad Request: message to react not found": absent("setMessageReaction"),
    "Bad Request: message to pin not found": absent("pinChatMessage"),
    "Bad Request: message to unpin not found": absent("unpinChatMessage"),
    "Bad Request: message with poll to stop not found": absent("stopPoll"),
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message": on(
        "text", "editMessageText", text="мәтін"
    ),
    "Bad Request: message can't be edited": on("said", "editMessageText", **NEW),
    "Bad Request: there is no text in the message to edit": on("photo", "editMessageText", **NEW),
    "Bad Request: there is no caption in the message to edit": on(
        "text", "editMessageCaption", caption="x"
    ),
    "Bad Request: message can't be deleted": deleted_by_a_member,
    "Bad Request: message can't be deleted for everyone": deleted_too_late,
    "Bad Request: message identifiers are not specified": call(
        "deleteMessages", chat_id=GROUP, message_ids=[]
    ),
    "Bad Request: too many message identifiers specified": call(
        "deleteMessages", chat_id=GROUP, message_ids=list(range(1, 102))
    ),
    "Bad Request: message has protected content and can't be forwarded": on(
        "secret", "forwardMessage", from_chat_id=AIGUL
    ),
    "Bad Request: REACTION_INVALID": on(
        "said", "setMessageReaction", reaction=[{"type": "emoji", "emoji": "✅"}]
    ),
    "Bad Request: query is too old and response timeout expired or query ID is invalid": (
        answered_twice
    ),
    "Bad Request: MESSAGE_TOO_LONG": answered_at_length,
    "Bad Request: there are no messages to send": call("sendMediaGroup", chat_id=GROUP, media=[]),
    "Bad Request: too many messages to send as an album": call(
        "sendMediaGroup", chat_id=GROUP, media=[{"type": "photo", "media": "x"}] * 11
    ),
    'Bad Request: failed to send message #N with the error message "…"': call(
        "sendMediaGroup", chat_id=GROUP, media=[{"type": "photo", "media": "x"}] * 2
    ),
    "Bad Request: file is too big": big_file,
    "Bad Request: wrong file_id or the file is temporarily unavailable": call(
        "getFile", file_id="BQACAgIAAxkBAAEnobody"
    ),
    "Bad Request: invalid file_id": call("getFile", file_id="?"),
    "Bad Request: wrong file identifier/HTTP URL specified": document(document="nothing"),
    "Bad Request: there is no document in the request": document(),
    "Bad Request: failed to get HTTP URL content": document(document="https://example.org/a.pdf"),
    "Bad Request: wrong HTTP URL specified": document(document="ftp://example.org/a.pdf"),
}
