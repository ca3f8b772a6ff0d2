"""The documentation and the code name the same commands, settings, files and make targets."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from bot.settings import SETTING_NAMES
from tests.house.tree import ROOT, assert_none, in_package, nodes, product

# names in capitals that are no setting of the bot: what make and the tests read
OTHER_NAMES = {"WORKERS", "PICTURE", "PYTHON"}


@cache
def documents() -> dict[str, str]:
    """Every page for people, by its path; .env.example is one."""
    paths = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / ".env.example"]
    return {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8") for p in paths}


@cache
def commands() -> frozenset[str]:
    """The commands that the doors listen to."""
    return frozenset(found_commands())


def found_commands() -> Iterator[str]:
    doors = (module for module in product() if in_package(module.name, "handlers"))
    for node in (node for module in doors for node in nodes(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "CommandStart":
                yield "start"
            if node.func.id == "Command":
                yield from (str(a.value) for a in node.args if isinstance(a, ast.Constant))


def quoted(pattern: str) -> Iterator[tuple[str, str]]:
    """Every (page, match) of a pattern inside `code` or a code block of a page."""
    for page, text in documents().items():
        blocks = re.findall(r"```.*?```|`[^`\n]+`", text, re.S) if page.endswith(".md") else [text]
        for block in blocks:
            for match in re.findall(pattern, block):
                yield page, match


def test_every_command_is_documented() -> None:
    told = {name for _, name in quoted(r"(?<![\w/.}])/([a-z][a-z_]+)\b(?![/.])")}
    assert_none(f"/{name} is documented nowhere" for name in sorted(commands() - told))


def test_the_documentation_names_no_command_that_does_not_exist() -> None:
    in_chat = quoted(r"`/([a-z][a-z_]+)(?: [^`]*)?`")
    assert_none(f"{page}: /{name}" for page, name in in_chat if name not in commands())


def test_every_setting_is_explained_in_the_example_and_listed_in_the_readme() -> None:
    example = documents()[".env.example"]
    for name in SETTING_NAMES:
        assert re.search(rf"^#? ?{name}=", example, re.M), f".env.example lacks {name}"
        assert f"| `{name}` |" in documents()["README.md"], f"README's table lacks {name}"


def test_the_documentation_names_no_setting_that_does_not_exist() -> None:
    code = "".join((ROOT / module.path).read_text(encoding="utf-8") for module in product())
    known = {*SETTING_NAMES, *OTHER_NAMES, *re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", code)}
    named = [*quoted(r"`([A-Z][A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`"), *quoted(r"(?m)^#? ?([A-Z_]+)=")]
    assert_none(f"{page}: {name}" for page, name in named if name not in known)


def test_code_reads_the_environment_through_the_settings_only() -> None:
    reading = re.compile(r"os\.environ(?!\.get\(\"PATH\")|getenv")  # a worker needs its PATH
    assert_none(
        str(module)
        for module in product()
        if str(module) != "main.py" and reading.search((ROOT / module.path).read_text("utf-8"))
    )


def test_every_make_target_is_documented_and_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.search(r"^\.PHONY: (.+)$", makefile, re.M)[1].split())  # type: ignore[index]
    told = {name for _, name in quoted(r"\bmake ([a-z]+)")}
    assert told == targets - {"help"}


def test_the_command_line_is_documented_and_exists() -> None:
    source = (ROOT / "bot" / "command_line.py").read_text(encoding="utf-8")
    known = set(re.findall(r'add_parser\(\s*"(\w+)"', source))
    told = {name for _, name in quoted(r"python main\.py (\w+)")}
    assert known
    assert told == known


def test_every_file_that_the_documentation_names_exists() -> None:
    named = quoted(r"`([a-z_.]+(?:/[\w.-]+)*\.(?:py|yaml|po|md|txt|sql|png|xml|example))`")
    assert_none(
        f"{page}: {name}"
        for page, name in named
        if not (ROOT / name).exists() and not list(ROOT.glob(f"[!.]*/**/{name}"))
    )
    for page, text in documents().items():
        folder = (ROOT / page).parent
        links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
        assert_none(f"{page} links {link}" for link in links if not (folder / link).exists())


def test_no_page_says_the_same_twice() -> None:
    """Lines that begin alike are left behind by a merge that keeps both sides."""
    for page, text in documents().items():
        starts = [line[:100] for line in text.splitlines() if len(line) > 100]
        twice = sorted({one for one in starts if starts.count(one) > 1})
        assert_none(f"{page}: {one} …" for one in twice)
