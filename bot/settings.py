"""Reads the settings from environment and .env, and refuses them with all problems at once."""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv.parser import parse_stream

from bot.problems import Problem

ENVIRONMENT = "environment"
SWITCH = {"on": True, "off": False, "true": True, "false": False, "1": True, "0": False}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,100}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port, such as 127.0.0.1:8080."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person who runs the bot chose. What is secret is never shown by repr.

    `send_rate` is messages a second to all chats; `fast_broadcast`: mailings may cost Stars and go
    at 1,000 a second; `webhook_url` empty means polling.
    """

    bot_token: str = field(repr=False)
    telegram_api_url: str
    database_url: str = field(repr=False)  # may carry a password
    feeds_file: Path
    admin_ids: tuple[int, ...]
    default_timezone: str
    feeds_allow_private: tuple[Address, ...]
    webhook_url: str
    webhook_listen: Address
    webhook_secret: str = field(repr=False)
    send_rate: float
    fast_broadcast: bool
    log_level: str


@dataclass(frozen=True, slots=True)
class _Given:
    """A value as it was written, and where."""

    text: str
    file: str
    line: int | None


def read_settings(environ: Mapping[str, str], env_file: Path, problems: list[Problem]) -> Settings:
    """Return the settings; the environment wins over the file, which may be missing.

    What is wrong is added to `problems` with its file and line, never a secret, and has its
    default: who reads goes on to look for problems elsewhere, such as in the feeds file named here.
    """
    given = dict(_from_file(env_file, problems))
    for name in _READERS.keys() & environ.keys():
        given[name] = _Given(environ[name], ENVIRONMENT, None)
    values = {name.lower(): _value(name, given.get(name), problems) for name in _READERS}
    if values["webhook_url"] and not values["webhook_secret"]:
        where = given["WEBHOOK_URL"]
        message = "WEBHOOK_SECRET is missing; without it anybody could send updates"
        problems.append(Problem(where.file, where.line, message))
    return Settings(**values)


def _from_file(path: Path, problems: list[Problem]) -> Iterator[tuple[str, _Given]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(str(path), None, f"cannot be read: {error}"))
        return
    for binding in _bindings(text):
        line, name = binding[0], binding[1]
        if name is None:
            problems.append(Problem(str(path), line, "is not of the form NAME=value"))
        elif name not in _READERS:
            message = f"unknown setting `{name}`; known: {', '.join(_READERS)}"
            problems.append(Problem(str(path), line, message))
        else:
            yield name, _Given(binding[2], str(path), line)


def _bindings(text: str) -> Iterator[tuple[int, str | None, str]]:
    """Yield (line, name, value) of each setting; name None marks a line that is none."""
    for binding in parse_stream(io.StringIO(text)):
        if binding.error:
            yield _first_line(binding.original.string, binding.original.line), None, ""
        elif binding.key is not None:
            line = _first_line(binding.original.string, binding.original.line)
            yield line, binding.key, binding.value or ""


def _first_line(original: str, line: int) -> int:
    """Return the line of the setting itself: dotenv counts the blank lines before it as its own."""
    blank = original[: len(original) - len(original.lstrip())]
    return line + blank.count("\n")


def _value(name: str, given: _Given | None, problems: list[Problem]) -> Any:
    default, read = _READERS[name]
    text = given.text.strip() if given else ""
    try:
        return read(text or default)
    except ValueError as error:
        file, line = (given.file, given.line) if given else (ENVIRONMENT, None)
        problems.append(Problem(file, line, f"{name}: {error}"))
        return read(default)


def _token(text: str) -> str:
    if text and not _TOKEN.fullmatch(text):
        raise ValueError("is not a token; @BotFather gives one such as 123456:ABC-DEF")
    return text


def _secret(text: str) -> str:
    if text and not _SECRET.fullmatch(text):
        raise ValueError("1 to 256 Latin letters, digits, _ and -")
    return text


def _api_url(text: str) -> str:
    if _web_address(text).query:
        raise ValueError("an address without a question mark")
    return text.rstrip("/")


def _webhook_url(text: str) -> str:
    if text and _web_address(text).scheme != "https":
        raise ValueError("must begin with https://, Telegram calls nothing else")
    return text


def _web_address(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise ValueError("an address beginning with http:// or https://")
    return parts


def _database_url(text: str) -> str:
    if not text.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    return text


def _admin_ids(text: str) -> tuple[int, ...]:
    parts = re.split(r"[,;\s]+", text.strip(" ,;"))
    wrong = [part for part in parts if part and not re.fullmatch(r"[1-9]\d{0,15}", part)]
    if wrong:
        raise ValueError(f"numbers of Telegram accounts, separated by commas; not {wrong[0]!r}")
    return tuple(dict.fromkeys(int(part) for part in parts if part))


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone {text!r}; for example Asia/Aqtobe") from error
    return text


def _addresses(text: str) -> tuple[Address, ...]:
    return tuple(_address(part) for part in re.split(r"[,;\s]+", text) if part)


def _address(text: str) -> Address:
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError(f"host:port, for example 127.0.0.1:8080; not {text!r}")
    return Address(host.strip("[]"), int(port))


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 1 <= rate <= 1000:
        raise ValueError("messages a second, from 1 to 1000")
    return rate


def _switch(text: str) -> bool:
    if text.lower() not in SWITCH:
        raise ValueError("on or off")
    return SWITCH[text.lower()]


def _level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise ValueError(f"one of {', '.join(LOG_LEVELS)}")
    return text.upper()


# name: (default, reader); a reader raises ValueError with the end of the sentence
_READERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "BOT_TOKEN": ("", _token),
    "TELEGRAM_API_URL": ("https://api.telegram.org", _api_url),
    "DATABASE_URL": ("sqlite:///var/altyn-kopir.sqlite3", _database_url),
    "FEEDS_FILE": ("feeds.yaml", Path),
    "ADMIN_IDS": ("", _admin_ids),
    "DEFAULT_TIMEZONE": ("Asia/Aqtobe", _zone),
    "FEEDS_ALLOW_PRIVATE": ("", _addresses),
    "WEBHOOK_URL": ("", _webhook_url),
    "WEBHOOK_LISTEN": ("127.0.0.1:8080", _address),
    "WEBHOOK_SECRET": ("", _secret),
    "SEND_RATE": ("30", _rate),
    "FAST_BROADCAST": ("off", _switch),
    "LOG_LEVEL": ("INFO", _level),
}
SETTING_NAMES = tuple(_READERS)
