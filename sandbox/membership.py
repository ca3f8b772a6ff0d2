"""Who is in a chat: joins, leaves, rights, blocking, migration, and the updates of each."""

from __future__ import annotations

from sandbox.cast import admin_rights
from sandbox.posting import Draft, publish
from sandbox.records import Chat, Json, Member
from sandbox.views import chat_json, chat_view, member_json, user_json
from sandbox.world import World


def show_chat(world: World, chat: Chat) -> None:
    world.events.add("chat", chat.id, chat=chat_view(world, chat))


def _changed(world: World, chat: Chat, by: int, old: Json, new: Json) -> Json:
    return {
        "chat": chat_json(world, chat),
        "from": user_json(world.people[by]),
        "date": world.now(),
        "old_chat_member": old,
        "new_chat_member": new,
    }


def set_member(
    world: World,
    chat: Chat,
    user_id: int,
    status: str,
    rights: dict[str, bool] | None = None,
    by: int | None = None,
) -> Member:
    """Changes a membership; the bot is told what Telegram would tell it."""
    before = world.member(chat, user_id)
    given = admin_rights() if status == "administrator" and rights is None else rights or {}
    after = Member(user_id, status, given)
    actor = user_id if by is None else by
    change = _changed(
        world, chat, actor, member_json(world, chat, before), member_json(world, chat, after)
    )
    chat.members[user_id] = after
    if user_id == world.bot.id:
        world.updates.push({"my_chat_member": change})
    elif world.bot_member(chat).is_admin:
        world.updates.push({"chat_member": change})
    _service(world, chat, actor, before, after)
    show_chat(world, chat)
    return after


def _service(world: World, chat: Chat, actor: int, before: Member, after: Member) -> None:
    """Joining and leaving is said in the group itself, not in channels."""
    if chat.type == "channel" or before.inside == after.inside:
        return
    person = user_json(world.people[after.user_id])
    if after.inside:
        joined = {"new_chat_members": [person], "new_chat_member": person}
        publish(world, chat, Draft(actor, joined))
    else:
        publish(world, chat, Draft(actor, {"left_chat_member": person}))


def set_blocked(world: World, chat: Chat, blocked: bool) -> None:
    """A person blocks or unblocks the bot in their private chat."""
    chat.blocked = blocked
    bot = user_json(world.bot)
    kicked: Json = {"status": "kicked", "user": bot, "until_date": 0}
    member: Json = {"status": "member", "user": bot}
    old, new = (member, kicked) if blocked else (kicked, member)
    world.updates.push({"my_chat_member": _changed(world, chat, chat.id, old, new)})
    show_chat(world, chat)


def migrate(world: World, chat: Chat, by: int) -> Chat:
    """A basic group becomes a supergroup with a new id; the old id keeps pointing to it."""
    new_id = -1001000500000 - world.number()
    grown = Chat(new_id, "supergroup", title=chat.title, members=dict(chat.members))
    world.chats[new_id] = grown
    publish(world, chat, Draft(by, {"migrate_to_chat_id": new_id}))
    chat.migrated_to = new_id
    publish(world, grown, Draft(by, {"migrate_from_chat_id": chat.id}))
    show_chat(world, chat)
    show_chat(world, grown)
    return grown
