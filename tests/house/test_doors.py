"""Doors: what a press of a button carries names one door only."""

import ast
from collections import defaultdict
from collections.abc import Iterator

from tests.house.tree import assert_none, nodes, product


def button_prefixes() -> Iterator[tuple[str, str]]:
    """Every `CallbackData` class of the product's doors with its prefix."""
    for module in product():
        for node in nodes(module):
            if isinstance(node, ast.ClassDef):
                for keyword in node.keywords:
                    if keyword.arg == "prefix" and isinstance(keyword.value, ast.Constant):
                        yield str(keyword.value.value), f"{module}: {node.name}"


def test_no_two_kinds_of_buttons_share_a_prefix() -> None:
    # a press would be read as the other kind, and go to the wrong door
    classes: dict[str, list[str]] = defaultdict(list)
    for prefix, name in button_prefixes():
        classes[prefix].append(name)
    assert len(classes) > 40
    assert_none(f"{prefix}: {names}" for prefix, names in classes.items() if len(names) > 1)
