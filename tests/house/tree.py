"""The code as the house's tests see it: files, modules, imports, functions."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT_FOLDERS = ("bot", "handlers", "storage", "sandbox")
PACKAGES = (*PRODUCT_FOLDERS, "tests", "benchmarks", "main")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file: its dotted name, its path from the root, its syntax tree."""

    name: str
    path: Path
    tree: ast.Module
    lines: int

    def __str__(self) -> str:
        return str(self.path)


@dataclass(frozen=True)
class Import:
    """What one import statement names: `bot.rules.text.patterns`, `aiogram.types` …"""

    target: str
    line: int


@cache
def product() -> tuple[Module, ...]:
    """Every module of the product."""
    folders = [path for name in PRODUCT_FOLDERS for path in sorted((ROOT / name).rglob("*.py"))]
    return tuple(_module(path) for path in [*folders, ROOT / "main.py"] if path.exists())


@cache
def everything() -> tuple[Module, ...]:
    """Every module of the product, its tests and its benchmarks."""
    others = [*sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "benchmarks").rglob("*.py"))]
    return (*product(), *(_module(path) for path in others))


def _module(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    inside = path.relative_to(ROOT)
    parts = inside.with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name, inside, ast.parse(text), len(text.splitlines()))


@cache
def nodes(module: Module) -> tuple[ast.AST, ...]:
    """Every node of the module's tree, walked once for all tests."""
    return tuple(ast.walk(module.tree))


@cache
def imports(module: Module) -> tuple[Import, ...]:
    """Every import of the module, those inside functions and under TYPE_CHECKING too."""
    return tuple(_imports(module))


def _imports(module: Module) -> Iterator[Import]:
    for node in nodes(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            for target in _from(module, node):
                yield Import(target, node.lineno)


def _from(module: Module, node: ast.ImportFrom) -> Iterator[str]:
    origin = node.module or ""
    if node.level:
        package = module.name.split(".")
        depth = node.level - (module.path.name == "__init__.py")
        origin = ".".join([*package[: len(package) - depth], *filter(None, [origin])])
    for alias in node.names:
        inner = f"{origin}.{alias.name}"
        yield inner if _is_module(inner) else origin


@cache
def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def functions(module: Module) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    for node in nodes(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def docstring_of(node: ast.AST) -> ast.Constant | None:
    """Return the node of a docstring, if the module, class or function has one."""
    body = getattr(node, "body", None)
    if not isinstance(body, list) or not body or not isinstance(body[0], ast.Expr):
        return None
    value = body[0].value
    return value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


@cache
def texts_in(module: Module) -> tuple[ast.Constant, ...]:
    """Every string literal that is not a docstring (pieces of f-strings too)."""
    return tuple(_texts_in(module))


def _texts_in(module: Module) -> Iterator[ast.Constant]:
    docstrings = {id(docstring_of(node)) for node in nodes(module)}
    for node in nodes(module):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if isinstance(node, ast.Constant) and is_text and id(node) not in docstrings:
            yield node


def in_package(name: str, package: str) -> bool:
    """Whether the dotted name is the package or inside it."""
    return name == package or name.startswith(f"{package}.")


def assert_none(found: Iterable[str]) -> None:
    """Fail with everything that was found, a line each."""
    lines = list(found)
    assert not lines, "\n" + "\n".join(lines)
