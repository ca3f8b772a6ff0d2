"""The house's budgets: sizes, names, and that nothing happens at import."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import (
    ROOT,
    Function,
    Module,
    assert_none,
    docstring_of,
    everything,
    functions,
    in_package,
    nodes,
    product,
)

FILE_LINES = 300
FUNCTION_LINES = 40
HANDLER_LINES = 15
DRAWERS = {"utils", "helpers", "helper", "base", "common", "misc", "shared", "lib", "core"}
EVENTS = {
    "Message",
    "CallbackQuery",
    "ChatMemberUpdated",
    "MessageReactionUpdated",
    "ChatJoinRequest",
    "InlineQuery",
    "Update",
    "ErrorEvent",
}
# calls that only make a value: whatever a module-level line may do
MAKERS = {
    *("Path", "State", "TypeVar", "NewType", "MappingProxyType", "with_name", "resolve"),
    *(
        "bytes",
        "dict",
        "enumerate",
        "fromkeys",
        "frozenset",
        "len",
        "list",
        "max",
        "min",
        "ord",
        "chr",
    ),
    *("property", "range", "set", "sorted", "str", "sum", "tuple", "zip"),
    *("dataclass", "field", "partial", "timedelta", "auto", "compile", "maketrans", "getLogger"),
    *(
        "attrgetter",
        "format",
        "split",
        "splitlines",
        "join",
        "items",
        "keys",
        "values",
        "encode",
        "strip",
        "union",
    ),
}


def length(function: Function) -> int:
    """Lines from `def` to the end, without the docstring."""
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    docstring = docstring_of(function)
    if docstring is None or docstring.end_lineno is None:
        return total
    return total - (docstring.end_lineno - docstring.lineno + 1)


def body_length(function: Function) -> int:
    """Lines of the statements: what aiogram is asked to pass in by name is a list, not work."""
    first = function.body[docstring_of(function) is not None]
    return (function.end_lineno or first.lineno) - first.lineno + 1


def is_handler(function: Function) -> bool:
    """A function that aiogram calls with an event: its first parameter is one."""
    first = next(iter(function.args.args), None)
    note = first.annotation if first else None
    return (
        isinstance(function, ast.AsyncFunctionDef)
        and isinstance(note, ast.Name)
        and note.id in EVENTS
    )


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    files = [path for folder in ("bot", "handlers", "storage", "sandbox", "tests", "benchmarks")
             for kind in ("*.py", "*.js", "*.css", "*.html", "*.sql")
             for path in (ROOT / folder).rglob(kind)]  # fmt: skip
    files.append(ROOT / "main.py")
    assert_none(text for text in map(too_long, files) if text)


def too_long(path: Path) -> str | None:
    lines = len(path.read_text(encoding="utf-8").splitlines()) if path.exists() else 0
    return f"{path.relative_to(ROOT)}: {lines} lines" if lines > FILE_LINES else None


def test_no_function_is_longer_than_forty_lines() -> None:
    assert_none(
        f"{module}:{function.lineno} {function.name}: {length(function)} lines"
        for module in everything()
        for function in functions(module)
        if length(function) > FUNCTION_LINES
    )


def test_no_handler_is_longer_than_fifteen_lines() -> None:
    assert_none(
        f"{module}:{function.lineno} {function.name}: {body_length(function)} lines"
        for module in product()
        if in_package(module.name, "handlers")
        for function in functions(module)
        if is_handler(function) and body_length(function) > HANDLER_LINES
    )


def test_no_file_is_a_drawer() -> None:
    assert_none(str(module) for module in product() if module.path.stem in DRAWERS)


def test_every_file_opens_with_its_duty() -> None:
    wrong = []
    for module in everything():
        opening = ast.get_docstring(module.tree) or ""
        if not opening or not opening.split("\n")[0].rstrip().endswith((".", "…", ":")):
            wrong.append(str(module))
    assert_none(wrong)


def test_nothing_happens_at_import() -> None:
    assert_none(text for module in product() for text in happenings(module))


def happenings(module: Module) -> Iterator[str]:
    """Module-level statements that do something, and calls that do more than make a value."""
    own = {node.name for node in nodes(module) if isinstance(node, ast.ClassDef)}
    if in_package(module.name, "bot.rules") or in_package(module.name, "sandbox.methods"):
        # rules are pure by their own test; the emulator's methods are a table it builds by names
        own |= {function.name for function in functions(module)}
    for statement in module.tree.body:
        if is_guard(statement):
            continue
        if not is_quiet(statement):
            yield f"{module}:{statement.lineno} {type(statement).__name__}"
        for call in calls_at_import(statement):
            name = called(call)
            if name not in MAKERS | own and not name[:1].isupper():
                yield f"{module}:{call.lineno} calls {name}"


def is_guard(statement: ast.stmt) -> bool:
    """`if TYPE_CHECKING:` and `if __name__ == "__main__":`."""
    return isinstance(statement, ast.If) and any(
        word in ast.unparse(statement.test) for word in ("TYPE_CHECKING", "__name__")
    )


def is_quiet(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(
        statement,
        ast.Import
        | ast.ImportFrom
        | ast.FunctionDef
        | ast.AsyncFunctionDef
        | ast.ClassDef
        | ast.Assign
        | ast.AnnAssign,
    )


def calls_at_import(statement: ast.AST) -> Iterator[ast.Call]:
    """Calls that run when the module is read: not those inside functions."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        inner = [*statement.args.defaults, *filter(None, statement.args.kw_defaults)]
        for node in inner:
            yield from calls_at_import(node)
        return
    if isinstance(statement, ast.Lambda):
        return
    if isinstance(statement, ast.Call):
        yield statement
    for child in ast.iter_child_nodes(statement):
        yield from calls_at_import(child)


def called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ast.unparse(call.func)


CLIENTS = {"Bot", "Dispatcher", "Router", "ClientSession", "AsyncIOScheduler", "TCPConnector"}


def test_no_client_lives_at_module_level() -> None:
    assert_none(
        f"{module}:{call.lineno} makes a {called(call)}"
        for module in product()
        for statement in module.tree.body
        if not is_guard(statement)
        for call in calls_at_import(statement)
        if called(call) in CLIENTS
    )
