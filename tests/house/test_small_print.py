"""Pins, changelog, decisions, and that the unit tests are quick and know no aiogram."""

import os
import re
import subprocess
import sys
import tomllib

from tests.house.tree import PACKAGES, ROOT, assert_none, everything, imports

UNIT_SECONDS = 3.0
# what a library is imported as, where its package is called otherwise
PACKAGE_OF = {
    "PIL": "pillow",
    "dotenv": "python-dotenv",
    "telegram": "python-telegram-bot",
    "yaml": "pyyaml",
    "zxingcpp": "zxing-cpp",
}

# what the loop below takes on the reference machine when nothing else runs there
LOOP_SECONDS = 0.14
RUN_UNIT_TESTS = """
import sys, time, pytest

def loop():
    start = time.process_time()
    sum(number % 7 and len(str(number)) for number in range(1_000_000))
    return time.process_time() - start

before, start = loop(), time.process_time()
code = pytest.main(["tests/unit", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"])
used = time.process_time() - start
print(f"used={used:.2f} loop={(before + loop()) / 2:.3f} aiogram={'aiogram' in sys.modules}")
sys.exit(code)
"""


def pins(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


def test_requirements_are_pinned_exactly() -> None:
    exact = re.compile(r"[A-Za-z0-9_.-]+==[0-9][0-9a-z.]*")
    lines = [*pins("requirements.txt"), *pins("requirements-dev.txt")]
    assert_none(line for line in lines if not exact.fullmatch(line))
    names = [line.split("==")[0].lower() for line in lines]
    assert sorted(names) == sorted(set(names))


def test_every_library_that_code_imports_is_pinned() -> None:
    def known(*files: str) -> set[str]:
        lines = [line for name in files for line in pins(name)]
        return {line.split("==")[0].lower().replace("-", "_") for line in lines}

    wrong = set()
    for module in everything():
        if module.name.startswith("benchmarks"):
            continue  # what we are compared with is installed by whoever repeats the comparison
        is_test = module.name.startswith("tests")
        pinned = known("requirements.txt", *["requirements-dev.txt"] * is_test)
        for found in imports(module):
            top = found.target.split(".")[0]
            package = PACKAGE_OF.get(top, top).lower().replace("-", "_")
            if top not in sys.stdlib_module_names and top not in PACKAGES and package not in pinned:
                wrong.add(f"{module} imports {top}")
    assert_none(sorted(wrong))


def unit_tests() -> tuple[float, bool]:
    """Run them; return seconds of processor time on a quiet machine, and whether aiogram came in.

    A neighbour on the same core slows every program down: the loop tells by how much.
    """
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environ["PYTHONPYCACHEPREFIX"] = str(ROOT / "build" / "bytecode")
    done = subprocess.run(
        [sys.executable, "-c", RUN_UNIT_TESTS],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    told = re.search(r"used=([\d.]+) loop=([\d.]+) aiogram=(\w+)", done.stdout)
    assert told, done.stdout[-3000:]
    return float(told[1]) / max(1.0, float(told[2]) / LOOP_SECONDS), told[3] == "True"


def test_unit_tests_are_quick_and_know_no_aiogram() -> None:
    seconds, aiogram = unit_tests()
    if seconds >= UNIT_SECONDS:
        seconds, aiogram = unit_tests()  # the first run compiled them
    print(f"unit tests: {seconds:.2f} s of processor time")  # noqa: T201 - the figure is the point
    assert not aiogram
    assert seconds < UNIT_SECONDS


def test_the_changelog_says_before_and_now() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    heads = [line for line in lines if line.startswith("## ")]
    assert heads[0].startswith(("## Unreleased", f"## {version}"))
    assert_none(h for h in heads if not re.fullmatch(r"## (Unreleased|\d+\.\d+\.\d+ — \S.*)", h))
    changes = [line for line in lines if line.startswith("- ")]
    assert changes
    assert_none(line for line in changes if " → " not in line)


def test_a_decision_is_one_page_with_context_choice_and_refusals() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert pages
    for number, page in enumerate(pages, start=1):
        text = page.read_text(encoding="utf-8")
        assert page.name.startswith(f"{number:04}-"), page.name
        heads = re.findall(r"^## (.+)$", text, re.M)
        assert heads == ["Context", "Choice", "Refused"], page.name
        assert len(text.splitlines()) <= 60, page.name


def test_the_licence_names_its_holders() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("MIT License")
    assert "Altyn Kopir contributors" in text
