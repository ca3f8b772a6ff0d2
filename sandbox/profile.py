"""What the bot says of itself: names, descriptions, command lists, menu buttons."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.records import Json


@dataclass(slots=True)
class Profile:
    """Texts by language code ("" is the default); commands by (scope key, language)."""

    first_name: str
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})
    admin_rights: dict[bool, Json] = field(default_factory=dict)
    webhook: Json = field(default_factory=dict)

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names.get("") or self.first_name

    def resolved(self, scopes: list[str], language: str) -> list[Json]:
        """The first list set for these scopes, most particular first, as Telegram looks it up."""
        for scope in scopes:
            for code in (language, ""):
                if found := self.commands.get((scope, code)):
                    return found
        return []


def scope_key(scope: Json) -> str:
    """One string per command scope, e.g. "default" or "chat:-100…"."""
    parts = [str(scope.get("type", "default"))]
    parts += [str(scope[name]) for name in ("chat_id", "user_id") if name in scope]
    return ":".join(parts)


def scopes_for(chat_type: str, chat_id: int, is_admin: bool) -> list[str]:
    """Scopes that apply in a chat, in the order of the Bot API's documentation."""
    if chat_type == "private":
        return [f"chat:{chat_id}", "all_private_chats", "default"]
    admins = [f"chat_administrators:{chat_id}"] if is_admin else []
    everywhere = ["all_chat_administrators"] if is_admin else []
    return [*admins, f"chat:{chat_id}", *everywhere, "all_group_chats", "default"]
