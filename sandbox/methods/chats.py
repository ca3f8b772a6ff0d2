"""Methods that ask about chats and members, leave them, and make invite links."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call
from sandbox.errors import bad_request
from sandbox.membership import set_member
from sandbox.posting import live_post, reply_json
from sandbox.records import Chat, Json
from sandbox.targets import readable, require_right
from sandbox.views import chat_json, member_json, permissions_of, user_json

GIFTS = (
    "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
    "gifts_from_channels",
)  # fmt: skip
NO_INVITE = "not enough rights to manage chat invite link"


def _chat(call: Call) -> Chat:
    return readable(call.world, call.params.get("chat_id", ""))


def get_chat(call: Call) -> Json:
    chat = _chat(call)
    view = chat_json(call.world, chat)
    view |= {"accent_color_id": abs(chat.id) % 7, "max_reaction_count": 11}
    view["accepted_gift_types"] = dict.fromkeys(GIFTS, False)
    if not chat.is_private and chat.type != "channel":
        view["permissions"] = permissions_of(chat)
    pinned = live_post(chat, chat.pinned[-1]) if chat.pinned else None
    if pinned is not None:
        view["pinned_message"] = reply_json(pinned)
    return view


def get_member(call: Call) -> Json:
    chat, number = _chat(call), call.int("user_id")
    if number not in call.world.people:
        raise bad_request("user not found")
    if chat.is_private:
        return {"status": "member", "user": user_json(call.world.people[number])}
    if chat.type == "channel" and number != call.world.bot.id:
        _need_admin(call, chat)
    return member_json(call.world, chat, call.world.member(chat, number))


def _need_admin(call: Call, chat: Chat) -> None:
    if not call.world.bot_member(chat).is_admin:
        raise bad_request("CHAT_ADMIN_REQUIRED")


def get_administrators(call: Call) -> list[Json]:
    chat = _chat(call)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    shown = [m for m in chat.members.values() if m.is_admin]
    people = [m for m in shown if not call.world.people[m.user_id].is_bot]
    own = [m for m in shown if m.user_id == call.world.bot.id]
    return [member_json(call.world, chat, member) for member in (*people, *own)]


def get_member_count(call: Call) -> int:
    chat = _chat(call)
    return 2 if chat.is_private else sum(m.inside for m in chat.members.values())


def leave(call: Call) -> bool:
    chat = _chat(call)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    set_member(call.world, chat, call.world.bot.id, "left")
    return True


def _invite_link(call: Call, primary: bool) -> Json:
    chat = _chat(call)
    if chat.is_private:
        raise bad_request("can't create invite link for the private chat")
    require_right(call.world, chat, "can_invite_users", NO_INVITE)
    link: Json = {
        "invite_link": f"https://t.me/+sandbox{call.world.number():08}",
        "creator": user_json(call.world.bot),
        "creates_join_request": call.flag("creates_join_request"),
        "is_primary": primary,
        "is_revoked": False,
    }
    for name in ("name", "expire_date", "member_limit"):
        if call.has(name):
            link[name] = call.text(name) if name == "name" else call.int(name)
    return link


def create_link(call: Call) -> Json:
    return _invite_link(call, primary=False)


def export_link(call: Call) -> str:
    return str(_invite_link(call, primary=True)["invite_link"])


METHODS: dict[str, Any] = {
    "getChat": get_chat,
    "getChatMember": get_member,
    "getChatAdministrators": get_administrators,
    "getChatMemberCount": get_member_count,
    "leaveChat": leave,
    "createChatInviteLink": create_link,
    "exportChatInviteLink": export_link,
}
