"""The import law: stairs go down. One test for each line of it."""

import re
from collections.abc import Collection

from tests.house.tree import (
    PACKAGES,
    Module,
    assert_none,
    functions,
    imports,
    in_package,
    product,
    texts_in,
)

IMPURE = (
    *("aiohttp", "aiosqlite", "asyncio", "asyncpg", "http", "logging", "multiprocessing", "os"),
    *("pathlib", "random", "requests", "secrets", "shutil", "signal", "socket", "sqlite3", "ssl"),
    *("subprocess", "tempfile", "threading", "urllib.request"),
)
CLOCKS = {"now", "utcnow", "today", "time", "monotonic", "perf_counter", "sleep"}


def inside(package: str, *, without: Collection[str] = ()) -> list[Module]:
    return [
        module
        for module in product()
        if in_package(module.name, package)
        and not any(in_package(module.name, name) for name in without)
    ]


def strays(modules: list[Module], *allowed: str) -> list[str]:
    """Imports of our own code that the law does not allow to these modules."""
    return [
        f"{module}:{found.line} imports {found.target}"
        for module in modules
        for found in imports(module)
        if found.target.split(".")[0] in PACKAGES
        and not any(in_package(found.target, name) for name in allowed)
    ]


def importers(library: str, *, but: Collection[str]) -> list[str]:
    return [
        f"{module}:{found.line} imports {found.target}"
        for module in product()
        if not any(in_package(module.name, name) for name in but)
        for found in imports(module)
        if in_package(found.target, library)
    ]


def test_handlers_know_the_services_and_the_records_only() -> None:
    modules = inside("handlers")
    assert_none(strays(modules, "handlers", "bot", "storage.records"))
    assert_none([line for line in strays(modules, "handlers", "storage") if "bot.net" in line])


def test_services_know_rules_ports_and_storage_only() -> None:
    services = inside("bot", without=("bot.rules", "bot.net", "bot.ports"))
    wrong = strays(services, "bot", "storage")
    adapters = [line for line in strays(services, "storage") if "imports bot.net" in line]
    assert_none(wrong + adapters)


def test_rules_know_rules_and_records_only() -> None:
    assert_none(strays(inside("bot.rules"), "bot.rules", "storage.records"))


def test_rules_do_no_input_or_output_wait_for_nothing_and_read_no_clock() -> None:
    wrong = []
    for module in inside("bot.rules"):
        wrong += [
            f"{module}:{found.line} imports {found.target}"
            for found in imports(module)
            if any(in_package(found.target, name) for name in IMPURE)
        ]
        source = module.path.read_text(encoding="utf-8")
        wrong += [
            f"{module}: {call}"
            for call in re.findall(r"\b(?:datetime|date|time)\.(\w+)\(", source)
            if call in CLOCKS
        ]
        wrong += [
            f"{module}: {word}" for word in re.findall(r"\b(?:await|async) |\bopen\(", source)
        ]
    assert_none(wrong)


def test_ports_know_what_storage_promises_and_no_service() -> None:
    assert_none(strays(inside("bot.ports"), "bot.ports", "bot.errors", "storage"))


def test_adapters_know_ports_records_and_their_own_library_only() -> None:
    assert_none(strays(inside("bot.net"), "bot.net", "bot.ports", "storage.records"))


def test_storage_knows_storage_only() -> None:
    assert_none(strays(inside("storage"), "storage"))
    assert_none(strays(inside("storage.records"), "storage.records"))


def test_the_sandbox_knows_nothing_of_ours() -> None:
    assert_none(strays(inside("sandbox"), "sandbox"))


def test_nobody_imports_the_roof() -> None:
    assert_none(importers("main", but=("main",)))


def test_aiogram_stays_at_the_doors() -> None:
    allowed = ("main", "handlers", "sandbox")
    wrong = importers("aiogram", but=allowed)
    assert_none([line for line in wrong if not line.startswith("bot/net/telegram")])


def test_only_storage_speaks_to_a_database() -> None:
    for library in ("sqlite3", "aiosqlite", "asyncpg"):
        assert_none(importers(library, but=("storage",)))


def test_only_storage_contains_sql() -> None:
    sql = re.compile(r"\b(SELECT\s.+\sFROM|INSERT INTO|UPDATE\s\w+\sSET|DELETE FROM)\b", re.S)
    wrong = [
        f"{module}:{text.lineno}"
        for module in product()
        if not in_package(module.name, "storage")
        for text in texts_in(module)
        if sql.search(str(text.value))
    ]
    assert_none(wrong)


def test_only_adapters_the_sandbox_and_the_roof_open_sockets() -> None:
    allowed = ("bot.net", "sandbox", "main")
    for library in ("aiohttp", "socket", "urllib.request", "http.client"):
        assert_none(importers(library, but=allowed))


def test_no_imports_go_in_a_circle() -> None:
    names = {module.name for module in product()}
    graph = {
        module.name: {found.target for found in imports(module)} & names - {module.name}
        for module in product()
    }
    while leaves := {name for name, targets in graph.items() if not targets & graph.keys()}:
        for name in leaves:
            del graph[name]
    circles = {name: targets & graph.keys() for name, targets in graph.items()}
    assert circles == {}


def test_the_law_sees_the_whole_house() -> None:
    assert {module.name.split(".")[0] for module in product()} <= set(PACKAGES)
    assert sum(1 for module in product() for _ in functions(module)) > 100
