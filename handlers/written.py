"""Reads what somebody wrote from a Telegram message; service messages say nothing."""

from aiogram.enums import ContentType
from aiogram.types import Message

from storage.records.consultation import Written

# Kinds that can be copied to the other side, and where each keeps its file.
FILES = ("animation", "audio", "document", "sticker", "video", "video_note", "voice")
WITHOUT_FILE = frozenset({"text", "contact", "location", "venue", "poll", "dice", "checklist"})
# What a person can send and Telegram lets no bot copy.
NEVER_COPIED = frozenset(
    {"story", "game", "invoice", "paid_media", "giveaway", "giveaway_winners", "live_photo"}
)


def written(message: Message) -> Written | None:
    """What was written; None for what the bot has no way to carry (such as a service message)."""
    kind = ContentType(message.content_type).value
    file = message.photo[-1] if message.photo else getattr(message, kind, None)
    if kind != "photo" and kind not in FILES and kind not in WITHOUT_FILE:
        return None
    carried = kind == "photo" or kind in FILES
    replied = message.reply_to_message
    return Written(
        chat_id=message.chat.id,
        message_id=message.message_id,
        author_id=author_id(message),
        kind=kind,
        text=message.text or message.caption or "",
        html=message.html_text,
        file_id=file.file_id if carried and file else None,
        file_key=file.file_unique_id if carried and file else None,
        album=message.media_group_id,
        reply_to=replied.message_id if replied else None,
    )


def is_never_copied(message: Message) -> bool:
    """Whether somebody sent what the bot has no way to carry; a service message is nobody's."""
    return ContentType(message.content_type).value in NEVER_COPIED


def as_channel(message: Message) -> bool:
    """Whether somebody wrote in the name of a channel: nobody can tell who she is."""
    return message.sender_chat is not None and message.sender_chat.id != message.chat.id


def file_name(message: Message) -> str | None:
    """The name of the file that a message carries, "" for a photo; None: it carries none."""
    if message.document is not None:
        return message.document.file_name or ""
    return "" if message.photo else None


def author_id(message: Message) -> int:
    """The author's id; 0 for a group's anonymous administrator."""
    if message.sender_chat is not None or message.from_user is None:
        return 0
    return message.from_user.id
