"""How words of one side are brought to the other: copied, or said anew from what is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiogram.methods import CopyMessage, CopyMessages, SendMessage, TelegramMethod
from aiogram.types import ReplyParameters

from handlers.calls import call
from storage.records.consultation import Case, CaseMessage, Side
from storage.records.delivery import Call, Priority

# The method that sends a medium again by its file_id, and whether it takes a caption.
AGAIN: Mapping[str, tuple[str, bool]] = {
    "photo": ("sendPhoto", True),
    "video": ("sendVideo", True),
    "voice": ("sendVoice", True),
    "audio": ("sendAudio", True),
    "document": ("sendDocument", True),
    "animation": ("sendAnimation", True),
    "sticker": ("sendSticker", False),
    "video_note": ("sendVideoNote", False),
}


def to_staff(
    method: TelegramMethod[Any],
    case: Case,
    effect: str,
    data: Mapping[str, Any],
    due_at: int = 0,
) -> Call:
    """Say it in the case's thread."""
    return call(
        method,
        priority=Priority.CASE,
        kind="case",
        case_id=case.id,
        effect=effect,
        effect_data=data,
        due_at=due_at,
    )


def copied(
    chat_id: int, messages: Sequence[CaseMessage], reply_to: int | None
) -> TelegramMethod[Any]:
    """Copy one message, or the parts of an album together (which cannot be a reply).

    A ready text is said: what stands in the staff chat says more than the citizen may read.
    """
    if messages[0].content.get("ready"):
        text, below = str(messages[0].content["html"]), reply(reply_to)
        return SendMessage(chat_id=chat_id, text=text, reply_parameters=below)
    origin = messages[0].chat_id
    if len(messages) > 1:
        ids = sorted(message.message_id for message in messages)
        return CopyMessages(chat_id=chat_id, from_chat_id=origin, message_ids=ids)
    return CopyMessage(
        chat_id=chat_id,
        from_chat_id=origin,
        message_id=messages[0].message_id,
        reply_parameters=reply(reply_to),
    )


def reply(message_id: int | None) -> ReplyParameters | None:
    """Reply to a message, or say it all the same when that one is gone."""
    if message_id is None:
        return None
    return ReplyParameters(message_id=message_id, allow_sending_without_reply=True)


def said_anew(case: Case, chat_id: int, message: CaseMessage, effect: str) -> Call | None:
    """The message from what is kept of it; None: nothing of it can be said."""
    data = {"messages": [message.id], "versions": [message.version], "anew": True}
    content = message.content
    case_id = case.id if message.side is Side.CITIZEN else None
    if content["kind"] == "text":
        said = call(SendMessage(chat_id=chat_id, text=content["html"]))
        method, body = said.method, said.body
    elif content["kind"] in AGAIN and content["file_id"]:
        method, captioned = AGAIN[content["kind"]]
        body = {"chat_id": chat_id, str(content["kind"]): content["file_id"]}
        if captioned and content["html"]:
            body |= {"caption": content["html"], "parse_mode": "HTML"}
    else:
        return None
    return Call(
        method,
        body,
        priority=Priority.CASE,
        kind="case" if case_id else "case_answer",
        chat_id=chat_id,
        case_id=case_id,
        effect=effect,
        effect_data=data,
    )
