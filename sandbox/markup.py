"""Reply markup: refuses what Telegram refuses and answers it as a message will show it."""

from __future__ import annotations

import json
from typing import Any

from sandbox.addresses import checked_url
from sandbox.errors import ApiError, bad_request
from sandbox.records import Json

STYLES = ("primary", "danger", "success")
ACTIONS = (
    "callback_data",
    "url",
    "copy_text",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "callback_game",
    "pay",
)
MAX_BYTES = 10_240


def check_markup(value: Any) -> Json | None:
    """A normalised markup object, None when nothing was given."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in value:
        return {"inline_keyboard": _rows(value["inline_keyboard"], _inline)}
    if "keyboard" in value:
        return {**value, "keyboard": _rows(value["keyboard"], _reply)}
    if value.get("remove_keyboard") or value.get("force_reply"):
        return value
    return None


def _rows(rows: Any, button: Any) -> list[list[Json]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse reply keyboard markup JSON object")
    checked = [[button(one) for one in row] for row in rows if row]
    if len(json.dumps(checked, ensure_ascii=False).encode()) > MAX_BYTES:
        raise bad_request("reply markup is too long")
    if sum(len(row) for row in checked) > 300 or any(len(row) > 12 for row in checked):
        raise bad_request("reply markup is too long")
    return checked


def _broken(text: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {text}")


def _style(button: Json, error: Any) -> None:
    if button.get("style") not in (None, "", *STYLES):
        raise error("invalid button style specified")


def _inline(button: Any) -> Json:
    if not isinstance(button, dict):
        raise _broken("InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise _broken('Can\'t find field "text"')
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    _style(button, _broken)
    if not any(name in button for name in ACTIONS):
        raise _broken("Text buttons are unallowed in the inline keyboard")
    return _action(button)


def _action(button: Json) -> Json:
    data = button.get("callback_data")
    if data is not None and not (isinstance(data, str) and 1 <= len(data.encode()) <= 64):
        raise bad_request("BUTTON_DATA_INVALID")
    for name in ("web_app", "copy_text", "login_url"):
        if name in button and not isinstance(button[name], dict):
            raise _broken(f'field "{name}" must be an Object')
    if "url" in button:
        return {**button, "url": _button_url(button["url"])}
    if "web_app" in button:
        address = button["web_app"].get("url", "")
        if not str(address).startswith("https://"):
            raise bad_request("BUTTON_TYPE_INVALID")
    copied = button.get("copy_text")
    if copied is not None and not 1 <= len(str(copied.get("text", ""))) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return button


def _button_url(url: Any) -> str:
    address = str(url)
    if address.startswith("tg://user?id="):
        raise bad_request("BUTTON_USER_PRIVACY_RESTRICTED")
    checked = checked_url(address)
    if checked is None:
        raise bad_request("BUTTON_URL_INVALID")
    return checked


def _reply(button: Any) -> Json:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    _style(button, lambda text: bad_request(f"can't parse keyboard button: {text}"))
    return button
