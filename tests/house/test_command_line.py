"""The command line: help in plain words, all problems at once, one sentence for each trouble."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

COMMANDS = ("run", "demo", "sandbox", "check", "feed", "classify", "triage")


def said(*words: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run main.py with these words and nothing of ours in the environment but `environ`."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = [sys.executable, str(ROOT / "main.py"), *words]
    return subprocess.run(
        command, cwd=cwd, env=clean | environ, capture_output=True, text=True, timeout=180
    )


def feeds(folder: Path, text: str | None = None) -> dict[str, str]:
    """Write a feeds file and return the setting that names it."""
    file = folder / "feeds.yaml"
    file.write_text(text or (ROOT / "feeds.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    return {"FEEDS_FILE": str(file), "DATABASE_URL": f"sqlite:///{folder}/bot.sqlite3"}


def test_help_names_every_command_in_plain_words(tmp_path: Path) -> None:
    done = said("--help", cwd=tmp_path)
    assert done.returncode == 0
    for name in COMMANDS:
        assert re.search(rf"^ +{name} +\w+", done.stdout, re.M)


def test_help_and_check_do_not_wait_for_aiogram(tmp_path: Path) -> None:
    source = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import main; main.main(['check']);"
    ask = "print('aiogram' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", source + ask], cwd=ROOT, capture_output=True, text=True, timeout=180
    )
    assert done.stdout.strip().endswith("False"), done.stdout + done.stderr


def test_check_finds_nothing_wrong_with_what_ships(tmp_path: Path) -> None:
    done = said("check", cwd=tmp_path, **feeds(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", ["check", "run"])
def test_all_problems_are_told_with_file_and_line_before_anything_opens(
    tmp_path: Path, command: str
) -> None:
    bad = "feeds:\n- id: one\n  name: One\n  lang: xx\n  region: KZ\n  url: ftp://a\n"
    given = feeds(tmp_path, bad)
    (tmp_path / ".env").write_text("ADMIN_IDS=me\n\nSEND_RATE=0\n", encoding="utf-8")
    done = said(command, cwd=tmp_path, **given, DEFAULT_TIMEZONE="Mars/Phobos")
    assert done.returncode == 1
    told = done.stderr.splitlines()
    for place in (".env:1:", ".env:3:", "environment: DEFAULT_TIMEZONE", "feeds.yaml:4:"):
        assert any(place in line for line in told), done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "bot.sqlite3").exists()


def test_run_without_a_token_says_where_to_put_it(tmp_path: Path) -> None:
    assert_one_sentence(said("run", cwd=tmp_path, **feeds(tmp_path)), "BOT_TOKEN")


@pytest.mark.parametrize("command", ["sandbox", "demo"])
def test_a_taken_port_is_told_in_one_sentence(tmp_path: Path, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = said(command, "--port", port, cwd=tmp_path, **feeds(tmp_path))
    assert_one_sentence(done, port)


def test_no_network_is_told_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: whoever calls is refused
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        done = said(
            "run", cwd=tmp_path, **feeds(tmp_path), BOT_TOKEN="1:abcdef", TELEGRAM_API_URL=url
        )
    assert_one_sentence(done, "TELEGRAM_API_URL")


def test_a_database_that_cannot_be_written_is_told_in_one_sentence(tmp_path: Path) -> None:
    given = feeds(tmp_path) | {"DATABASE_URL": "sqlite:////proc/nowhere/bot.sqlite3"}
    done = said("run", cwd=tmp_path, **given, BOT_TOKEN="1:abcdef")
    assert_one_sentence(done, "DATABASE_URL")


def assert_one_sentence(done: subprocess.CompletedProcess[str], word: str) -> None:
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 1, done.stdout + done.stderr
    assert len(lines) == 1, done.stderr
    assert word in lines[0]
    assert lines[0].endswith(".")
