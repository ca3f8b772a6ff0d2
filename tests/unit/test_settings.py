"""What the settings promise: every problem at once, with its place, and no secret shown."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.problems import CatalogProblems, Problem
from bot.settings import Address, Settings, read_settings

TOKEN = "123456:ABC-DEF_ghi"


def load(environ: Mapping[str, str], file: Path) -> Settings:
    """The settings; CatalogProblems with all that is wrong."""
    problems: list[Problem] = []
    settings = read_settings(environ, file, problems)
    if problems:
        raise CatalogProblems(problems)
    return settings


def written(folder: Path, text: str) -> Path:
    file = folder / ".env"
    file.write_text(text, encoding="utf-8")
    return file


def test_nothing_given_means_polling_telegram_into_a_local_file(tmp_path: Path) -> None:
    settings = load({}, tmp_path / ".env")
    assert settings.bot_token == ""
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.database_url == "sqlite:///var/altyn-kopir.sqlite3"
    assert settings.default_timezone == "Asia/Aqtobe"
    assert settings.webhook_url == ""
    assert settings.admin_ids == ()
    assert settings.fast_broadcast is False  # it costs money


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, f"BOT_TOKEN={TOKEN}\nexport ADMIN_IDS='1, 2'  # two people\n")
    settings = load({"ADMIN_IDS": "9001", "HOME": "/root"}, file)
    assert settings.bot_token == TOKEN
    assert settings.admin_ids == (9001,)


def test_an_empty_value_is_the_default(tmp_path: Path) -> None:
    settings = load({"LOG_LEVEL": " "}, written(tmp_path, "SEND_RATE=\nADMIN_IDS\n"))
    assert (settings.log_level, settings.send_rate, settings.admin_ids) == ("INFO", 30.0, ())


def test_every_problem_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    text = "# mine\n\nADMIN_IDS=1,me\nADMIN_ID=5\nthis is not a setting\nDEFAULT_TIMEZONE=Aktobe\n"
    file = written(tmp_path, text)
    environ = {"SEND_RATE": "fast", "WEBHOOK_URL": "http://example.org"}
    with pytest.raises(CatalogProblems) as caught:
        load(environ, file)
    told = [str(problem) for problem in caught.value.problems]
    places = {line.removeprefix(f"{file}").split(": ")[0] for line in told}
    assert places == {":3", ":4", ":5", ":6", "environment"}
    assert sum("environment: SEND_RATE" in line for line in told) == 1
    assert sum("environment: WEBHOOK_URL" in line for line in told) == 1


def test_a_webhook_without_a_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogProblems, match="WEBHOOK_SECRET is missing"):
        load({"WEBHOOK_URL": "https://example.org/hook"}, tmp_path / ".env")


def test_secrets_are_neither_in_the_repr_nor_in_a_problem(tmp_path: Path) -> None:
    secret = {"DATABASE_URL": "postgresql://me:hunter2@db/altyn", "BOT_TOKEN": TOKEN}
    shown = repr(load(secret, tmp_path / ".env"))
    assert "hunter2" not in shown
    assert TOKEN not in shown
    wrong = {"DATABASE_URL": "mysql://me:hunter2@db", "BOT_TOKEN": "hunter3", "WEBHOOK_SECRET": "ә"}
    with pytest.raises(CatalogProblems) as caught:
        load(wrong, tmp_path / ".env")
    assert len(caught.value.problems) == 3
    assert "hunter" not in str(caught.value)


def test_a_file_that_is_not_text_is_a_problem_and_not_a_traceback(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"BOT_TOKEN=\xff\xfe\n")
    with pytest.raises(CatalogProblems, match="cannot be read"):
        load({}, file)


@pytest.mark.parametrize("text", ["127.0.0.1", "127.0.0.1:0", "host:99999", ":80", "h:x"])
def test_an_address_without_a_good_port_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CatalogProblems, match="FEEDS_ALLOW_PRIVATE"):
        load({"FEEDS_ALLOW_PRIVATE": text}, tmp_path / ".env")


def test_addresses_are_read_with_both_kinds_of_host(tmp_path: Path) -> None:
    given = {"FEEDS_ALLOW_PRIVATE": "127.0.0.1:8081, [::1]:80"}
    settings = load(given, tmp_path / ".env")
    assert settings.feeds_allow_private == (Address("127.0.0.1", 8081), Address("::1", 80))
    assert [str(one) for one in settings.feeds_allow_private] == ["127.0.0.1:8081", "[::1]:80"]
