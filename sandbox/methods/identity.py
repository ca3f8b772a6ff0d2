"""Methods about the bot itself: who it is, its texts, its commands, its menu button."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from sandbox.call import Call
from sandbox.errors import bad_request
from sandbox.profile import scope_key
from sandbox.records import ADMIN_RIGHTS, Json
from sandbox.targets import readable
from sandbox.views import chat_view, user_json

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
SCOPES = (
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat",
    "chat_administrators", "chat_member",
)  # fmt: skip
# method part -> (field of the answer, attribute of the profile, longest text)
TEXTS = {
    "Name": ("name", "names", 64),
    "Description": ("description", "descriptions", 512),
    "ShortDescription": ("short_description", "short_descriptions", 120),
}


def get_me(call: Call) -> Json:
    world = call.world
    return {
        **user_json(world.bot),
        "first_name": world.profile.name(""),
        "can_join_groups": True,
        "can_read_all_group_messages": not world.options.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def accept(_: Call) -> bool:
    """logOut and close: there is nothing to move, the answer is the one of success."""
    return True


def _language(call: Call) -> str:
    code = call.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def _scope(call: Call) -> str:
    scope = call.json("scope", "BotCommandScope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if "chat_id" in scope:
        scope = {**scope, "chat_id": readable(call.world, scope["chat_id"]).id}
    return scope_key(scope)


def _command(one: Any) -> Json:
    if not isinstance(one, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(one.get("command", "")).strip().removeprefix("/")
    about = str(one.get("description", "")).strip()
    for what, text, longest in (
        ("command", name, 32),
        ("command description", about, 256),
    ):
        if not text:
            raise bad_request(f"{what} must be non-empty")
        if len(text) > longest:
            raise bad_request(f"{what} length must not exceed {longest}")
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": about}


def set_commands(call: Call) -> bool:
    rows = call.json("commands")
    if not isinstance(rows, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(rows) > 100:
        raise bad_request("too many commands specified")
    key = (_scope(call), _language(call))
    call.world.profile.commands[key] = [_command(one) for one in rows]
    return _show(call)


def get_commands(call: Call) -> list[Json]:
    return call.world.profile.commands.get((_scope(call), _language(call)), [])


def delete_commands(call: Call) -> bool:
    call.world.profile.commands.pop((_scope(call), _language(call)), None)
    return _show(call)


def _show(call: Call) -> bool:
    chats = [chat_view(call.world, chat) for chat in call.world.chats.values()]
    view = [{n: c[n] for n in ("id", "commands", "menu_button")} for c in chats]
    call.world.events.add("commands", None, chats=view)
    return True


def set_text(part: str, call: Call) -> bool:
    name, attribute, longest = TEXTS[part]
    text, code = call.text(name), _language(call)
    if len(text) > longest:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    texts: dict[str, str] = getattr(call.world.profile, attribute)
    if text:
        texts[code] = text
    else:
        texts.pop(code, None)
    return True


def get_text(part: str, call: Call) -> Json:
    name, attribute, _ = TEXTS[part]
    code = _language(call)
    if part == "Name":
        return {name: call.world.profile.name(code)}
    texts: dict[str, str] = getattr(call.world.profile, attribute)
    return {name: texts.get(code) or texts.get("", "")}


def set_menu_button(call: Call) -> bool:
    button = call.json("menu_button", "MenuButton") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse MenuButton: unsupported type specified")
    if call.has("chat_id"):
        readable(call.world, call.params["chat_id"]).menu_button = button
    else:
        call.world.profile.menu_button = button
    return _show(call)


def get_menu_button(call: Call) -> Json:
    default = call.world.profile.menu_button
    if call.has("chat_id"):
        return readable(call.world, call.params["chat_id"]).menu_button or default
    return default


def set_admin_rights(call: Call) -> bool:
    rights = call.json("rights", "ChatAdministratorRights") or {}
    call.world.profile.admin_rights[call.flag("for_channels")] = rights
    return True


def get_admin_rights(call: Call) -> Json:
    rights = call.world.profile.admin_rights.get(call.flag("for_channels"), {})
    return {"is_anonymous": False, **dict.fromkeys(ADMIN_RIGHTS, False), **rights}


METHODS: dict[str, Any] = {
    "getMe": get_me,
    "logOut": accept,
    "close": accept,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    **{f"setMy{part}": partial(set_text, part) for part in TEXTS},
    **{f"getMy{part}": partial(get_text, part) for part in TEXTS},
    "setChatMenuButton": set_menu_button,
    "getChatMenuButton": get_menu_button,
    "setMyDefaultAdministratorRights": set_admin_rights,
    "getMyDefaultAdministratorRights": get_admin_rights,
}
