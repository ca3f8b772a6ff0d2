"""How people, chats, members and posts look as JSON: to the bot, and to the chat page."""

from __future__ import annotations

from sandbox.profile import scopes_for
from sandbox.records import ADMIN_RIGHTS, Chat, Json, Member, Person, Post, Thread
from sandbox.world import World

PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos",
    "can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_send_polls",
    "can_send_other_messages", "can_add_web_page_previews", "can_react_to_messages",
    "can_edit_tag", "can_change_info", "can_invite_users", "can_pin_messages",
    "can_manage_topics",
)  # fmt: skip
CLOSED_TO_MEMBERS = ("can_change_info", "can_pin_messages", "can_manage_topics", "can_edit_tag")


def user_json(person: Person) -> Json:
    fields = {
        "id": person.id,
        "is_bot": person.is_bot,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "username": person.username,
        "language_code": person.language_code,
    }
    return {name: value for name, value in fields.items() if value is not None}


def chat_json(world: World, chat: Chat) -> Json:
    """The short Chat object that messages carry."""
    if chat.is_private:
        brief = user_json(world.people[chat.id])
        names = ("first_name", "last_name", "username")
        return {"id": chat.id, "type": "private", **{n: brief[n] for n in names if n in brief}}
    view: Json = {"id": chat.id, "type": chat.type, "title": chat.title}
    if chat.username:
        view["username"] = chat.username
    if chat.is_forum:
        view["is_forum"] = True
    return view


def permissions_of(chat: Chat) -> dict[str, bool]:
    """What an ordinary member may do in the chat."""
    usual = {name: name not in CLOSED_TO_MEMBERS for name in PERMISSIONS}
    return {**usual, **chat.permissions}


def member_json(world: World, chat: Chat, member: Member) -> Json:
    """A ChatMember object of the kind its status asks for."""
    view: Json = {"status": member.status, "user": user_json(world.people[member.user_id])}
    if member.status == "creator":
        view["is_anonymous"] = member.rights.get("is_anonymous", False)
    elif member.status == "administrator":
        rights = {right: member.rights.get(right, False) for right in ADMIN_RIGHTS}
        hides = member.rights.get("is_anonymous", False)
        view |= {"can_be_edited": False, "is_anonymous": hides, **rights}
        if chat.type == "channel":
            for right in ("can_post_messages", "can_edit_messages"):
                view[right] = member.rights.get(right, True)
    elif member.status == "restricted":
        view |= {"is_member": member.inside, "until_date": 0}
        view |= {name: member.rights.get(name, False) for name in PERMISSIONS}
    elif member.status == "kicked":
        view["until_date"] = 0
    return view


def thread_view(thread: Thread) -> Json:
    names = ("id", "name", "icon_color", "icon_custom_emoji_id", "closed", "deleted")
    return {name: getattr(thread, name) for name in names}


def message_view(chat: Chat, post: Post) -> Json:
    """The message as the bot sees it, and under "sim" what the page needs besides."""
    keyboard = chat.keyboard
    return {
        **post.data,
        "sim": {
            "by_bot": post.by_bot,
            "reactions": post.reactions,
            "deleted": post.deleted,
            "edited": post.edited,
            "keyboard": keyboard,
        },
    }


def _commands(world: World, chat: Chat) -> Json:
    scopes = scopes_for(chat.type, chat.id, is_admin=True)
    languages = {""} | {code for _, code in world.profile.commands}
    return {code: world.profile.resolved(scopes, code) for code in sorted(languages)}


def chat_view(world: World, chat: Chat) -> Json:
    members = [{"user_id": m.user_id, "status": m.status} for m in chat.members.values()]
    return {
        "id": chat.id,
        "type": chat.type,
        "title": chat.title or world.people[chat.id].first_name if chat.is_private else chat.title,
        "is_forum": chat.is_forum,
        "members": members,
        "threads": [thread_view(thread) for thread in chat.threads.values()],
        "blocked": chat.blocked,
        "started": chat.started,
        "pinned": chat.pinned,
        "keyboard": chat.keyboard,
        "migrated_to": chat.migrated_to,
        "deleted": chat.deleted,
        "commands": _commands(world, chat),
        "menu_button": chat.menu_button or world.profile.menu_button,
    }


def world_view(world: World) -> Json:
    people = [p for p in world.people.values() if p.id != world.bot.id]
    users = [{**user_json(p), "role_hint": p.role_hint} for p in people]
    return {
        "bot": {**user_json(world.bot), "first_name": world.profile.name("")},
        "users": users,
        "chats": [chat_view(world, chat) for chat in world.chats.values()],
        "seq": world.events.seq,
    }
