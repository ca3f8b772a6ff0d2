"""The things the emulated world is made of: people, chats, threads, posts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

IN_CHAT = ("creator", "administrator", "member", "restricted")
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_send_welcome_messages",
)


@dataclass(slots=True)
class Person:
    """A user of the emulated Telegram; `role_hint` only helps the chat page."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    role_hint: str = "citizen"
    deactivated: bool = False


@dataclass(slots=True)
class Member:
    user_id: int
    status: str
    rights: dict[str, bool] = field(default_factory=dict)

    @property
    def inside(self) -> bool:
        if self.status == "restricted":
            return self.rights.get("is_member", True)
        return self.status in IN_CHAT

    @property
    def is_admin(self) -> bool:
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.is_admin and self.rights.get(right, False))


@dataclass(slots=True)
class Thread:
    """A forum topic; its id is the id of the service message that made it."""

    id: int
    name: str
    icon_color: int = 7322096
    icon_custom_emoji_id: str | None = None
    closed: bool = False
    deleted: bool = False
    creator_id: int = 0


@dataclass(slots=True)
class Post:
    """A message as the Bot API shows it, and what only the emulator knows of it."""

    data: Json
    author_id: int
    by_bot: bool
    at: float
    thread_id: int | None = None
    deleted: bool = False
    edited: bool = False
    protected: bool = False
    had_keyboard: bool = False
    reactions: dict[str, list[int]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return int(self.data["message_id"])


@dataclass(slots=True)
class Chat:
    id: int
    type: str
    title: str | None = None
    username: str | None = None
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    threads: dict[int, Thread] = field(default_factory=dict)
    posts: dict[int, Post] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    permissions: dict[str, bool] = field(default_factory=dict)
    started: bool = False
    blocked: bool = False
    deleted: bool = False
    restriction: str | None = None
    migrated_to: int | None = None
    keyboard: Json | None = None
    menu_button: Json | None = None
    last_id: int = 0
    general_closed: bool = False
    general_hidden: bool = False
    general_name: str = "General"

    @property
    def is_private(self) -> bool:
        return self.type == "private"


@dataclass(slots=True)
class Callback:
    """A press that waits for its answer."""

    id: str
    user_id: int
    chat_id: int
    at: float
    answered: bool = False
    text: str | None = None
