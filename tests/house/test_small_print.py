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

RUN_UNIT_TESTS = """
import sys, time, pytest
from tests.pace import slowness

class Pace:
    # how slow the machine is, asked now and then while the tests run
    own, seen, told = 0.0, 0, []

    def pytest_runtest_logfinish(self):
        self.seen += 1
        if self.seen % 50 == 1:
            start = time.process_time()
            self.told.append(slowness(3))
            self.own += time.process_time() - start

pace, start = Pace(), time.process_time()
plugins = [f"-pno:{name}" for name in ("cacheprovider", "xdist", "anyio")]
code = pytest.main(["tests/unit", "-q", *plugins], plugins=[pace])
used = time.process_time() - start - pace.own
slow = sorted(pace.told)[len(pace.told) // 2]
print(f"used={used:.2f} slow={slow:.2f} aiogram={'aiogram' in sys.modules}")
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
    """Run them; return seconds of the reference machine, and whether aiogram came in."""
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
    told = re.search(r"used=([\d.]+) slow=([\d.]+) aiogram=(\w+)", done.stdout)
    assert told, done.stdout[-3000:]
    return float(told[1]) / float(told[2]), told[3] == "True"


def test_unit_tests_are_quick_and_know_no_aiogram() -> None:
    for _ in range(4):  # the first run compiles them; a burst of the neighbours' is not theirs
        seconds, aiogram = unit_tests()
        assert not aiogram
        if seconds < UNIT_SECONDS:
            break
    print(f"unit tests: {seconds:.2f} s of processor time")  # noqa: T201 - the figure is the point
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
